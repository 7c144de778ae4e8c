/**
 * The training loop, the interface to gradient engines, and the engine that computes gradients in this JVM.
 *
 * <p>Invariant: sums over rows run within a lane in the lane's order and across lanes along one fixed binary tree, so
 * that no bit depends on who computed what, where, or when it arrived.
 */
package org.thalweg.train;
