/**
 * The command line.
 *
 * <p>Invariant: a command only parses its arguments and starts the run; every failure ends as one message and an exit
 * code in {@link org.thalweg.jobs.command.Failures}.
 */
package org.thalweg.jobs.command;
