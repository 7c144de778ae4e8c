package org.thalweg.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;

class TaskLocalityTest {
    private static final TaskLocality FOUR = new TaskLocality(List.of("a", "a", "b", "b"));

    private static List<String> of(TaskLocality places, int tasks) {
        return IntStream.range(0, tasks)
                .mapToObj(task -> places.of(task, tasks))
                .toList();
    }

    @Test
    void neighboursShareAnExecutor() {
        assertThat(of(FOUR, 4)).containsExactly("a", "a", "b", "b");
        assertThat(of(FOUR, 2)).containsExactly("a", "b");
        assertThat(of(FOUR, 3)).containsExactly("a", "a", "b");
        assertThat(of(FOUR, 8)).containsExactly("a", "a", "a", "a", "b", "b", "b", "b");
        assertThat(of(FOUR, 1)).containsExactly("a");
    }

    @Test
    void placesAreNamedAsSparkNamesThem() {
        assertThat(TaskLocality.location("10.0.0.7:41234", "3")).isEqualTo("executor_10.0.0.7_3");
        assertThat(TaskLocality.location("worker-7.example:41234", "12")).isEqualTo("executor_worker-7.example_12");
        assertThat(TaskLocality.location("[fd00::7]:41234", "3")).isEqualTo("executor_[fd00::7]_3");
    }

    @Test
    void executorsThatHaveJustComeHaveNoPort() {
        assertThat(TaskLocality.location("10.0.0.7", "3")).isEqualTo("executor_10.0.0.7_3");
        assertThat(TaskLocality.location("fd00::7", "3")).isEqualTo("executor_fd00::7_3");
    }

    @Test
    void localModeHasNoPlaces() {
        try (JavaSparkContext spark = LocalSpark.start("local[2]")) {
            assertThat(TaskLocality.of(spark.sc()).isEmpty()).isTrue();
            TaskLanes tasks = TaskLanes.ofRanges(4, 4);
            JavaRDD<Integer> ranges = spark.parallelize(List.of(1, 2, 3, 4), 4);
            assertThat(Partitions.joined(ranges, tasks)).isSameAs(ranges);
        }
    }
}
