/**
 * The trained model, its file, and prediction. Needs neither Spark nor the training classes.
 *
 * <p>Invariant: a model that was read predicts as it did when it was written. A file is rejected unless its hash is
 * correct and its golden rows give the same outputs on this machine. A prediction depends only on the model and the
 * row, never on other rows.
 */
package org.thalweg.model;
