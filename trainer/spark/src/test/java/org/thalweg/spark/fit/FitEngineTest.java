package org.thalweg.spark.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.thalweg.spark.config.EngineChoice;
import org.thalweg.spark.config.FitSettings;
import org.thalweg.spark.config.SettingsException;

/** Which engine a fit takes, in local mode; {@code SameBitsIT} has the clusters. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class FitEngineTest {
    private static final DriverMemory ROOM = new DriverMemory(Long.MAX_VALUE, 1_000_000_000);
    private static final DriverMemory NO_ROOM = new DriverMemory(999, 4_000_000_000L);

    private static SparkSession spark;

    @BeforeAll
    static void start() {
        spark = SparkSession.builder()
                .config(new SparkConf(false)
                        .setMaster("local[2]")
                        .setAppName("engines")
                        .set("spark.ui.enabled", "false")
                        .set("spark.driver.host", "127.0.0.1")
                        .set("spark.driver.bindAddress", "127.0.0.1"))
                .getOrCreate();
    }

    @AfterAll
    static void stop() {
        spark.stop();
        SparkSession.clearDefaultSession();
        SparkSession.clearActiveSession();
    }

    private static FitSettings settings(String engine) {
        Map<String, Object> all = new TreeMap<>(Map.of(
                "task",
                "classification",
                "data.label",
                "kind",
                "data.validation",
                0.2,
                "network.hidden",
                List.of(5),
                "training.epochs",
                2));
        if (!engine.isEmpty()) {
            all.put("training.engine", engine);
        }
        return FitSettings.ofDataFrame(all);
    }

    private static Dataset<Row> rows() {
        List<Row> rows = IntStream.range(0, 200)
                .mapToObj(i -> RowFactory.create(i % 17 / 17.0, i % 5 / 5.0, i % 17 > 8 ? "a" : "b"))
                .toList();
        return spark.createDataFrame(
                rows,
                new StructType()
                        .add("x", DataTypes.DoubleType)
                        .add("y", DataTypes.DoubleType)
                        .add("kind", DataTypes.StringType));
    }

    private static EngineChoice opened(String engine, DriverMemory room, FitListener listener) {
        FitSettings settings = settings(engine);
        try (TrainingData data = TrainingData.of(rows(), settings, FitListener.NONE);
                FitEngine opened = FitEngine.open(
                        spark.sparkContext(),
                        settings.training(),
                        new FitEngine.Rows(data.plan(), data.training(), data.validation(), data.test()),
                        listener,
                        room)) {
            return opened.kind();
        }
    }

    @ParameterizedTest
    @CsvSource({"'', DRIVER", "auto, DRIVER", "driver, DRIVER", "spark, SPARK"})
    void localModeTrainsOnTheDriverUnlessTasksAreAskedFor(String engine, EngineChoice expected) {
        FitResult fitted = Fitter.fit(rows(), settings(engine), FitListener.NONE);
        assertThat(fitted.engine()).isEqualTo(expected);
        assertThat(fitted.executors()).hasSize(1);
        FitResult inTasks = Fitter.fit(rows(), settings("spark"), FitListener.NONE);
        assertThat(fitted.weightsSha256()).isEqualTo(inTasks.weightsSha256());
        assertThat(fitted.executors()).isEqualTo(inTasks.executors());
        assertThat(spark.sparkContext().getPersistentRDDs().size()).isZero();
    }

    @Test
    void rowsWithoutRoomStayInTasksAndTheRunSaysSo() {
        List<String> reports = new ArrayList<>();
        assertThat(opened("auto", NO_ROOM, reports::add)).isEqualTo(EngineChoice.SPARK);
        assertThat(reports)
                .hasSize(1)
                .first()
                .asString()
                .startsWith("warning: the rows take 1 MB, which is more than 1 MB of its heap of 4,000 MB");
        reports.clear();
        assertThat(opened("auto", ROOM, reports::add)).isEqualTo(EngineChoice.DRIVER);
        assertThat(reports).isEmpty();
    }

    @Test
    void rowsWithoutRoomAreRefusedWhereTheDriverIsAskedFor() {
        assertThatThrownBy(() -> opened("driver", NO_ROOM, FitListener.NONE))
                .isInstanceOf(SettingsException.class)
                .hasMessage(
                        "training.engine: expected rows that fit into 1 MB of its heap of 4,000 MB on the driver, found 1 MB; give it"
                                + " more with --driver-memory, or take data.storage: disk or training.engine: spark");
        assertThat(spark.sparkContext().getPersistentRDDs().size()).isZero();
    }

    @Test
    void aNetworkThatTheHeapHasNoRoomForIsRefusedWithTheNumbers() {
        DriverMemory room = new DriverMemory(0, 1_000_000_000);
        room.requireRoomFor(30_000_000, 2);
        assertThatThrownBy(() -> room.requireRoomFor(50_000_000, 2))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("50,000,000 parameters")
                .hasMessageContaining("found a heap of 1,000 MB; give more with --driver-memory");
    }
}
