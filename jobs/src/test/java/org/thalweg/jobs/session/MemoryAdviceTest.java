package org.thalweg.jobs.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thalweg.jobs.Workbench;

class MemoryAdviceTest {
    private final List<String> lines = new ArrayList<>();
    private final MemoryAdvice advice = new MemoryAdvice(lines::add);

    @Test
    void warningsOfRoomAreOneLine() {
        for (String message : List.of(
                "Not enough space to cache rdd_5_0 in memory! (computed 12.3 MiB so far)",
                "Persisting block rdd_5_0 to disk instead.",
                "Failed to reserve initial memory threshold of 1024.0 KiB for computing block rdd_5_1 in memory.",
                "Failed to allocate a page (67108864 bytes), try again.",
                "Failed to allocate a page (67108864 bytes) for 2 times, try again.")) {
            assertThat(advice.takes(message)).as(message).isTrue();
        }
        assertThat(lines)
                .singleElement()
                .asString()
                .matches(
                        "memory: Spark cannot keep all cached data in memory, and continues from disk, which is slower;"
                                + " set a larger heap than [0-9,]+ MB with --driver-memory before the command, or store the rows"
                                + " on disk with data.storage: disk");
    }

    @Test
    void whatFollowsAFailureIsNoAdvice() {
        assertThat(advice.takes("Block rdd_5_0 could not be removed as it was not found on disk or in memory"))
                .isTrue();
        assertThat(advice.takes("Putting block rdd_5_0 failed")).isTrue();
        assertThat(advice.takes("Putting block rdd_5_0 failed due to exception java.lang.Exception: a\nb."))
                .isTrue();
        assertThat(lines).isEmpty();
    }

    @Test
    void largeTasksAreALineOfTheirOwn() {
        for (int stage = 3; stage < 6; stage++) {
            assertThat(
                            advice.takes(
                                    "Stage " + stage
                                            + " contains a task of very large size (1234 KiB). The maximum recommended task size is 1000 KiB."))
                    .isTrue();
        }
        assertThat(lines)
                .containsExactly(
                        "memory: Spark's tasks take 1,234 KiB each, which the driver holds beside everything else; use"
                                + " fewer files, or more partitions (training.partitions)");
    }

    @Test
    void othersAreLeftAlone() {
        assertThat(advice.takes("Lost task 0.0 in stage 3.0 (TID 5)")).isFalse();
        assertThat(advice.takes("Managed memory leak detected; size = 262144 bytes, task 0.0"))
                .isFalse();
        assertThat(lines).isEmpty();
    }

    /** Of rows that have no room in the memory that Spark gives them. */
    @Test
    void realRunPrintsItOnceAndLogsNothing(@TempDir Path folder) {
        Workbench bench = Workbench.with(folder, Map.of("spark.memory.fraction", "0.005"));
        Workbench.Ran ran = bench.run(
                "train",
                "--set",
                "training={ epochs: 1, engine: spark }",
                "--set",
                "data.storage=memory",
                "--set",
                "model.path=" + folder.resolve("model"));
        ran.done();
        assertThat(ran.err().lines().filter(line -> line.startsWith("memory: Spark cannot keep ")))
                .hasSize(1);
    }
}
