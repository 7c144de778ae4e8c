/**
 * The main class that {@code spark-submit} starts.
 *
 * <p>Invariant: standard output carries a command's result and nothing else; how a command ended is its exit code.
 */
package org.thalweg.jobs;
