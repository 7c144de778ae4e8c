package org.thalweg.jobs.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.thalweg.jobs.json.JsonException;

class LogEntryTest {
    private static LogEntry entry(Action action) {
        Map<String, Object> learned = new LinkedHashMap<>();
        learned.put("files", List.of(Map.of("path", "a b/ä.csv", "bytes", 5L)));
        learned.put("nothing", null);
        learned.put("share", 0.1);
        return new LogEntry(
                7,
                "an id",
                Instant.parse("2026-11-28T02:15:00.123456789Z"),
                action,
                OptionalInt.of(4),
                action == Action.STOP ? OptionalInt.empty() : OptionalInt.of(4),
                List.of("because of \"this\"", "and\nthat"),
                Map.of("model.safetensors", new StoredFile(1L << 40, "ab".repeat(32))),
                List.of(1, 2),
                learned,
                Map.of("rows", 12L, "metric", 0.875));
    }

    @ParameterizedTest
    @EnumSource(Action.class)
    void entryReadsBackEqual(Action action) {
        LogEntry entry = entry(action);
        assertThat(LogEntry.of(entry.bytes(), 7, "00007.json")).isEqualTo(entry);
    }

    @Test
    void entryOfNothingReadsBackEqual() {
        LogEntry entry = new LogEntry(
                1,
                "",
                Instant.EPOCH,
                Action.STOP,
                OptionalInt.empty(),
                OptionalInt.empty(),
                List.of(),
                Map.of(),
                List.of(),
                Map.of(),
                Map.of());
        assertThat(LogEntry.of(entry.bytes(), 1, "00001.json")).isEqualTo(entry);
        assertThat(new String(entry.bytes(), StandardCharsets.UTF_8)).contains("\"serves\" : null");
    }

    @Test
    void entryOfTheFormatBeforeIsRead() {
        LogEntry entry = entry(Action.PUBLISH);
        String before = new String(entry.bytes(), StandardCharsets.UTF_8).replace("\"format\" : 3", "\"format\" : 2");
        assertThat(LogEntry.of(before.getBytes(StandardCharsets.UTF_8), 7, "x")).isEqualTo(entry);
    }

    @Test
    void collectionsAreCopied() {
        Map<String, Object> learned = new LinkedHashMap<>(Map.of("a", 1L));
        LogEntry entry = Stores.next(new StoreState(List.of()), Action.PUBLISH, 1, 1, Map.of(), List.of(), learned);
        learned.put("b", 2L);
        assertThat(entry.learned()).containsOnlyKeys("a");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            "entry" : 7             | "entry" : 8               | entry: expected number 7 of format 2 or 3, found 8 of format 3 (x); use the version of Thalweg that wrote it, or restore the file
            "format" : 3            | "format" : 4              | entry: expected number 7 of format 2 or 3, found 7 of format 4 (x); use the version of Thalweg that wrote it, or restore the file
            "format" : 3            | "format" : 0              | entry: expected number 7 of format 2 or 3, found 7 of format 0 (x); use the version of Thalweg that wrote it, or restore the file
            "format" : 3            | "format" : 1              | store: expected a log of format 3, found format 1, of an earlier Thalweg, which held out rows by another rule (x); start a new store: set retrain.store to another folder; the old store's models can still be used with model.path: STORE/versions/N
            "action" : "publish"    | "action" : "burn"         | action: expected one that this version of Thalweg knows, found burn (x); use the version that wrote it, or a later one
            "version" : 4           | "version" : null          | version: expected the one that action publish made, found none (x); restore the file
            "version" : 4           | "version" : -4            | version: expected a number from 0 to 2147483647, found -4 (x); restore the file
            "serves" : 4            | "serves" : "4"            | serves: expected a whole number, found 4 (x); restore the file
            "time" : "2026-         | "time" : "26-             | time: expected one such as 2026-11-28T02:15:00Z, found 26-11-28T02:15:00.123456789Z (x); restore the file
            "removed" : [ 1         | "removed" : [ 1.5         | removed: expected whole numbers from 0 to 2147483647, found 1.5 (x); restore the file
            "model.safetensors"     | "../../secret"            | files: expected names of files below the version's folder, found ../../secret (x); restore the file
            "model.safetensors"     | "/etc/passwd"             | files: expected names of files below the version's folder, found /etc/passwd (x); restore the file
            "model.safetensors"     | "a/../b"                  | files: expected names of files below the version's folder, found a/../b (x); restore the file
            "model.safetensors"     | ""                        | files: expected names of files below the version's folder, found  (x); restore the file
            "bytes" :               | "octets" :                | files.model.safetensors.bytes: expected a whole number, found none (x); restore the file
            "id" : "an id"          | "id" : null               | id: expected a text, found none (x); restore the file
            "learned" : {           | "unlearned" : {}, "learned" : 5, "x" : { | learned: expected a JSON object, found 5 (x); restore the file
            """)
    void entryThatIsNotAsItShouldBeIsRefused(String found, String instead, String message) {
        String text = new String(entry(Action.PUBLISH).bytes(), StandardCharsets.UTF_8);
        assertThat(text).contains(found);
        byte[] changed = text.replace(found, instead).getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> LogEntry.of(changed, 7, "x"))
                .isInstanceOf(JsonException.class)
                .hasMessage(message);
    }
}
