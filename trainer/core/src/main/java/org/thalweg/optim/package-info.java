/**
 * Optimizers, L-BFGS, learning-rate schedules, penalties and averages, over flat {@code float[]} parameters and
 * gradients.
 *
 * <p>Invariant: settings are immutable records; what a rule remembers between steps is in its
 * {@link org.thalweg.optim.OptimizerState}, {@link org.thalweg.optim.LbfgsState} or {@link org.thalweg.optim.Plateau} and
 * nowhere else.
 */
package org.thalweg.optim;
