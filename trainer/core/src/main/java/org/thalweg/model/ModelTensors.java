package org.thalweg.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.thalweg.data.Scaling;
import org.thalweg.data.TargetScaling;
import org.thalweg.nn.Network;
import org.thalweg.safetensors.Tensor;
import org.thalweg.safetensors.TensorShape;

/**
 * The tensors of a model.
 *
 * @param tensors in the order in which they are written
 */
record ModelTensors(List<Tensor> tensors) {
    static final String SHIFT = "scaling.shift";
    static final String FACTOR = "scaling.factor";
    static final String FILL = "scaling.fill";
    static final String TARGET_MEAN = "target.mean";
    static final String TARGET_DEVIATION = "target.deviation";
    static final String GOLDEN_FEATURES = "golden.features";
    static final String GOLDEN_OUTPUTS = "golden.outputs";

    private static final Set<String> OUTSIDE_LAYERS =
            Set.of(SHIFT, FACTOR, FILL, TARGET_MEAN, TARGET_DEVIATION, GOLDEN_FEATURES, GOLDEN_OUTPUTS);

    /** The shapes of a model's tensors, in the order in which they are written. */
    static List<TensorShape> shapes(
            Network network, boolean scaled, boolean filled, boolean targetsScaled, long goldenRows) {
        List<TensorShape> shapes = new ArrayList<>();
        for (int l = 0; l < network.layers().size(); l++) {
            long outputs = network.layers().get(l).outputs();
            String layer = "layer." + (l + 1);
            long layerInputs = network.inputsOf(l);
            boolean inputsFirst = network.sparse() && l == 0;
            shapes.add(new TensorShape(
                    layer + ".weight", inputsFirst ? List.of(layerInputs, outputs) : List.of(outputs, layerInputs)));
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
        if (targetsScaled) {
            shapes.add(new TensorShape(TARGET_MEAN, List.of((long) network.outputs())));
            shapes.add(new TensorShape(TARGET_DEVIATION, List.of((long) network.outputs())));
        }
        shapes.add(new TensorShape(GOLDEN_FEATURES, List.of(goldenRows, inputs)));
        shapes.add(new TensorShape(GOLDEN_OUTPUTS, List.of(goldenRows, (long) network.outputs())));
        return shapes;
    }

    static ModelTensors of(Model model) {
        Scaling scaling = model.sharedScaling();
        TargetScaling targetScaling = model.sharedTargetScaling();
        GoldenRows golden = model.goldenRows();
        List<TensorShape> shapes = shapes(
                model.network(),
                scaling.shift().length > 0,
                scaling.fill().length > 0,
                !targetScaling.isNone(),
                golden.rows());
        return of(
                shapes,
                model.sharedParameters(),
                Map.of(
                        SHIFT, scaling.shift(),
                        FACTOR, scaling.factor(),
                        FILL, scaling.fill(),
                        TARGET_MEAN, targetScaling.mean(),
                        TARGET_DEVIATION, targetScaling.deviation(),
                        GOLDEN_FEATURES, GoldenRows.flat(golden.features()),
                        GOLDEN_OUTPUTS, GoldenRows.flat(golden.outputs())));
    }

    /** Allocates a model's memory. The shapes must be those that the network requires, and fit in arrays. */
    static ModelTensors allocate(List<TensorShape> shapes, int parameters) {
        Map<String, float[]> own = new LinkedHashMap<>();
        for (TensorShape shape : shapes) {
            if (OUTSIDE_LAYERS.contains(shape.name())) {
                own.put(shape.name(), new float[Math.toIntExact(shape.numbers())]);
            }
        }
        return of(shapes, new float[parameters], own);
    }

    /** @param own the tensors outside the parameters, by name */
    private static ModelTensors of(List<TensorShape> shapes, float[] parameters, Map<String, float[]> own) {
        List<Tensor> tensors = new ArrayList<>();
        int offset = 0;
        for (TensorShape shape : shapes) {
            float[] array = own.get(shape.name());
            tensors.add(array == null ? new Tensor(shape, parameters, offset) : new Tensor(shape, array, 0));
            // A layer's weight, bias and gain are in the same order in the file and in the parameters.
            offset += array == null ? Math.toIntExact(shape.numbers()) : 0;
        }
        return new ModelTensors(tensors);
    }

    float[] array(String name) {
        return tensors.stream()
                .filter(tensor -> tensor.shape().name().equals(name))
                .findFirst()
                .map(Tensor::array)
                .orElse(new float[0]);
    }
}
