package org.thalweg.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.thalweg.jobs.store.Action;
import org.thalweg.jobs.store.LogEntry;
import org.thalweg.jobs.store.ModelStore;
import org.thalweg.jobs.store.Stores;
import org.thalweg.jobs.store.VersionFiles;

/** The store on a real HDFS, whose name node renames. Runs with the profile yarn alone. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class StoreOnHdfsIT {
    private static final int THREADS = 3;
    private static final int ENTRIES = 10;

    private static Path folder;
    private static MiniYarnProcess cluster;
    private static Configuration hadoop;
    private static String root;

    @BeforeAll
    static void startHdfs() throws Exception {
        Assumptions.assumeTrue(MiniYarnProcess.isOnTheClassPath(), "needs -Pyarn");
        folder = SparkInstallation.scratch("hdfs");
        cluster = MiniYarnProcess.start(folder);
        hadoop = new Configuration();
        hadoop.setBoolean("fs.hdfs.impl.disable.cache", true);
        try (FileSystem hdfs = cluster.hdfs()) {
            root = hdfs.getUri() + "/stores/";
        }
    }

    @AfterAll
    static void stopHdfs() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void everyEntryHasOneWriterOfManyThreads() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        List<String> won = new ArrayList<>();
        try {
            List<Future<List<String>>> racers = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                racers.add(threads.submit(() -> Stores.race(root + "threads", hadoop, ENTRIES)));
            }
            for (Future<List<String>> racer : racers) {
                won.addAll(racer.get());
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(won).hasSize(THREADS * ENTRIES);
        assertThat(ModelStore.reading(root + "threads", hadoop).state().entries())
                .extracting(LogEntry::id)
                .containsExactlyInAnyOrderElementsOf(won);
        try (FileSystem hdfs = cluster.hdfs()) {
            assertThat(hdfs.listStatus(new org.apache.hadoop.fs.Path(root + "threads/log")))
                    .as("no draft is left")
                    .extracting(FileStatus::getPath)
                    .noneMatch(path -> path.getName().startsWith("."));
        }
    }

    @Test
    void everyEntryHasOneWriterOfManyProcesses() throws Exception {
        StoreIT.race(folder, root + "processes", hadoop, 2, ENTRIES);
    }

    @Test
    void versionsArePublishedPromotedAndTakenAway() {
        ModelStore store = ModelStore.writing(root + "models", hadoop);
        assertThat(Stores.publish(store)).isEqualTo(1);
        assertThat(Stores.publish(store)).isEqualTo(2);
        assertThat(Stores.add(store, Action.REFUSE, Stores.texts(Map.of("model.safetensors", "worse"))))
                .isEqualTo(3);
        ModelStore read = ModelStore.reading(root + "models", hadoop);
        assertThat(read.state().serving()).hasValue(2);
        assertThat(read.state().before()).hasValue(1);
        read.state().versions().values().forEach(entry -> VersionFiles.require(read, entry));
        store.append(Stores.next(store.state(), Action.GC, 0, 2, Map.of(), List.of(1), Map.of()));
        assertThat(store.sweep()).isEqualTo(1);
        assertThat(read.state().versions().keySet()).containsExactly(2, 3);
    }
}
