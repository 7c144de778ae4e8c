/**
 * What the commands that read rows do once their arguments are read: train, evaluate, score, check, generate.
 *
 * <p>Invariant: a folder is published whole or not at all, and a run lets go of all it holds however it ends.
 */
package org.thalweg.jobs.run;
