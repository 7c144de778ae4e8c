package org.thalweg.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.thalweg.model.Task;
import org.thalweg.safetensors.RawTensorFile;
import org.thalweg.safetensors.TensorFileException;
import org.thalweg.safetensors.TensorFileText;
import org.thalweg.train.DescentState;
import org.thalweg.train.EpochProgress;
import org.thalweg.train.EpochResult;
import org.thalweg.train.LayerSummary;
import org.thalweg.train.MetricValues;
import org.thalweg.train.RunState;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class CheckpointFileTest {
    private static final LayerSummary LAYER = new LayerSummary(32, 0.1, 1.0 / 3, Double.NaN, 0, 4, 5e-300);
    static final RunState STATE = state();
    private final byte[] bytes = Runs.bytes(Runs.checkpoint(STATE));

    private static RunState state() {
        EpochResult evaluated = new EpochResult(
                0, 5, 150, 0.1 + 0.2, Optional.of(measures()), 1e-17, 0.01, 12.5, List.of(LAYER, LAYER));
        EpochResult alone =
                new EpochResult(1, 10, 150, 1.0 / 7, Optional.empty(), Double.MIN_VALUE, 0.01, 0, List.of());
        Map<String, float[]> arrays = new LinkedHashMap<>();
        arrays.put(DescentState.PARAMETERS, new float[] {1, -0f, Float.MIN_VALUE});
        arrays.put("optimizer.0", new float[] {0.1f, 2, 3});
        DescentState now = new DescentState(Map.of("optimizer.steps", "12", "odd", "zwei\nZeilen \"quoted\""), arrays);
        DescentState good = new DescentState(Map.of("optimizer.steps", "10"), arrays);
        return new RunState(
                List.of(evaluated, alone),
                new EpochProgress(2, 64, 0.7, 64, 1.0 / 3, List.of(LAYER), 3.25),
                now,
                Optional.of(new float[] {7, 8, 9}),
                2.302585,
                1,
                Optional.of(good));
    }

    private static MetricValues measures() {
        return MetricValues.ofFile(Task.CLASSIFICATION, 30, 2.0 / 3, List.of(0.9333333333333333));
    }

    @Test
    void everythingSurvives() {
        Checkpoint read = Runs.read(bytes);

        assertThat(read.state()).isEqualTo(STATE);
        assertThat(read.state().epochs()).isEqualTo(STATE.epochs());
        assertThat(read.thalwegVersion()).isEqualTo("1.2.3");
        assertThat(read.identity()).isEqualTo(Map.of("seed", "7", "optimizer.type", "adam"));
        assertThat(Float.floatToRawIntBits(read.state().descent().parameters()[1]))
                .as("the sign of −0")
                .isEqualTo(Float.floatToRawIntBits(-0f));
        assertThat(Runs.bytes(read)).as("a function of the checkpoint").isEqualTo(bytes);
    }

    @Test
    void safetensorsReadersSeeTheTensors() {
        int length = (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
        assertThat(new String(bytes, 8, length, StandardCharsets.UTF_8))
                .contains("\"format\":\"thalweg-checkpoint\"", "\"steps\":\"12\"")
                .contains("\"now.parameters\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,12]}")
                .contains("\"best\":", "\"good.optimizer.0\":");
    }

    @Test
    void everyChangedBitIsRefused() {
        for (int i = 0; i < bytes.length; i++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] changed = bytes.clone();
                changed[i] ^= (byte) (1 << bit);
                assertRefused("bit " + bit + " of byte " + i, () -> Runs.read(changed));
            }
        }
    }

    @Test
    void everyTruncationIsRefused() {
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertRefused("length " + length, () -> Runs.read(cut));
            assertRefused("length " + length + " of a size told", () -> Runs.read(cut, bytes.length));
        }
        assertRefused("longer", () -> Runs.read(Arrays.copyOf(bytes, bytes.length + 1)));
    }

    @Test
    void otherFormatsAndVersionsAreRefused() {
        RawTensorFile raw = RawTensorFile.of(bytes);
        assertThatThrownBy(() -> Runs.read(
                        raw.replacing("thalweg-checkpoint", "thalweg-model").sealed()))
                .isInstanceOf(TensorFileException.class)
                .hasMessageContaining("format: expected thalweg-checkpoint, found thalweg-model");
        for (String other : new String[] {"1", "3"}) { // 1: from before every batch was a fair sample of the rows
            assertThatThrownBy(() ->
                            Runs.read(raw.replacing("\"formatVersion\":\"2\"", "\"formatVersion\":\"" + other + "\"")
                                    .sealed()))
                    .hasMessageContaining(
                            "expected format version 2, found " + other
                                    + " (written by Thalweg 1.2.3); resume with that version of Thalweg, or train from scratch");
        }
    }

    /** Invalid content with a correct hash. */
    @Test
    void whatIsImpossibleIsRefused() {
        RawTensorFile raw = RawTensorFile.of(bytes);
        for (String[] lie : new String[][] {
            {"\"steps\":\"12\"", "\"steps\":\"13\""},
            {"\"firstLoss\":\"2.302585\"", "\"firstLoss\":\"two\""},
            {"\"backOffs\":\"1\"", "\"backOffs\":\"-1\""},
            {"\"progress\":\"[2,64,", "\"progress\":\"[-2,64,"},
            {"\"progress\":\"[2,64,", "\"progress\":\"[2,[64],"},
            {"\"epochs\":\"[[", "\"epochs\":\"[[9,"},
            {"classification", "divination"},
            {"now.parameters", "now.parametric"},
            {"\"good.optimizer.0\"", "\"bad.optimizer.0\""},
            {"\"shape\":[3]", "\"shape\":[4]"},
            {"\"shape\":[3]", "\"shape\":[2147483647,2147483647]"},
        }) {
            assertRefused(lie[1], () -> Runs.read(raw.replacing(lie[0], lie[1]).sealed()));
        }
    }

    @Test
    void manyTensorsOfNothingTakeLittleMemory() {
        String none =
                IntStream.range(0, 4000).mapToObj(i -> "now." + i + ":0\n").collect(Collectors.joining());
        byte[] file = TensorFileText.file("format=thalweg-checkpoint\nformatVersion=2\nthalwegVersion=1\n" + none);
        assertThat(CheckpointFileFuzzTest.read(file)).isEmpty();
    }

    private static void assertRefused(String what, ThrowingCallable reading) {
        assertThatThrownBy(reading)
                .as(what)
                .isInstanceOf(TensorFileException.class)
                .hasMessageStartingWith("c/step.safetensors: ");
    }

    @Test
    void differencesAreReportedByKey() {
        Checkpoint checkpoint = new Checkpoint("1", Map.of("seed", "7"), STATE);
        assertThat(checkpoint.differences(Map.of("seed", "7"))).isEmpty();
        assertThat(checkpoint.differences(Map.of("seed", "8", "loss", "huber")))
                .containsExactly("seed: 7 in the checkpoint, 8 now", "loss: nothing in the checkpoint, huber now");
        assertThat(checkpoint.differences(Map.of())).containsExactly("seed: 7 in the checkpoint, nothing now");
    }

    @Test
    void otherMatrixProductsAreWarnedOfAndNoOtherRun() {
        String key = Checkpoint.MATRIX_PRODUCTS;
        Checkpoint checkpoint = new Checkpoint("1", Map.of("seed", "7", key, "00ff"), STATE);
        assertThat(checkpoint.differences(Map.of("seed", "7", key, "11ff"))).isEmpty();
        assertThat(checkpoint.differences(Map.of("seed", "7"))).isEmpty();
        assertThat(checkpoint.kernelWarning(Map.of(key, "00ff"))).isEmpty();
        assertThat(checkpoint.kernelWarning(Map.of())).isEmpty();
        assertThat(new Checkpoint("1", Map.of("seed", "7"), STATE).kernelWarning(Map.of(key, "11ff")))
                .isEmpty();
        assertThat(checkpoint.kernelWarning(Map.of(key, "11ff")).orElseThrow())
                .startsWith("warning: expected matrix products with the checkpoint's rounding (00ff), found different"
                        + " rounding (11ff): ");
    }
}
