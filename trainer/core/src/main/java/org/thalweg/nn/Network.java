package org.thalweg.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A dense feed-forward network: an immutable description, without parameters.
 *
 * <p>Its parameters are one flat {@code float[parameterCount()]}: for each layer W, row-major [outputs × inputs], then
 * b [outputs], then, if it is normalised, the gain g [outputs]. If the first layer reads sparse rows, its W is stored
 * as [inputs × outputs].
 *
 * @param inputs features per row, 1 or more
 * @param sparse whether the first layer is stored for sparse rows
 * @param layers from the first hidden layer to the output, at least one. Softmax is permitted only in the output layer,
 *     which cannot be normalised
 */
public record Network(int inputs, boolean sparse, List<Layer> layers) {
    /** The maximum number of values in all layers' formulas; each value takes 8 KiB per thread. */
    static final int MAX_FORMULA_VALUES = 4096;

    /** The maximum number of parameters; their bytes, 4 each, are transferred in one array. */
    public static final int MAX_PARAMETERS = Integer.MAX_VALUE / 4 - 8;

    /** Checks the ranges, and that the parameters' bytes fit in one array. */
    public Network {
        layers = List.copyOf(layers);
        if (inputs < 1) {
            throw new IllegalArgumentException("inputs: expected 1 or more, found " + inputs);
        }
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("layers: expected at least the output layer, found none");
        }
        for (Layer hidden : layers.subList(0, layers.size() - 1)) {
            if (hidden.activation() instanceof Softmax) {
                throw new IllegalArgumentException(
                        "softmax: expected only in the output layer, found in a hidden layer");
            }
        }
        if (layers.get(layers.size() - 1).normalised()) {
            throw new IllegalArgumentException(
                    "layer normalisation: expected only in hidden layers, found in the output layer");
        }
        long parameters = 0;
        int width = inputs;
        for (Layer layer : layers) {
            parameters += layer.parameterCount(width);
            width = layer.outputs();
        }
        if (parameters > MAX_PARAMETERS) {
            throw new IllegalArgumentException("parameters: expected at most " + MAX_PARAMETERS
                    + ", whose bytes fit in one array, found " + parameters + "; use smaller layers, or fewer inputs");
        }
        long values = layers.stream()
                .map(Layer::activation)
                .mapToLong(activation -> activation instanceof FormulaActivation own
                        ? own.formula().size()
                        : 0)
                .sum();
        if (values > MAX_FORMULA_VALUES) {
            throw new IllegalArgumentException("formulas: expected at most " + MAX_FORMULA_VALUES
                    + " values in all layers, found " + values + "; use shorter formulas, or fewer layers");
        }
    }

    /** A network for dense rows. */
    public Network(int inputs, List<Layer> layers) {
        this(inputs, false, layers);
    }

    /** A copy whose first layer is stored for sparse rows, or for dense rows. */
    public Network withSparse(boolean stored) {
        return new Network(inputs, stored, layers);
    }

    /**
     * A network for dense rows whose hidden layers have the same activation.
     *
     * @param hidden the hidden layers' units, first to last; may be empty
     * @param activation of every hidden layer
     */
    public static Network of(int inputs, List<Integer> hidden, Activation activation, int outputs, Activation output) {
        List<Layer> layers = new ArrayList<>();
        hidden.forEach(units -> layers.add(new Layer(units, activation)));
        layers.add(new Layer(outputs, output));
        return new Network(inputs, layers);
    }

    /** A copy with all hidden layers normalised. */
    public Network withLayerNormalisation() {
        List<Layer> normalised = new ArrayList<>();
        for (Layer hidden : layers.subList(0, layers.size() - 1)) {
            normalised.add(new Layer(hidden.outputs(), hidden.activation(), true));
        }
        normalised.add(layers.get(layers.size() - 1));
        return new Network(inputs, sparse, normalised);
    }

    /** Outputs per row. */
    public int outputs() {
        return layers.get(layers.size() - 1).outputs();
    }

    /** The output layer's activation. */
    public Activation output() {
        return layers.get(layers.size() - 1).activation();
    }

    /** The inputs of a layer: the outputs of the one before it. */
    public int inputsOf(int layer) {
        return layer == 0 ? inputs : layers.get(layer - 1).outputs();
    }

    /** The hidden layer with the fewest units, the first one in a tie, counted from 1; 0 if there is none. */
    public int narrowestHidden() {
        int narrowest = 0;
        for (int l = 1; l < layers.size(); l++) {
            boolean narrower = narrowest == 0
                    || layers.get(l - 1).outputs() < layers.get(narrowest - 1).outputs();
            narrowest = narrower ? l : narrowest;
        }
        return narrowest;
    }

    /** The number of all parameters: weights, biases and gains. */
    public int parameterCount() {
        return weightOffset(layers.size());
    }

    /**
     * The offset of a layer's W in the flat parameters; for the index after the last layer, the end of the parameters.
     */
    public int weightOffset(int layer) {
        int offset = 0;
        for (int l = 0; l < layer; l++) {
            offset += (int) layers.get(l).parameterCount(inputsOf(l));
        }
        return offset;
    }

    /** The offset of a layer's b in the flat parameters, right after its W. */
    public int biasOffset(int layer) {
        return weightOffset(layer) + weightCount(layer);
    }

    /** The offset of a normalised layer's g in the flat parameters, right after its b. */
    public int gainOffset(int layer) {
        return biasOffset(layer) + layers.get(layer).outputs();
    }

    /** The index in the flat parameters of the weight between an input and an output of a layer. */
    public int weightIndex(int layer, int output, int input) {
        return weightOffset(layer)
                + (sparse && layer == 0
                        ? input * layers.get(layer).outputs() + output
                        : output * inputsOf(layer) + input);
    }

    /** The number of weights in a layer's W. */
    public int weightCount(int layer) {
        return inputsOf(layer) * layers.get(layer).outputs();
    }

    /** The name of the tensor that contains a parameter, such as {@code layer 2 weights}; for messages. */
    public String tensorOf(int parameter) {
        for (int l = 0; l < layers.size(); l++) {
            if (parameter < biasOffset(l)) {
                return "layer " + (l + 1) + " weights";
            }
            if (parameter < gainOffset(l)) {
                return "layer " + (l + 1) + " biases";
            }
            if (parameter < weightOffset(l + 1)) {
                return "layer " + (l + 1) + " gains";
            }
        }
        throw new IndexOutOfBoundsException("parameter: expected below " + parameterCount() + ", found " + parameter);
    }

    /** The widths from input to output, such as {@code 784-500-300-10}. */
    public String shape() {
        return shape(inputs, layers.stream().map(Layer::outputs).toList());
    }

    /** The shape of a network in which a width may also be a text that describes it. */
    public static String shape(Object inputs, List<?> outputs) {
        return Stream.concat(Stream.of(inputs), outputs.stream())
                .map(String::valueOf)
                .collect(Collectors.joining("-"));
    }

    /**
     * Floating-point operations of the matrix products of one row's forward and backward pass: per weight, 2 forward, 2
     * for its gradient, and 2 for the δ of the layer below, which the first layer does not need.
     */
    public long gradientOperations() {
        long operations = 0;
        for (int l = 0; l < layers.size(); l++) {
            operations += (l == 0 ? 4L : 6L) * weightCount(l);
        }
        return operations;
    }
}
