/**
 * The model store: versions that are never changed, and a log that alone says which of them there are and which one serves.
 *
 * <p>The package's one invariant: an entry of the log is created only if it is absent, and appears whole. Whatever else is
 * in the folder means nothing until an entry names it.
 */
package org.thalweg.jobs.store;
