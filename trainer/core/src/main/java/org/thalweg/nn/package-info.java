/**
 * Feed-forward networks: description, activations, losses, initialisation, the forward and the backward pass.
 *
 * <p>Invariant: a {@link org.thalweg.nn.Network} is an immutable description; its parameters are one flat
 * {@code float[]} that belongs to the caller, and scratch memory belongs to a {@link org.thalweg.nn.Backpropagation},
 * of which each thread has its own.
 */
package org.thalweg.nn;
