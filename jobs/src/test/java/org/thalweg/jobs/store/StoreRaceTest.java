package org.thalweg.jobs.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.thalweg.spark.ObjectStore;

/** Writers that race, and readers beside them. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class StoreRaceTest {
    private static final int THREADS = 4;
    private static final int ENTRIES = 12;
    private static final int VERSIONS = 25;

    @TempDir
    Path folder;

    private static Configuration local() {
        Configuration hadoop = new Configuration();
        hadoop.setBoolean("fs.file.impl.disable.cache", true);
        return hadoop;
    }

    @Test
    void everyEntryHasOneWriterOnALocalDisk() throws Exception {
        race(folder.resolve("store").toString(), local());
    }

    @Test
    void everyEntryHasOneWriterInAnObjectStore() throws Exception {
        race("s3a://race/models", ObjectStore.settings(true));
    }

    /** The store itself is made in the race, too. */
    private static void race(String path, Configuration hadoop) throws Exception {
        List<String> won = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<List<String>>> racers = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                racers.add(threads.submit(() -> Stores.race(path, hadoop, ENTRIES)));
            }
            for (Future<List<String>> racer : racers) {
                won.addAll(racer.get());
            }
        } finally {
            threads.shutdownNow();
        }
        StoreState state = ModelStore.reading(path, hadoop).state();
        assertThat(state.head()).isEqualTo(THREADS * ENTRIES);
        assertThat(state.entries())
                .extracting(LogEntry::id)
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(won);
    }

    @Test
    void readersSeeAWholeVersionThatServedMeanwhileOnALocalDisk() throws Exception {
        readers(folder.resolve("store").toString(), local());
    }

    @Test
    void readersSeeAWholeVersionThatServedMeanwhileInAnObjectStore() throws Exception {
        readers("s3a://readers/models", ObjectStore.settings(true));
    }

    private static void readers(String path, Configuration hadoop) throws Exception {
        ModelStore store = ModelStore.writing(path, hadoop);
        publish(store, 1);
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Future<Set<Integer>>> readers = List.of(
                    threads.submit(() -> read(path, hadoop, done)), threads.submit(() -> read(path, hadoop, done)));
            try {
                for (int version = 2; version <= VERSIONS; version++) {
                    publish(store, version);
                    // Back and forth, so that greater is not later.
                    store.append(Stores.next(store.state(), Action.PROMOTE, version - 1, version - 1));
                    store.append(Stores.next(store.state(), Action.PROMOTE, version, version));
                }
            } finally {
                done.set(true);
            }
            for (Future<Set<Integer>> reader : readers) {
                assertThat(reader.get()).as("versions that were read").hasSizeGreaterThan(1);
            }
        } finally {
            done.set(true);
            threads.shutdownNow();
        }
    }

    private static void publish(ModelStore store, int expected) {
        byte[] weights = new byte[50_000];
        Arrays.fill(weights, (byte) expected);
        assertThat(Stores.add(store, Action.PUBLISH, Map.of("model.safetensors", weights, "metrics.json", new byte[] {
                    (byte) expected
                })))
                .isEqualTo(expected);
    }

    private static Set<Integer> read(String path, Configuration hadoop, AtomicBoolean done) {
        ModelStore store = ModelStore.reading(path, hadoop);
        Set<Integer> versions = new java.util.TreeSet<>();
        while (!done.get()) {
            StoreState begin = store.state();
            StoreState now = store.state();
            LogEntry made = now.version(now.serving().orElseThrow());
            byte[] weights = VersionFiles.read(store, made, "model.safetensors");
            byte[] metrics = VersionFiles.read(store, made, "metrics.json");
            StoreState end = store.state();
            int version = weights[0];
            assertThat(weights).hasSize(50_000).containsOnly(version);
            assertThat(metrics).containsExactly(version);
            assertThat(end.entries().subList(begin.head() - 1, end.head()).stream()
                            .map(entry -> entry.serves().orElseThrow())
                            .collect(Collectors.toSet()))
                    .contains(version);
            versions.add(version);
        }
        return versions;
    }
}
