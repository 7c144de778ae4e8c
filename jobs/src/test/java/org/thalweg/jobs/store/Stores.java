package org.thalweg.jobs.store;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.thalweg.safetensors.TensorFile;

/** Model stores that tests fill. */
public final class Stores {
    private Stores() {}

    /** What an entry's file holds. */
    public static byte[] bytes(LogEntry entry) {
        return entry.bytes();
    }

    /** The next entry of a log; 0 for no version. */
    public static LogEntry next(StoreState state, Action action, int version, int serves) {
        return next(state, action, version, serves, Map.of(), List.of(), state.learned());
    }

    /** The next entry of a log, with all that tests look at. */
    public static LogEntry next(
            StoreState state,
            Action action,
            int version,
            int serves,
            Map<String, StoredFile> files,
            List<Integer> removed,
            Map<String, Object> learned) {
        return new LogEntry(
                state.head() + 1,
                UUID.randomUUID().toString(),
                Instant.now(),
                action,
                number(version),
                number(serves),
                List.of(action.makesVersion() ? "rows came in" : "asked for"),
                files,
                removed,
                learned,
                Map.of("rows", 1000L + version, "metric", 0.5 + version / 100.0));
    }

    private static OptionalInt number(int version) {
        return version == 0 ? OptionalInt.empty() : OptionalInt.of(version);
    }

    /** Publishes a version, or keeps it without letting it serve; its number. */
    public static int add(ModelStore store, Action action, Map<String, byte[]> files) {
        StoreState state = store.state();
        try (VersionDraft draft = store.begin(UUID.randomUUID().toString())) {
            files.forEach((name, bytes) -> {
                TensorFile.Content content = out -> out.write(bytes);
                draft.write(name, content);
            });
            int number = draft.number();
            int serves = action == Action.PUBLISH ? number : state.serving().orElse(0);
            draft.publish(
                    next(state, action, number, serves, draft.files(), List.of(), Map.of("watermark", (long) number)));
            return number;
        }
    }

    /** Publishes a version of two files that contain its number. */
    public static int publish(ModelStore store) {
        return add(store, Action.PUBLISH, texts(Map.of("model.safetensors", "weights", "metrics.json", "{}")));
    }

    /** Files of text. */
    public static Map<String, byte[]> texts(Map<String, String> files) {
        Map<String, byte[]> bytes = new TreeMap<>();
        files.forEach((name, text) -> bytes.put(name, text.getBytes(StandardCharsets.UTF_8)));
        return bytes;
    }

    /** Adds entries until so many are its own, whoever else does; their ids. */
    public static List<String> race(String path, Configuration hadoop, int entries) {
        ModelStore store = ModelStore.writing(path, hadoop);
        List<String> won = new ArrayList<>();
        while (won.size() < entries) {
            LogEntry entry = next(store.state(), Action.STOP, 0, 0);
            try {
                store.append(entry);
                won.add(entry.id());
            } catch (StoreChangedException e) {
                // Another was faster.
            }
        }
        return won;
    }
}
