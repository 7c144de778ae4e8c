package org.thalweg.jobs.config;

import java.util.List;
import java.util.Objects;
import org.thalweg.nn.Activation;

/**
 * The job file's {@code network}.
 *
 * @param hidden the hidden layers' widths, in order; empty for none, and where a command takes the network from a model
 * @param activation the hidden layers' activation
 * @param layerNormalisation whether the hidden layers are normalised; they then have 2 units or more
 * @param initialisation how weights start
 * @param output the last layer's activation
 */
public record NetworkSection(
        List<Integer> hidden,
        Activation activation,
        boolean layerNormalisation,
        Initialisation initialisation,
        Activation output) {
    static final Whole WIDTH = Whole.atLeast("hidden", 1, 100);
    static final Whole NORMALISED_WIDTH = Whole.atLeast("hidden", 2, 100);
    static final String LAYER_NORMALISATION = "layerNormalisation";
    static final boolean DEFAULT_LAYER_NORMALISATION = false;
    static final Activation DEFAULT_ACTIVATION = Activation.RELU;
    static final Initialisation DEFAULT_INITIALISATION = Initialisation.AUTO;

    /**
     * Copies the widths.
     *
     * @throws IllegalArgumentException for a width below 1, or below 2 where layers are normalised
     */
    public NetworkSection {
        hidden = List.copyOf(hidden);
        hidden.forEach((layerNormalisation ? NORMALISED_WIDTH : WIDTH)::require);
        Objects.requireNonNull(activation, "activation");
        Objects.requireNonNull(initialisation, "initialisation");
        Objects.requireNonNull(output, "output");
    }
}
