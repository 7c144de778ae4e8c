/**
 * The command line.
 *
 * <p>Invariant: a command only reads its arguments and hands them on; every failure ends as one message and an exit code
 * in {@link org.thalweg.jobs.command.Failures}.
 */
package org.thalweg.jobs.command;
