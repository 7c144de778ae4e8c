package org.thalweg.spark.config;

import java.util.List;
import java.util.Objects;
import org.thalweg.nn.Activation;
import org.thalweg.nn.Dropout;
import org.thalweg.nn.Initialisation;

/**
 * The job file's {@code network}.
 *
 * @param hidden the hidden layers' widths, in order; empty for none, and where a command takes the network from a model
 * @param activation the hidden layers' activation
 * @param layerNormalisation whether the hidden layers are normalised; they then have 2 units or more
 * @param dropout the share of units that are dropped in training, of every hidden layer, from 0 to below 1
 * @param initialisation how weights start
 * @param output the last layer's activation
 */
public record NetworkSection(
        List<Integer> hidden,
        Activation activation,
        boolean layerNormalisation,
        List<Double> dropout,
        Initialisation initialisation,
        Activation output) {
    public static final Whole WIDTH = Whole.atLeast("hidden", 1, 100);
    public static final Whole NORMALISED_WIDTH = Whole.atLeast("hidden", 2, 100);
    public static final String LAYER_NORMALISATION = "layerNormalisation";
    public static final boolean DEFAULT_LAYER_NORMALISATION = false;
    public static final double DEFAULT_DROPOUT = 0;
    public static final Activation DEFAULT_ACTIVATION = Activation.RELU;
    public static final Initialisation DEFAULT_INITIALISATION = Initialisation.AUTO;

    /**
     * Copies the lists.
     *
     * @throws IllegalArgumentException for a width below 1, or below 2 where layers are normalised, a share out of range, or
     *     another number of shares than hidden layers
     */
    public NetworkSection {
        hidden = List.copyOf(hidden);
        hidden.forEach((layerNormalisation ? NORMALISED_WIDTH : WIDTH)::require);
        dropout = dropout.stream().map(Dropout.RATE::require).toList();
        if (dropout.size() != hidden.size()) {
            throw new IllegalArgumentException(
                    "dropout: expected " + hidden.size() + " numbers, found " + dropout.size());
        }
        Objects.requireNonNull(activation, "activation");
        Objects.requireNonNull(initialisation, "initialisation");
        Objects.requireNonNull(output, "output");
    }

    /** Whether any unit may be dropped. */
    public boolean drops() {
        return new Dropout(dropout).dropsAny();
    }
}
