/**
 * The runs of the commands: train, evaluate, score, check, plan, generate.
 *
 * <p>Invariant: a folder is published whole or not at all, and a run releases all its resources however it ends.
 */
package org.thalweg.jobs.run;
