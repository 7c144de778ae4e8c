package org.thalweg.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.spark.MapOutputTrackerMaster;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.thalweg.data.Example;
import org.thalweg.data.RowShape;
import org.thalweg.data.Scaling;
import org.thalweg.data.Split;
import org.thalweg.train.Batches;

/** Rows that are read again after an executor was lost must be the same as the first time. */
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class ChangedInputTest {
    private static final int ROWS = 500;

    /** Changes row 17 after it was read: tasks run in this JVM. */
    private static volatile float change;

    private static JavaSparkContext spark;

    @BeforeAll
    static void start() {
        spark = LocalSpark.start("local[2]");
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    private static Example row(int number) {
        float feature = number == 17 ? 17 + change : number % 300; // two fifths of the rows are duplicates
        return new Example(new float[] {feature}, new float[] {number % 3});
    }

    private static SparkRows packed() {
        change = 0;
        List<Integer> numbers = IntStream.range(0, ROWS).boxed().toList();
        JavaRDD<Example> rows = spark.parallelize(numbers, 5).map(ChangedInputTest::row);
        return SparkRows.prepare(
                SparkRows.Source.of(rows, RowShape.dense(1, 1)),
                3,
                Batches.of(32, 8),
                0.2,
                statistics -> Scaling.NONE,
                4);
    }

    /** Deletes what a lost executor would lose: its blocks and shuffle files. */
    private static void loseAll(SparkRows rows) {
        rows.blocks().unpersist(true);
        MapOutputTrackerMaster tracker = (MapOutputTrackerMaster) SparkEnv.get().mapOutputTracker();
        for (int shuffle = 0; shuffle < 1000; shuffle++) {
            if (tracker.containsShuffle(shuffle)) {
                tracker.unregisterAllMapAndMergeOutput(shuffle);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0, true", "0.5, false", "1, false", "-17, false"})
    void rowsThatAreReadAgainAreTheSame(float by, boolean same) {
        try (SparkRows rows = packed()) {
            loseAll(rows);
            change = by;
            if (same) {
                assertThat(rows.gathered().survey().rows(Split.TRAINING))
                        .isEqualTo(rows.survey().training());
                return;
            }
            assertThatThrownBy(rows::gathered)
                    .isExactlyInstanceOf(InputChangedException.class)
                    .hasMessage(
                            "rows: expected the same rows each time they are read, found different rows when some were read"
                                    + " again for a lost executor or a retried task; train on rows that do not change during the"
                                    + " run, such as a copy of the files or a fixed version of the table");
        }
    }

    /** One of the tasks recomputes its rows, in a job in which it has another task id. */
    @ParameterizedTest
    @CsvSource({"0", "1", "2", "3"})
    void eachTaskIsHeldAgainstItsOwnRows(int task) {
        try (SparkRows rows = packed()) {
            loseAll(rows);
            assertThat(Partitions.only(rows.blocks(), task, task + 1).count()).isPositive();
        }
    }
}
