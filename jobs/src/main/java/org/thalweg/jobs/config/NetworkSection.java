package org.thalweg.jobs.config;

import java.util.List;
import java.util.Objects;
import org.thalweg.nn.Activation;

/**
 * The job file's {@code network}.
 *
 * @param hidden the hidden layers' widths, in order; empty for none, and where a command takes the network from a model
 * @param activation the hidden layers' activation
 * @param initialisation how weights start
 * @param output the last layer's activation
 */
public record NetworkSection(
        List<Integer> hidden, Activation activation, Initialisation initialisation, Activation output) {
    static final Whole WIDTH = Whole.atLeast("hidden", 1, 100);
    static final Activation DEFAULT_ACTIVATION = Activation.RELU;
    static final Initialisation DEFAULT_INITIALISATION = Initialisation.AUTO;

    /**
     * Copies the widths.
     *
     * @throws IllegalArgumentException for a width below 1
     */
    public NetworkSection {
        hidden = List.copyOf(hidden);
        hidden.forEach(WIDTH::require);
        Objects.requireNonNull(activation, "activation");
        Objects.requireNonNull(initialisation, "initialisation");
        Objects.requireNonNull(output, "output");
    }
}
