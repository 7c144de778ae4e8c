/**
 * The model store: immutable versions, and a log that says which versions exist and which one serves.
 *
 * <p>The package's one invariant: an entry of the log is created atomically and only if it is absent. Other files in
 * the folder have no meaning until an entry names them.
 */
package org.thalweg.jobs.store;
