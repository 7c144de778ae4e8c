/**
 * Optimizers, learning-rate schedules and clipping, over flat {@code float[]} parameters and gradients.
 *
 * <p>Invariant: settings are immutable records; what an optimizer remembers between steps is in its
 * {@link org.thalweg.optim.OptimizerState} and nowhere else.
 */
package org.thalweg.optim;
