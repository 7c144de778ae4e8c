/**
 * The trained model, its file, and prediction. Needs neither Spark nor the training classes.
 *
 * <p>Invariant: a model that was read answers as it did when it was written. Its file is whole to the last bit and its
 * golden rows come out on this machine as they did there, or it is refused; and what it answers to a row is a function
 * of the model and of that row alone, never of the rows beside it.
 */
package org.thalweg.model;
