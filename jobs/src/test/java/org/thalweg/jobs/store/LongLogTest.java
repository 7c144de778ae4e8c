package org.thalweg.jobs.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store whose log has many entries. */
class LongLogTest {
    @TempDir
    Path folder;

    private ModelStore store;

    @BeforeEach
    void make() {
        store = ModelStore.writing(path(), new Configuration());
    }

    private String path() {
        return folder.resolve("store").toString();
    }

    private void append(int entries) {
        for (int i = 0; i < entries; i++) {
            store.append(Stores.next(store.state(), Action.STOP, 0, 0));
        }
    }

    private Path log(String name) {
        return folder.resolve("store/log").resolve(name);
    }

    private StoreState opened() {
        return ModelStore.reading(path(), new Configuration()).state();
    }

    @Test
    void hundredEntriesAreReadFromOneFileWhileItIsWhole() throws IOException {
        append(2 * LogSegments.ENTRIES + 3);
        List<LogEntry> entries = store.state().entries();
        assertThat(opened().entries()).isEqualTo(entries);
        assertThat(log("00001-00100.jsonl")).exists();
        byte[] segment = Files.readAllBytes(log("00101-00200.jsonl"));

        // What their own files say does not count while the segment is whole; so they were not read.
        byte[] entry = Files.readAllBytes(log("00150.json"));
        Files.writeString(log("00150.json"), "no entry");
        assertThat(opened().entries()).isEqualTo(entries);

        Files.write(log("00150.json"), entry);
        Files.write(log("00101-00200.jsonl"), Arrays.copyOf(segment, segment.length / 2));
        Files.delete(log("00001-00100.jsonl"));
        assertThat(opened().entries()).as("a damaged segment and a missing one").isEqualTo(entries);
        append(1);
        assertThat(Files.readAllLines(log("00001-00100.jsonl"))).hasSize(LogSegments.ENTRIES);
        assertThat(opened().entries()).hasSize(entries.size() + 1);
    }

    @Test
    void segmentOfALogThatWasTakenBackIsNotBelieved() throws IOException {
        append(LogSegments.ENTRIES + 1);
        for (int entry = LogSegments.ENTRIES - 1; entry <= LogSegments.ENTRIES + 1; entry++) {
            Files.delete(log(String.format("%05d.json", entry)));
        }
        List<LogEntry> left = opened().entries();
        assertThat(left).hasSize(LogSegments.ENTRIES - 2);
        store = ModelStore.writing(path(), new Configuration());
        append(3);
        assertThat(opened().entries()).isEqualTo(store.state().entries()).hasSize(LogSegments.ENTRIES + 1);
        assertThat(opened().entries().subList(0, left.size())).isEqualTo(left);
    }

    @Test
    void entryThatNothingCouldReadIsNotAdded() {
        Map<String, Object> huge = new LinkedHashMap<>();
        huge.put("text", "x".repeat(ExclusiveCreation.MOST_BYTES));
        assertThatThrownBy(() -> store.append(Stores.next(store.state(), Action.STOP, 0, 0, Map.of(), List.of(), huge)))
                .isInstanceOf(StoreException.class)
                .hasMessageStartingWith("store: expected an entry of the log of at most 67108864 bytes, found one of ")
                .hasMessageEndingWith("nothing was added");
        assertThat(store.state().head()).isZero();
    }

    private StoredList list(long first) {
        return store.lists()
                .write(Stream.of(List.<Object>of("a", first), List.<Object>of("ü\n\"", 2L))
                        .iterator());
    }

    @Test
    void listIsReadAsItWasWrittenOrRefused() throws IOException {
        StoredList list = list(1);
        List<List<Object>> rows = new ArrayList<>();
        store.lists().read(list, rows::add);
        assertThat(rows).containsExactly(List.of("a", 1L), List.of("ü\n\"", 2L));
        assertThat(list.rows()).isEqualTo(2);

        Path file = folder.resolve("store/learned/" + list.name() + ".jsonl");
        Files.writeString(file, Files.readString(file).replace("1", "3"));
        assertThatThrownBy(() -> store.lists().read(list, row -> {}))
                .isInstanceOf(StoreDamagedException.class)
                .hasMessageContaining("of SHA-256 " + list.sha256());
        Files.writeString(file, "[1.5]", StandardCharsets.UTF_8);
        assertThatThrownBy(() -> store.lists().read(list, row -> {})).hasMessageContaining("expected lines of JSON");
        Files.delete(file);
        Map<String, Object> learned = new LinkedHashMap<>();
        StoredList.put(learned, List.of(list));
        assertThatThrownBy(() -> store.lists().require(Map.of("refused", learned)))
                .isInstanceOf(StoreDamagedException.class)
                .hasMessageEndingWith("which the log names, found no file; restore it");
    }

    @Test
    void sweepTakesListsThatNobodyNamesAnyMore() throws IOException {
        StoredList named = list(1);
        StoredList below = list(2);
        StoredList without = list(3);
        StoredList young = list(4);
        for (StoredList list : List.of(named, below, without)) {
            Files.setLastModifiedTime(
                    folder.resolve("store/learned/" + list.name() + ".jsonl"),
                    FileTime.from(Instant.now().minus(Duration.ofDays(8))));
        }
        Map<String, Object> inner = new LinkedHashMap<>();
        StoredList.put(inner, List.of(below));
        Map<String, Object> learned = new LinkedHashMap<>();
        StoredList.put(learned, List.of(named));
        learned.put("refused", inner);
        store.append(Stores.next(store.state(), Action.STOP, 0, 0, Map.of(), List.of(), learned));
        store.sweep();
        try (Stream<Path> left = Files.list(folder.resolve("store/learned"))) {
            assertThat(left.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            named.name() + ".jsonl", below.name() + ".jsonl", young.name() + ".jsonl");
        }
    }
}
