package org.thalweg.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.thalweg.jobs.store.LogEntry;
import org.thalweg.jobs.store.ModelStore;
import org.thalweg.jobs.store.StoreState;
import org.thalweg.jobs.store.Stores;
import org.thalweg.jobs.store.VersionFiles;

/** A store whose writers are processes: they race, and they are killed. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class StoreIT {
    private static final int KILLED = 128 + 9;

    @Test
    void everyEntryHasOneWriterOfManyProcesses() throws Exception {
        Path folder = SparkInstallation.scratch("race");
        race(folder, folder.resolve("store").toString(), new Configuration(), 3, 15);
    }

    /** Processes race to add entries; afterwards the log has every winner's, and nothing else. */
    static void race(Path logs, String store, Configuration hadoop, int processes, int entries) throws Exception {
        List<ChildJvm> racers = new ArrayList<>();
        List<String> won = new ArrayList<>();
        try {
            for (int i = 0; i < processes; i++) {
                racers.add(ChildJvm.start(RacingWriter.class, logs.resolve("racer-" + i), store, "" + entries));
            }
            for (ChildJvm racer : racers) {
                assertThat(racer.code()).as("see %s", logs).isZero();
                won.addAll(racer.said("won: "));
            }
        } finally {
            racers.forEach(ChildJvm::close);
        }
        assertThat(won).hasSize(processes * entries);
        StoreState state = ModelStore.reading(store, hadoop).state();
        assertThat(state.entries()).extracting(LogEntry::id).containsExactlyInAnyOrderElementsOf(won);
    }

    @Test
    void writerKilledAnywhereLeavesTheOldVersionOrTheNewOne() throws Exception {
        Path folder = SparkInstallation.scratch("published");
        int operations = operations(folder);
        assertThat(operations).as("of a probe, a claim, two files and an entry").isGreaterThan(30);
        ExecutorService two = Executors.newFixedThreadPool(2);
        List<Future<Integer>> kills = new ArrayList<>();
        try {
            for (int i = 1; i <= operations; i++) {
                int operation = i;
                kills.add(two.submit(() -> killedAt(folder, operation)));
            }
            List<Integer> serving = new ArrayList<>();
            for (Future<Integer> kill : kills) {
                serving.add(kill.get());
            }
            assertThat(serving).isSorted().contains(1, 2);
        } finally {
            two.shutdownNow();
        }
    }

    private static int operations(Path folder) throws Exception {
        try (ChildJvm child = child(folder, Integer.MAX_VALUE)) {
            assertThat(child.code()).as("see %s", folder).isZero();
            return Integer.parseInt(child.said("operations: ").get(0));
        }
    }

    private static Path store(Path folder, int operation) {
        return folder.resolve("at-" + operation);
    }

    private static ChildJvm child(Path folder, int operation) throws IOException {
        String path = store(folder, operation).toString();
        Stores.publish(ModelStore.writing(path, new Configuration()));
        return ChildJvm.start(KilledPublishing.class, Path.of(path + ".log"), path, "" + operation);
    }

    /** The version that serves afterwards. */
    private static int killedAt(Path folder, int operation) throws Exception {
        try (ChildJvm child = child(folder, operation)) {
            assertThat(child.code())
                    .as("at operation %d, see %s", operation, folder)
                    .isEqualTo(KILLED);
        }
        String path = store(folder, operation).toString();
        StoreState left = ModelStore.reading(path, new Configuration()).state();
        assertThat(left.head()).isBetween(1, 2);
        int serving = left.serving().orElseThrow();
        assertThat(serving).as("at operation %d", operation).isEqualTo(left.head());
        ModelStore store = ModelStore.writing(path, new Configuration());
        left.versions().values().forEach(entry -> {
            assertThat(entry.files()).hasSize(2);
            VersionFiles.require(store, entry);
        });
        int next = Stores.publish(store);
        StoreState after = store.state();
        assertThat(after.head()).isEqualTo(left.head() + 1);
        assertThat(after.serving()).hasValue(next);
        assertThat(next).isGreaterThan(serving);
        assertThat(store.sweep()).as("what was left may be under way").isZero();
        after.versions().values().forEach(entry -> VersionFiles.require(store, entry));
        try (Stream<Path> log = Files.list(Path.of(path, "log"))) {
            assertThat(log.map(file -> file.getFileName().toString()).filter(name -> !name.startsWith(".")))
                    .hasSize(after.head());
        }
        return serving;
    }
}
