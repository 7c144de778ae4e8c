/**
 * From a DataFrame to a model, and from a model to a DataFrame with predictions: fitting, evaluating and scoring, for every
 * front end.
 *
 * <p>Invariant: no session is stopped, and none of its settings is changed. Messages go to a {@link
 * org.thalweg.spark.fit.FitListener}, and nothing is printed.
 */
package org.thalweg.spark.fit;
