package org.thalweg.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.thalweg.safetensors.RawTensorFile;
import org.thalweg.safetensors.TensorFileException;

/** Malicious files with a correct hash. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HostileModelFileTest {
    private static final String WEIGHT =
            "\"layer.1.weight\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]}";
    private static final String BIAS = "\"layer.1.bias\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,12]}";

    private final RawTensorFile file = RawTensorFile.of(ModelExamples.bytes(ModelExamples.tiny()));

    private void assertRefused(RawTensorFile hostile, String... inMessage) {
        assertRefused(hostile.sealed(), inMessage);
    }

    private static void assertRefused(byte[] hostile, String... inMessage) {
        ThrowableAssert.ThrowingCallable reading = () -> ModelExamples.read(hostile);
        assertThatThrownBy(reading).isInstanceOf(TensorFileException.class).hasMessageContaining("; ");
        for (String part : inMessage) {
            assertThatThrownBy(reading).hasMessageContaining(part);
        }
    }

    @Test
    void theRawFileIsTheModelsFile() {
        assertThat(file.sealed()).isEqualTo(ModelExamples.bytes(ModelExamples.tiny()));
        assertThat(file.header()).contains(WEIGHT, BIAS);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 32, (64 << 20) + 1, 0, 1, 50})
    void wrongHeaderLengthsAreRefused(long length) {
        assertRefused(file.sealed(length));
    }

    @Test
    void aLongHeaderTakesNoMemoryBeforeTheFileHasIt() {
        byte[] bytes = file.sealed(1L << 26);

        assertThatThrownBy(() -> ModelExamples.read(bytes, Long.MAX_VALUE))
                .isInstanceOf(TensorFileException.class)
                .hasMessageContaining("found its end (byte " + bytes.length + ")");
    }

    @Test
    void deepNestingIsRefused() {
        String deep = "[".repeat(100_000) + "]".repeat(100_000);
        assertRefused(file.replacing("\"shape\":[1,2]", "\"shape\":" + deep));
        assertRefused(file.replacing("\"featureNames\":\"[]\"", "\"featureNames\":\"" + deep + "\""));
        assertRefused(file.replacing(WEIGHT, "\"x\":" + "{\"x\":".repeat(50_000)));
    }

    @Test
    void duplicateKeysAreRefused() {
        assertRefused(file.replacing(BIAS, WEIGHT + "," + BIAS), "Duplicate field 'layer.1.weight'");
        assertRefused(file.replacing("\"task\":", "\"task\":\"regression\",\"task\":"), "Duplicate field 'task'");
        assertRefused(file.replacing("\"loss\":", "\"sha256\":\"\",\"loss\":"), "Duplicate field 'sha256'");
        assertRefused(file.replacing("\"dtype\":\"F32\",", "\"dtype\":\"F32\",\"dtype\":\"F32\","), "Duplicate field");
        assertRefused(
                file.replacing("\"facts\":\"{}\"", "\"facts\":\"{\\\"a\\\":\\\"1\\\",\\\"a\\\":\\\"2\\\"}\""), "facts");
        assertRefused(file.replacing("}}", "},\"__metadata__\":{}}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\\\"a\\\":3}",
                "{\\\"a\\\":0}",
                "{\\\"a\\\":-1}",
                "{\\\"a\\\":1e3}",
                "{}",
                "{\\\"a\\\":2,\\\"b\\\":1}",
                "{\\\"a\\\":2147483648}",
                "{\\\"a\\\":99999999999999}",
                "\\\"a\\\",{\\\"b\\\":2}"
            })
    void wrongNumbersOfNamesAreRefused(String names) {
        assertRefused(
                file.replacing("\"featureNames\":\"[]\"", "\"featureNames\":\"[" + names + "]\""), "featureNames");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "-0.5", "2", "NaN", "0x1p-1", " 0.5", "0.5d", "", "half", "1E-2-3", "1E-400"})
    void wrongThresholdsAreRefused(String threshold) {
        assertRefused(file.replacing("\"loss\":", "\"threshold\":\"" + threshold + "\",\"loss\":"));
    }

    /** Five hundred million names in a few bytes. */
    @Test
    void aNetworkThatTheFileCannotHoldIsRefusedBeforeMemoryIsTaken() {
        RawTensorFile wide = file.replacing("\\\"inputs\\\":2", "\\\"inputs\\\":500000000");
        assertRefused(
                wide.replacing("\"featureNames\":\"[]\"", "\"featureNames\":\"[{\\\"a\\\":500000000}]\""),
                "network: expected no more inputs than the file has weights for");
    }

    @ParameterizedTest
    @CsvSource({
        "'[0,8]', '[0,12]'",
        "'[0,8]', '[4,12]'",
        "'[0,8]', '[8,0]'",
        "'[0,8]', '[0,4]'",
        "'[8,12]', '[4,8]'",
        "'[8,12]', '[12,16]'",
        "'[8,12]', '[0,4]'",
        "'[8,12]', '[8,-12]'",
        "'[8,12]', '[8,12,12]'",
        "'[8,12]', '[8]'",
        "'[8,12]', '[8,12.0]'",
        "'[8,12]', '[8,9223372036854775808]'",
        "'[8,12]', '[9223372036854775803,9223372036854775807]'",
    })
    void offsetsThatDoNotTileAreRefused(String right, String wrong) {
        assertRefused(file.replacing("\"data_offsets\":" + right, "\"data_offsets\":" + wrong));
    }

    @Test
    void dataLongerOrShorterThanTheTensorsIsRefused() {
        assertRefused(file.withData(Arrays.copyOf(file.data(), file.data().length + 4)), "expected a file of");
        assertRefused(file.withData(Arrays.copyOf(file.data(), file.data().length - 4)), "expected a file of");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[2,1]",
                "[2]",
                "[]",
                "[1,2,1]",
                "[1,-2]",
                "[0,2]",
                "[1,4294967298]",
                "[4611686018427387904,4611686018427387904]",
                "[1,99999999999999999999]",
                "[1,1e400]",
                "[1,\"2\"]",
                "{}"
            })
    void wrongShapesAreRefused(String shape) {
        assertRefused(file.replacing("\"shape\":[1,2]", "\"shape\":" + shape));
    }

    @Test
    void wrongLayerNormalisationIsRefused() {
        String output = "\\\"sigmoid\\\"}";
        String normalised = "\\\"sigmoid\\\",\\\"layerNormalisation\\\":";
        assertRefused(file.replacing(output, normalised + "true}"), "expected 2 or more, found 1");
        assertRefused(file.replacing(output, normalised + "false}"), "expected VALUE_TRUE, found VALUE_FALSE");
        assertRefused(
                file.replacing(output, "\\\"sigmoid\\\",\\\"normalised\\\":true}"),
                "expected key layerNormalisation, found normalised");
        RawTensorFile two = RawTensorFile.of(ModelExamples.bytes(ModelExamples.full()));
        String softmax = "\\\"softmax\\\"";
        assertRefused(
                two.replacing(softmax + "}", softmax + ",\\\"layerNormalisation\\\":true}"),
                "expected only in hidden layers");
    }

    @Test
    void manyGoldenRowsAreRefusedBeforeMemoryIsTaken() {
        RawTensorFile many = file.replacing("\"shape\":[8,2]", "\"shape\":[4611686018427387904,2]")
                .replacing("\"shape\":[8,1]", "\"shape\":[4611686018427387904,1]");

        assertRefused(many, "golden.features: expected at most 2^31 numbers");
        assertRefused(
                file.replacing("\"shape\":[8,2]", "\"shape\":[0,2]").replacing("\"shape\":[8,1]", "\"shape\":[0,1]"),
                "golden.features: expected shape [1, 2]");
    }

    @Test
    void aLargeNetworkIsRefusedBeforeMemoryIsTaken() {
        assertRefused(
                file.replacing("\\\"inputs\\\":2,", "\\\"inputs\\\":500000000,"),
                "network: expected no more inputs than the file has weights for, found 500000000-1");
        assertRefused(
                file.replacing("\\\"outputs\\\":1,", "\\\"outputs\\\":2147483647,"), "parameters: expected at most");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"F64\"", "\"f32\"", "null", "32", "\"\""})
    void otherDtypesAreRefused(String dtype) {
        assertRefused(file.replacing("\"dtype\":\"F32\",\"shape\":[1,2]", "\"dtype\":" + dtype + ",\"shape\":[1,2]"));
    }

    @Test
    void missingAndExtraTensorsAreRefused() {
        assertRefused(file.replacing(BIAS + ",", ""), "tensor layer.1.bias: expected shape [1], found no such tensor");
        assertRefused(
                file.replacing(BIAS, BIAS + ",\"more\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[12,12]}"),
                "tensors: expected 6, found also more");
        assertRefused(file.replacing("\"scaling.shift\"", "\"scaling.shifty\""), "tensors: expected 4, found also");
        assertRefused(file.replacing("\"dtype\":\"F32\",\"shape\":[1,2],", ""), "dtype");
        assertRefused(file.replacing("\"dtype\":", "\"x\":1,\"dtype\":"), "key x");
    }

    @Test
    void wrongMetadataIsRefused() {
        assertRefused(file.replacing("\"thalweg-model\"", "\"pt\""), "format: expected thalweg-model, found pt");
        assertRefused(file.replacing("\"task\":", "\"more\":\"\",\"task\":"), "metadata: expected known keys");
        assertRefused(file.replacing("\"loss\":\"crossEntropy\",", ""), "loss: expected a value, found none");
        assertRefused(file.replacing("\"crossEntropy\"", "\"hinge\""), "loss: expected one of", "found hinge");
        assertRefused(file.replacing("\"classification\"", "\"clustering\""), "task: expected one of");
        assertRefused(file.replacing("\"classification\"", "7"), "VALUE_STRING");
        assertRefused(file.replacing("\\\"sigmoid\\\"", "\\\"swish\\\""), "activation: expected one of");
        assertRefused(file.replacing("[\\\"no\\\",\\\"yes\\\"]", "[\\\"no\\\"]"), "classLabels: expected 2");
        assertRefused(file.replacing("[\\\"no\\\",\\\"yes\\\"]", "[\\\"a\\\",\\\"b\\\",\\\"c\\\"]"), "at most 2 names");
        assertRefused(file.replacing("[\\\"no\\\",\\\"yes\\\"]", "[\\\"no\\\",null]"), "classLabels");
        assertRefused(file.replacing("[\\\"no\\\",\\\"yes\\\"]", "[\\\"no\\\",\\\"yes\\\"]]"), "classLabels");
        assertRefused(file.replacing("[\\\"no\\\",\\\"yes\\\"]", "[\\\"no\\\",\\\"yes\\\""), "classLabels");
        assertRefused(file.replacing("{\\\"inputs\\\":2,", "{"), "network: expected key inputs");
        assertRefused(file.replacing("{\\\"inputs\\\":2,", "{\\\"inputs\\\":-2,"), "inputs: expected 1 or more");
        assertRefused(file.replacing("{\\\"inputs\\\":2,", "{\\\"inputs\\\":99999999999,"), "network: ");
        assertRefused(file.replacing("\"network\":\"{", "\"network\":\"7{"), "network: ");
        assertRefused(file.replacing("{\"__metadata__\"", "{\"__metadatA__\""), "expected a Thalweg model");
    }

    @Test
    void aFaultInTheHeaderHasItsPlace() {
        RawTensorFile hostile = file.replacing("\"classification\"", "7");

        assertRefused(
                hostile, "found VALUE_NUMBER_INT (byte " + (8 + hostile.header().indexOf("7,\"network\"")) + ")");
    }

    @Test
    void aHeaderThatIsNotUtf8IsRefused() {
        byte[] bytes = file.replacing("\"0.1.0\"", "\"0?1.0\"").sealed();
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = bytes[i] == '?' ? (byte) 0xC0 : bytes[i];
        }

        assertRefused(bytes, "Invalid UTF-8");
    }

    @Test
    void aNewerFormatSaysSo() {
        assertThatThrownBy(() -> ModelExamples.read(file.replacing(
                                "\"formatVersion\":\"1\",\"thalwegVersion\":\"0.1.0\"",
                                "\"formatVersion\":\"3\",\"thalwegVersion\":\"3.0\",\"novelty\":\"\"")
                        .sealed()))
                .isInstanceOf(TensorFileException.class)
                .hasMessage(
                        "m/model.safetensors: expected format version 2 or an earlier one, found 3 (written by Thalweg 3.0); "
                                + "read it with that version of Thalweg or a later one");
    }

    @Test
    void numbersThatAreNotFiniteAreRefused() {
        byte[] data = file.data().clone();
        data[2] = (byte) 0x80;
        data[3] = 0x7F; // 0x7F80…: infinity or NaN

        assertRefused(file.withData(data), "parameters: expected finite numbers", "layer 1 weights");
    }

    @Test
    void tensorsMayStandInAnyOrder() {
        String swapped = BIAS.replace("[8,12]", "[0,4]") + "," + WEIGHT.replace("[0,8]", "[4,12]");
        byte[] data = file.data().clone();
        System.arraycopy(file.data(), 8, data, 0, 4);
        System.arraycopy(file.data(), 0, data, 4, 8);

        assertThat(ModelExamples.read(file.replacing(WEIGHT + "," + BIAS, swapped)
                        .withData(data)
                        .sealed()))
                .isEqualTo(ModelExamples.tiny());
    }
}
