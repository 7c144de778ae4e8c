package org.thalweg.jobs.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a file holds, it is an object whose values are as asked for, or refused. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class JsonObjectTest {
    private static final String WHOLE =
            """
            {
              "text": "ä \\u0001 😀",
              "whole": -9223372036854775808,
              "real": 1.5e-3,
              "none": null,
              "flag": true,
              "list": [1, 2.5],
              "names": ["a", "b"],
              "object": { "text": 5, "deep": { "list": [] } },
              "objects": [{ "x": 1 }, { "x": 2 }]
            }
            """;

    private static JsonObject parse(String text) {
        return JsonObject.parse(text.getBytes(StandardCharsets.UTF_8), "x.json");
    }

    private static void refused(ThrowingCallable reading, String message) {
        assertThatThrownBy(reading).isInstanceOf(JsonException.class).hasMessage(message);
    }

    @Test
    void valuesAreAsTheyWereWritten() {
        JsonObject json = parse(WHOLE);
        assertThat(json.text("text")).isEqualTo("ä \u0001 😀");
        assertThat(json.whole("whole")).isEqualTo(Long.MIN_VALUE);
        assertThat(json.real("real")).isEqualTo(0.0015);
        assertThat(json.real("none")).isNaN();
        assertThat(json.reals("list")).containsExactly(1, 2.5);
        assertThat(json.texts("names")).containsExactly("a", "b");
        assertThat(json.objects("objects")).extracting(o -> o.whole("x")).containsExactly(1L, 2L);
        assertThat(json.object("object").object("deep").texts("list")).isEmpty();
        assertThat(json.object("absent").values()).isEmpty();
        assertThat(json.optionalCount("absent")).isEmpty();
        assertThat(json.optionalText("none")).isEmpty();
        assertThat(JsonObject.parse(JsonObject.bytes(json.values()), "again").values())
                .isEqualTo(json.values());
    }

    @Test
    void numbersThatAreNotFiniteAreWrittenAsNull() {
        JsonObject json = JsonObject.parse(
                JsonObject.bytes(Map.of("a", Double.NaN, "b", List.of(Map.of("c", Double.POSITIVE_INFINITY)))), "x");
        assertThat(json.real("a")).isNaN();
        assertThat(json.objects("b").get(0).real("c")).isNaN();
    }

    @Test
    void valuesOfAnotherKindAreReportedWithTheirPath() {
        JsonObject json = parse(WHOLE);
        refused(
                () -> json.object("object").text("text"),
                "object.text: expected a text, found 5 (x.json); restore the file");
        refused(() -> json.whole("real"), "real: expected a whole number, found 0.0015 (x.json); restore the file");
        refused(() -> json.whole("absent"), "absent: expected a whole number, found none (x.json); restore the file");
        refused(
                () -> json.count("whole"),
                "whole: expected a number from 0 to 2147483647, found -9223372036854775808 (x.json); restore the file");
        refused(() -> json.real("absent"), "absent: expected a number, found none (x.json); restore the file");
        refused(() -> json.object("list"), "list: expected a JSON object, found a list (x.json); restore the file");
        refused(() -> json.texts("list"), "list: expected texts, found 1 (x.json); restore the file");
        refused(() -> json.reals("names"), "names: expected numbers, found a (x.json); restore the file");
        refused(
                () -> json.counts("list"),
                "list: expected whole numbers from 0 to 2147483647, found 2.5 (x.json); restore the file");
        refused(() -> json.objects("names"), "names: expected a JSON object, found a (x.json); restore the file");
        refused(() -> json.texts("flag"), "flag: expected a list, found true (x.json); restore the file");
    }

    @Test
    void longValuesAreNotReportedWhole() {
        JsonObject json = parse("{\"a\": \"" + "x".repeat(1000) + "\"}");
        refused(
                () -> json.whole("a"),
                "a: expected a whole number, found " + "x".repeat(100) + "… (x.json); restore the file");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            [1]             | the file: expected a JSON object, found a list (x.json); restore the file
            5               | the file: expected a JSON object, found 5 (x.json); restore the file
            null            | the file: expected a JSON object, found null (x.json); restore the file
            {} {}           | x.json: expected one JSON object, found more after it; restore the file
            {"a": 1e999}    | x.json: expected JSON, found an error: a number beyond 64 bits; restore the file
            {"a": "\\uD800"} | x.json: expected JSON, found an error: half a character; restore the file
            """)
    void textThatIsNoObjectIsRefused(String text, String message) {
        refused(() -> parse(text), message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{\"a\": 1, \"a\": 2}",
                "{\"a\": {\"b\": 1, \"b\": 1}}",
                "{\"a\": 9223372036854775808}",
                "{\"a\": NaN}",
                "{\"a\": Infinity}",
                "{\"a\": 01}",
                "{'a': 1}",
                "{\"a\": 1,}",
                "{\"a\": 1} // note",
                "{\"a\": \"line\nbreak\"}",
                "{a: 1}",
                "{\"a\" 1}",
                "{\"a\": ]}",
                "\uFEFF{"
            })
    void textThatIsNoJsonIsRefused(String text) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(JsonException.class)
                .hasMessageStartingWith("x.json: expected JSON, found an error: ")
                .hasMessageEndingWith("; restore the file");
    }

    @Test
    void nestingBeyondReasonIsRefused() {
        for (String nested : List.of("[".repeat(100_000), "{\"a\":".repeat(100_000))) {
            refused(
                    () -> parse("{\"a\":" + nested),
                    "x.json: expected JSON, found an error: more than 20 levels; restore the file");
        }
        assertThat(parse("{\"a\":" + "[".repeat(20) + "]".repeat(20) + "}").values())
                .containsKey("a");
    }

    @Test
    void hugeNumbersAreRefusedSoon() {
        for (String number : List.of("9".repeat(1_000_000), "0." + "1".repeat(1_000_000), "1e" + "9".repeat(1_000))) {
            assertThatThrownBy(() -> parse("{\"a\": " + number + "}")).isInstanceOf(JsonException.class);
        }
    }

    @Test
    void bytesThatAreNoTextAreRefused() {
        refused(
                () -> JsonObject.parse(new byte[] {'{', '"', (byte) 0xFF, '"', ':', '1', '}'}, "x.json"),
                "x.json: expected text in UTF-8, found other bytes; restore the file");
    }

    @Test
    void fileThatIsCutOffAnywhereIsRefused() {
        byte[] whole = WHOLE.strip().getBytes(StandardCharsets.UTF_8);
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> JsonObject.parse(cut, "x.json"))
                    .as("%d bytes", length)
                    .isInstanceOf(JsonException.class);
        }
    }

    @Test
    void fileThatIsDamagedAnywhereIsReadOrRefused() {
        long seed = Long.getLong("thalweg.test.seed", 20260114);
        for (int i = 0; i < 5_000; i++) {
            Random random = new Random(seed + i);
            byte[] bytes = WHOLE.getBytes(StandardCharsets.UTF_8);
            for (int j = random.nextInt(3); j >= 0; j--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                JsonObject json = JsonObject.parse(bytes, "x.json");
                assertThat(JsonObject.parse(JsonObject.bytes(json.values()), "y")
                                .values())
                        .isEqualTo(json.values());
            } catch (JsonException expected) {
                assertThat(expected).hasMessageContaining("x.json");
            } catch (RuntimeException | StackOverflowError unexpected) {
                throw new AssertionError("seed " + (seed + i), unexpected);
            }
        }
    }
}
