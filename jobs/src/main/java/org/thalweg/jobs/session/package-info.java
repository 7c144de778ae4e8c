/**
 * What all commands share: the Spark session, the console, logging, and output folders that are published atomically.
 *
 * <p>Invariant: nothing here depends on a particular command.
 */
package org.thalweg.jobs.session;
