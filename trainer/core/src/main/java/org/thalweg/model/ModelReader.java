package org.thalweg.model;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.thalweg.data.Scaling;
import org.thalweg.data.TargetScaling;
import org.thalweg.safetensors.TensorHeader;
import org.thalweg.safetensors.TensorReader;
import org.thalweg.safetensors.TensorShape;
import org.thalweg.safetensors.TensorSource;

/** Reads one model file. The network in its metadata determines which tensors it must contain. */
final class ModelReader {
    private static final double ABSOLUTE = 1e-4;
    private static final double RELATIVE = 1e-3;

    private final TensorReader reader;
    private final long size;
    private final TensorSource file;

    ModelReader(InputStream in, long size, TensorSource file) {
        this.reader = new TensorReader(in, size, file);
        this.size = size;
        this.file = file;
    }

    Model read() throws IOException {
        TensorHeader header = reader.header();
        ModelDescription description = ModelText.description(file, header.metadata(), size / Float.BYTES);
        TensorHeader.Entry golden = header.tensors().get(ModelTensors.GOLDEN_FEATURES);
        long goldenRows = golden == null || golden.shape().shape().isEmpty()
                ? 1
                : golden.shape().shape().get(0);
        List<TensorShape> shapes = ModelTensors.shapes(
                description.network(),
                header.tensors().containsKey(ModelTensors.SHIFT),
                header.tensors().containsKey(ModelTensors.FILL),
                ModelText.holdsTargetScaling(header.metadata()),
                Math.max(1, goldenRows));
        reader.requireTensors(shapes);
        ModelTensors tensors =
                ModelTensors.allocate(shapes, description.network().parameterCount());
        reader.read(tensors.tensors());
        Model model = model(description, tensors);
        requireSameOutputs(model);
        return model;
    }

    private Model model(ModelDescription description, ModelTensors tensors) {
        Scaling scaling = new Scaling(
                tensors.array(ModelTensors.SHIFT),
                tensors.array(ModelTensors.FACTOR),
                tensors.array(ModelTensors.FILL));
        float[] outputs = tensors.array(ModelTensors.GOLDEN_OUTPUTS);
        int rows = outputs.length / description.network().outputs();
        try {
            return new Model(
                    description,
                    tensors.array("layer.1.weight"),
                    scaling,
                    new TargetScaling(
                            tensors.array(ModelTensors.TARGET_MEAN), tensors.array(ModelTensors.TARGET_DEVIATION)),
                    new GoldenRows(
                            GoldenRows.unflat(tensors.array(ModelTensors.GOLDEN_FEATURES), rows),
                            GoldenRows.unflat(outputs, rows)));
        } catch (IllegalArgumentException e) {
            throw file.impossible(e.getMessage());
        }
    }

    private void requireSameOutputs(Model model) {
        Predictor predictor = model.predictor();
        float[][] features = model.goldenRows().features();
        float[][] expected = model.goldenRows().outputs();
        float[] found = new float[predictor.outputs()];
        for (int r = 0; r < features.length; r++) {
            try {
                predictor.predict(features[r], 1, found);
            } catch (IllegalArgumentException e) {
                throw file.impossible("golden " + e.getMessage());
            }
            for (int o = 0; o < found.length; o++) {
                if (!isClose(found[o], expected[r][o], model.sharedTargetScaling(), o)) {
                    throw file.unusable(
                            "golden row " + r + ", output " + o + ": expected " + expected[r][o]
                                    + " (when the model was written), found " + found[o],
                            "this machine's arithmetic differs, or the file is damaged: try -Dthalweg.blas=java, copy the"
                                    + " file again, or train again");
                }
            }
        }
    }

    /**
     * Allows for other processors rounding differently; with scaled targets, rounding happens before the output is
     * converted to the targets' units. Equal infinities and NaN are close.
     */
    private static boolean isClose(float found, float expected, TargetScaling scaling, int output) {
        double tolerance = ABSOLUTE * scaling.deviationOf(output)
                + RELATIVE * Math.abs((double) expected - scaling.meanOf(output))
                + (scaling.isNone() ? 0 : Math.ulp(expected));
        return Float.compare(found, expected) == 0
                || Math.abs((double) found - expected) <= tolerance && Float.isFinite(expected);
    }
}
