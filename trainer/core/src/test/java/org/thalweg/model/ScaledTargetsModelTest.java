package org.thalweg.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.thalweg.data.CompressedRows;
import org.thalweg.data.Scaling;
import org.thalweg.data.TargetScaling;
import org.thalweg.nn.Activation;
import org.thalweg.nn.Network;
import org.thalweg.safetensors.RawTensorFile;
import org.thalweg.safetensors.TensorFileException;

/** Models trained on standardised targets predict in the targets' original units. */
class ScaledTargetsModelTest {
    private static final int ROWS = 50;

    private final Model model = ModelExamples.ofScaledTargets();

    /** The same network with unscaled targets. */
    private Model plain() {
        return Model.of(model.description(), model.parameters(), model.scaling(), ModelExamples.statistics(3));
    }

    private static float[] features() {
        float[] features = new float[3 * ROWS];
        for (int i = 0; i < features.length; i++) {
            features[i] = (float) Math.sin(i * 0.7);
        }
        return features;
    }

    @Test
    void everyWayToPredictAnswersInOwnUnits() {
        float[] features = features();
        float[] scaled = new float[2 * ROWS];
        plain().predictor().predict(features, ROWS, scaled);
        float[] expected = new float[2 * ROWS];
        for (int r = 0; r < ROWS; r++) {
            expected[2 * r] = (float) (scaled[2 * r] * (double) 3e5f + 1e6f);
            expected[2 * r + 1] = (float) (scaled[2 * r + 1] * (double) 1e-3f - 0.25f);
        }
        Predictor predictor = model.predictor();
        float[] found = new float[2 * ROWS];
        predictor.predict(features, ROWS, found);
        assertThat(found).isEqualTo(expected);
        predictor.predictWithHidden(features, ROWS, found, 1, new float[4 * ROWS]);
        assertThat(found).isEqualTo(expected);
        CompressedRows compressed = new CompressedRows(3);
        for (int r = 0; r < ROWS; r++) {
            compressed.addDense(features, 3 * r);
        }
        predictor.predict(compressed, found);
        assertThat(found).isEqualTo(expected);
        float[] row = {features[3], features[4], features[5]};
        assertThat(predictor.predict(row)).isEqualTo(new Prediction.OfValues(new float[] {expected[2], expected[3]}));
        assertThat(model.goldenRows().outputs()[0][0]).isGreaterThan(1e4f);
    }

    @Test
    void fileKeepsTheScalingInAFormatOfItsOwn() {
        byte[] bytes = ModelExamples.bytes(model);
        RawTensorFile file = RawTensorFile.of(bytes);
        Model read = ModelExamples.read(bytes);
        assertThat(read).isEqualTo(model);
        assertThat(read.formatVersion()).isEqualTo(2);
        assertThat(read.targetScaling()).isEqualTo(model.targetScaling()).isNotEqualTo(TargetScaling.NONE);
        assertThat(file.header()).contains("\"formatVersion\":\"2\"", "\"target.mean\"", "\"target.deviation\"");
        assertThat(RawTensorFile.of(ModelExamples.bytes(plain())).header())
                .contains("\"formatVersion\":\"1\"")
                .doesNotContain("target.");
        assertThat(plain()).isNotEqualTo(model);
    }

    @Test
    void fileWhoseVersionAndTensorsDisagreeIsRefused() {
        RawTensorFile scaled = RawTensorFile.of(ModelExamples.bytes(model));
        RawTensorFile plain = RawTensorFile.of(ModelExamples.bytes(plain()));
        assertRefused(scaled.replacing("\"formatVersion\":\"2\"", "\"formatVersion\":\"1\""), "target.");
        assertRefused(plain.replacing("\"formatVersion\":\"1\"", "\"formatVersion\":\"2\""), "target.");
    }

    @Test
    void impossibleScalingIsRefused() {
        for (float wrong : new float[] {0, -1, Float.NaN}) {
            RawTensorFile file = RawTensorFile.of(ModelExamples.bytes(model));
            byte[] data = file.data().clone();
            byte[] deviation = bytes(1e-3f);
            int at = indexOf(data, deviation);
            System.arraycopy(bytes(wrong), 0, data, at, 4);
            assertRefused(file.withData(data), "expected a finite mean and a finite deviation above 0");
        }
    }

    private static byte[] bytes(float number) {
        int bits = Float.floatToIntBits(number);
        return new byte[] {(byte) bits, (byte) (bits >> 8), (byte) (bits >> 16), (byte) (bits >> 24)};
    }

    private static int indexOf(byte[] in, byte[] what) {
        for (int at = 0; at + 4 <= in.length; at += 4) {
            if (java.util.Arrays.equals(in, at, at + 4, what, 0, 4)) {
                return at;
            }
        }
        throw new AssertionError("not there");
    }

    private static void assertRefused(RawTensorFile file, String message) {
        assertThatThrownBy(() -> ModelExamples.read(file.sealed()))
                .isInstanceOf(TensorFileException.class)
                .hasMessageContaining(message);
    }

    /** A tolerance of a thousandth of a mean that is a million deviations away would accept any output. */
    @Test
    void goldenRowsAreComparedInScale() {
        Model narrow = Model.of(
                model.description(),
                model.parameters(),
                model.scaling(),
                new TargetScaling(new float[] {1e6f, 0}, new float[] {1, 1e6f}),
                ModelExamples.statistics(3));
        assertThat(ModelExamples.read(ModelExamples.bytes(narrow))).isEqualTo(narrow);
        assertThat(ModelExamples.read(ModelExamples.bytes(withGolden(narrow, 1, 50))))
                .isNotNull();
        Model wrong = withGolden(narrow, 0, 1);
        assertThatThrownBy(() -> ModelExamples.read(ModelExamples.bytes(wrong)))
                .isInstanceOf(TensorFileException.class)
                .hasMessageContaining("golden row 0, output 0: expected 100000");
    }

    private static Model withGolden(Model model, int output, float by) {
        float[][] outputs = model.goldenRows().outputs();
        outputs[0][output] += by;
        GoldenRows golden = new GoldenRows(model.goldenRows().features(), outputs);
        return Model.of(model.description(), model.parameters(), model.scaling(), model.targetScaling(), golden);
    }

    @Test
    void onlyARegressionHasScaledTargets() {
        Model classifier = ModelExamples.classifier(
                Network.of(3, List.of(4), Activation.TANH, 2, Activation.SOFTMAX),
                Scaling.Kind.NONE,
                List.of("a", "b"));
        assertThatThrownBy(() -> Model.of(
                        classifier.description(),
                        classifier.parameters(),
                        Scaling.NONE,
                        model.targetScaling(),
                        ModelExamples.statistics(3)))
                .hasMessage("target scaling: expected none (classification), found 2");
        assertThatThrownBy(() -> Model.of(
                        model.description(),
                        model.parameters(),
                        Scaling.NONE,
                        new TargetScaling(new float[1], new float[] {1}),
                        ModelExamples.statistics(3)))
                .hasMessage("target scaling: expected 2 targets (the network's outputs) or none, found 1");
    }
}
