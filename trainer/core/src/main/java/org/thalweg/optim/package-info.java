/**
 * Optimizers, L-BFGS, learning-rate schedules, penalties and averages, over flat {@code float[]} parameters and
 * gradients.
 *
 * <p>Invariant: settings are immutable records. All state between steps is in {@link org.thalweg.optim.OptimizerState},
 * {@link org.thalweg.optim.LbfgsState} or {@link org.thalweg.optim.Plateau}.
 */
package org.thalweg.optim;
