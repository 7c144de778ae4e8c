/**
 * What every command runs in: the Spark session, the console, the log, and folders that appear whole.
 *
 * <p>Invariant: nothing here knows what a command does.
 */
package org.thalweg.jobs.session;
