/**
 * The training loop, the seam to where gradients are computed, and the engine that computes them in this JVM.
 *
 * <p>Invariant: sums over rows run within a lane in the lane's order and across lanes along one fixed binary tree, so
 * that no bit depends on who computed what, where, or when it arrived.
 */
package org.thalweg.train;
