package org.thalweg.nn;

import java.util.Arrays;
import org.thalweg.math.Philox;
import org.thalweg.settings.Labelled;

/**
 * The initialisation of weights. Biases start at 0, and the gains of normalised layers at 1.
 *
 * <p>Glorot and Bengio 2010, "Understanding the difficulty of training deep feedforward neural networks", eq. 16; He et
 * al. 2015, "Delving deep into rectifiers", eq. 10, for ReLU in deep networks.
 */
public enum Initialisation implements Labelled {
    /**
     * Glorot uniform; N(0, 1 / inputs) for SELU (Klambauer et al. 2017). ReLU does not use He's initialisation: if a
     * layer has far more units than inputs, as the first layer over a table's columns usually has, He's weights are so
     * large that the network fits noise before it learns smooth functions.
     */
    AUTO,
    /** U(−r, r), r = √(6 / (inputs + outputs)). */
    GLOROT_UNIFORM,
    /** N(0, 2 / (inputs + outputs)). */
    GLOROT_NORMAL,
    /** U(−r, r), r = √(6 / inputs). */
    HE_UNIFORM,
    /** N(0, 2 / inputs). */
    HE_NORMAL;

    /**
     * Initial parameters for a network; they depend only on the network and the seed.
     *
     * @return [network.parameterCount()]
     */
    public float[] parameters(Network network, long seed) {
        float[] parameters = new float[network.parameterCount()];
        for (int l = 0; l < network.layers().size(); l++) {
            Layer layer = network.layers().get(l);
            Philox random = new Philox(seed, l);
            float[] weights = new float[network.weightCount(l)];
            fill(weights, layer, network.inputsOf(l), random);
            for (int i = 0; i < weights.length; i++) {
                int input = i % network.inputsOf(l);
                parameters[network.weightIndex(l, i / network.inputsOf(l), input)] = weights[i];
            }
            if (layer.normalised()) {
                Arrays.fill(parameters, network.gainOffset(l), network.gainOffset(l) + layer.outputs(), 1);
            }
        }
        return parameters;
    }

    /** Draws W in the order [outputs × inputs], regardless of how the network stores it. */
    private void fill(float[] to, Layer layer, int inputs, Philox random) {
        Activation activation = layer.activation();
        boolean selu = this == AUTO && activation instanceof Selu;
        Initialisation scheme = this != AUTO ? this : selu ? HE_NORMAL : GLOROT_UNIFORM;
        boolean he = scheme == HE_UNIFORM || scheme == HE_NORMAL;
        double variance = 2.0 / (he ? inputs : inputs + layer.outputs());
        if (selu) {
            variance = 1.0 / inputs;
        } else if (he && activation instanceof LeakyRelu leaky) {
            variance /= 1 + leaky.slope() * leaky.slope();
        }
        if (scheme == HE_NORMAL || scheme == GLOROT_NORMAL) {
            double deviation = Math.sqrt(variance);
            for (int i = 0; i < to.length; i++) {
                to[i] = (float) (deviation * random.nextNormal());
            }
        } else {
            double range = Math.sqrt(3 * variance);
            for (int i = 0; i < to.length; i++) {
                to[i] = (float) (range * (2 * random.nextDouble() - 1));
            }
        }
    }
}
