/**
 * Retraining: what is new is found, checked, learned from what is already known, and held against the model that serves.
 *
 * <p>The package's one invariant: whatever a run does before its entry is in the store's log leaves nothing behind that
 * another run, or a reader, would take for anything.
 */
package org.thalweg.jobs.retrain;
