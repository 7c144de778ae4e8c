package org.thalweg.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A dense feed-forward network: an immutable description, without parameters.
 *
 * <p>Its parameters are one flat {@code float[parameterCount()]}: for each layer W, row-major [outputs × inputs], then
 * b [outputs], then, where it is normalised, the gain g [outputs]. A first layer that reads sparse rows has its W as
 * [inputs × outputs].
 *
 * @param inputs features of a row, 1 or more
 * @param sparse whether the first layer is stored for sparse rows
 * @param layers from the first hidden layer to the output, at least one; softmax at the end alone, which is not
 *     normalised
 */
public record Network(int inputs, boolean sparse, List<Layer> layers) {
    /** The most values of all layers' formulas, each of which takes 8 KiB in every thread. */
    static final int MAX_FORMULA_VALUES = 4096;

    /** The most parameters: their bytes, 4 each, are moved in one array. */
    public static final int MAX_PARAMETERS = Integer.MAX_VALUE / 4 - 8;

    /** Checks the ranges, and that the parameters' bytes fit one array. */
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
                        "softmax: expected at the network's end alone, found in a hidden layer");
            }
        }
        if (layers.get(layers.size() - 1).normalised()) {
            throw new IllegalArgumentException(
                    "layer normalisation: expected in hidden layers alone, found in the output layer");
        }
        long parameters = 0;
        int width = inputs;
        for (Layer layer : layers) {
            parameters += layer.parameterCount(width);
            width = layer.outputs();
        }
        if (parameters > MAX_PARAMETERS) {
            throw new IllegalArgumentException("parameters: expected at most " + MAX_PARAMETERS
                    + ", whose bytes fit one array, found " + parameters + "; take smaller layers, or fewer inputs");
        }
        long values = layers.stream()
                .map(Layer::activation)
                .mapToLong(activation -> activation instanceof FormulaActivation own
                        ? own.formula().size()
                        : 0)
                .sum();
        if (values > MAX_FORMULA_VALUES) {
            throw new IllegalArgumentException("formulas: expected at most " + MAX_FORMULA_VALUES
                    + " values to work out in all layers, found " + values + "; take shorter ones, or fewer layers");
        }
    }

    /** A network whose rows are dense. */
    public Network(int inputs, List<Layer> layers) {
        this(inputs, false, layers);
    }

    /** The same network, its first layer stored for sparse rows, or for dense ones. */
    public Network withSparse(boolean stored) {
        return new Network(inputs, stored, layers);
    }

    /**
     * A network of equal hidden layers, whose rows are dense.
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

    /** The same network with all its hidden layers normalised. */
    public Network withLayerNormalisation() {
        List<Layer> normalised = new ArrayList<>();
        for (Layer hidden : layers.subList(0, layers.size() - 1)) {
            normalised.add(new Layer(hidden.outputs(), hidden.activation(), true));
        }
        normalised.add(layers.get(layers.size() - 1));
        return new Network(inputs, sparse, normalised);
    }

    /** The network's outputs a row. */
    public int outputs() {
        return layers.get(layers.size() - 1).outputs();
    }

    /** The last layer's activation. */
    public Activation output() {
        return layers.get(layers.size() - 1).activation();
    }

    /** The inputs of a layer: the outputs of the one before it. */
    public int inputsOf(int layer) {
        return layer == 0 ? inputs : layers.get(layer - 1).outputs();
    }

    /** The hidden layer of the fewest units, the first of equals, counted from 1; 0 where there is none. */
    public int narrowestHidden() {
        int narrowest = 0;
        for (int l = 1; l < layers.size(); l++) {
            boolean narrower = narrowest == 0
                    || layers.get(l - 1).outputs() < layers.get(narrowest - 1).outputs();
            narrowest = narrower ? l : narrowest;
        }
        return narrowest;
    }

    /** All parameters: weights, biases and gains. */
    public int parameterCount() {
        return weightOffset(layers.size());
    }

    /** Where a layer's W begins in the flat parameters; of the layer behind the last, where the parameters end. */
    public int weightOffset(int layer) {
        int offset = 0;
        for (int l = 0; l < layer; l++) {
            offset += (int) layers.get(l).parameterCount(inputsOf(l));
        }
        return offset;
    }

    /** Where a layer's b begins in the flat parameters: right behind its W. */
    public int biasOffset(int layer) {
        return weightOffset(layer) + weightCount(layer);
    }

    /** Where the g of a normalised layer begins in the flat parameters: right behind its b. */
    public int gainOffset(int layer) {
        return biasOffset(layer) + layers.get(layer).outputs();
    }

    /** Where the weight from one of a layer's inputs to one of its outputs is in the flat parameters. */
    public int weightIndex(int layer, int output, int input) {
        return weightOffset(layer)
                + (sparse && layer == 0
                        ? input * layers.get(layer).outputs() + output
                        : output * inputsOf(layer) + input);
    }

    /** The numbers in a layer's W. */
    public int weightCount(int layer) {
        return inputsOf(layer) * layers.get(layer).outputs();
    }

    /** The name of the tensor that holds a parameter, such as {@code layer 2 weights}; for messages. */
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

    /** The shape of a network of which a width may be a text that says where it will come from. */
    public static String shape(Object inputs, List<?> outputs) {
        return Stream.concat(Stream.of(inputs), outputs.stream())
                .map(String::valueOf)
                .collect(Collectors.joining("-"));
    }

    /** Floating-point operations of the matrix products of one row's forward and backward pass: 2 a weight forward,
     * 2 for its gradient, and 2 for the δ handed to the layer before, which the first layer does not need. */
    public long gradientOperations() {
        long operations = 0;
        for (int l = 0; l < layers.size(); l++) {
            operations += (l == 0 ? 4L : 6L) * weightCount(l);
        }
        return operations;
    }
}
