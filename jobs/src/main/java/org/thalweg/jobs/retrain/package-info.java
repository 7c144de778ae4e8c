/**
 * Retraining: finds new rows, checks them, trains on them with earlier rows, and compares the new model with the
 * serving one.
 *
 * <p>The package's one invariant: what a run writes before its entry is in the store's log has no meaning to other runs
 * and readers.
 */
package org.thalweg.jobs.retrain;
