/**
 * Our trainer beside a plain one, for the core's test and for the benchmark {@code parity}.
 *
 * <p>Invariant: the plain side knows nothing of {@code org.thalweg.train}; only {@link org.thalweg.parity.LaneTrainer}
 * does.
 */
package org.thalweg.parity;
