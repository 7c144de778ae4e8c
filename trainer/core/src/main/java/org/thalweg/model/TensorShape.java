package org.thalweg.model;

import java.util.ArrayList;
import java.util.List;
import org.thalweg.nn.Network;

/**
 * A tensor of a model file.
 *
 * @param name its key in the header
 * @param shape row-major
 */
record TensorShape(String name, List<Long> shape) {
    static final String SHIFT = "scaling.shift";
    static final String FACTOR = "scaling.factor";
    static final String FILL = "scaling.fill";
    static final String GOLDEN_FEATURES = "golden.features";
    static final String GOLDEN_OUTPUTS = "golden.outputs";

    /** @throws ArithmeticException if there are more than 2⁶³ */
    long numbers() {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }

    /** The tensors of a model, in the order in which they are written. */
    static List<TensorShape> ofModel(Network network, boolean scaled, boolean filled, long goldenRows) {
        List<TensorShape> shapes = new ArrayList<>();
        for (int l = 0; l < network.layers().size(); l++) {
            long outputs = network.layers().get(l).outputs();
            String layer = "layer." + (l + 1);
            long itsInputs = network.inputsOf(l);
            boolean inputsFirst = network.sparse() && l == 0;
            shapes.add(new TensorShape(
                    layer + ".weight", inputsFirst ? List.of(itsInputs, outputs) : List.of(outputs, itsInputs)));
            shapes.add(new TensorShape(layer + ".bias", List.of(outputs)));
            if (network.layers().get(l).normalised()) {
                shapes.add(new TensorShape(layer + ".gain", List.of(outputs)));
            }
        }
        long inputs = network.inputs();
        if (scaled) {
            shapes.add(new TensorShape(SHIFT, List.of(inputs)));
            shapes.add(new TensorShape(FACTOR, List.of(inputs)));
        }
        if (filled) {
            shapes.add(new TensorShape(FILL, List.of(inputs)));
        }
        shapes.add(new TensorShape(GOLDEN_FEATURES, List.of(goldenRows, inputs)));
        shapes.add(new TensorShape(GOLDEN_OUTPUTS, List.of(goldenRows, (long) network.outputs())));
        return shapes;
    }
}
