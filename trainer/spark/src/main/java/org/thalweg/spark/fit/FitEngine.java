package org.thalweg.spark.fit;

import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.thalweg.settings.KeyText;
import org.thalweg.spark.DriverEngine;
import org.thalweg.spark.Reduction;
import org.thalweg.spark.RowStorage;
import org.thalweg.spark.RowsEngine;
import org.thalweg.spark.SparkEngine;
import org.thalweg.spark.SparkRows;
import org.thalweg.spark.config.EngineChoice;
import org.thalweg.spark.config.ReductionChoice;
import org.thalweg.spark.config.SettingsException;
import org.thalweg.spark.config.TrainingSection;
import org.thalweg.train.TrainingPlan;

/**
 * The engine that settings choose for some rows.
 *
 * @param engine over the rows
 * @param kind {@link EngineChoice#SPARK} or {@link EngineChoice#DRIVER}
 */
record FitEngine(RowsEngine engine, EngineChoice kind) implements AutoCloseable {
    /**
     * The rows of a fit.
     *
     * @param training training rows, training rows, prepared with the plan's seed and batches
     * @param validation separate validation rows; empty if they are held out of the training rows
     * @param test separate rows that are evaluated at the end; empty for none
     */
    record Rows(TrainingPlan plan, SparkRows training, Optional<SparkRows> validation, Optional<SparkRows> test) {
        /** Rows for evaluation only. */
        static Rows toEvaluate(TrainingPlan plan, SparkRows rows) {
            return new Rows(plan, rows, Optional.empty(), Optional.empty());
        }

        /** The bytes of the rows on the driver's heap. If executors store them in files, the driver gets copies of all. */
        private long bytes(SparkContext spark) {
            return Stream.concat(Stream.of(training), Stream.concat(validation.stream(), test.stream()))
                    .mapToLong(spark.isLocal() ? SparkRows::cachedBytes : SparkRows::packedBytes)
                    .sum();
        }
    }

    /**
     * Opens the engine that the settings choose.
     *
     * @throws SettingsException if they choose the driver, and its heap has no room for the rows
     */
    static FitEngine open(SparkContext spark, TrainingSection settings, Rows rows, FitListener listener) {
        boolean auto = settings.engine() == EngineChoice.AUTO;
        if (settings.engine() == EngineChoice.SPARK || auto && !spark.isLocal()) {
            return onExecutors(spark, settings, rows);
        }
        return open(spark, settings, rows, listener, DriverMemory.of(spark));
    }

    /** Opens the engine on the driver if there is room. */
    static FitEngine open(
            SparkContext spark, TrainingSection settings, Rows rows, FitListener listener, DriverMemory room) {
        String needed = RowStorage.megabytes(rows.bytes(spark));
        if (!room.fits(rows.bytes(spark))) {
            if (settings.engine() == EngineChoice.DRIVER) {
                throw new SettingsException(KeyText.of("training.engine") + ": expected rows that fit into " + room
                        + " on the driver, found " + needed + "; give it more with --driver-memory, or take "
                        + (spark.isLocal() ? KeyText.of("data.storage") + ": disk or " : "")
                        + KeyText.of("training.engine") + ": spark");
            }
            listener.reportMarked("warning: the rows take " + needed + ", which is more than " + room
                    + " for training without Spark's tasks: every step is a Spark job, which is slower; give more with"
                    + " --driver-memory");
            return onExecutors(spark, settings, rows);
        }
        if (!spark.isLocal()) {
            listener.reportMarked(
                    "gathering the rows, " + needed + ", from the executors to the driver, which trains on"
                            + " them alone (" + KeyText.of("training.engine") + ": driver)");
        }
        return new FitEngine(
                new DriverEngine(
                        JavaSparkContext.fromSparkContext(spark),
                        rows.plan(),
                        rows.training(),
                        rows.validation(),
                        settings.stepDeadlineSeconds()),
                EngineChoice.DRIVER);
    }

    private static FitEngine onExecutors(SparkContext spark, TrainingSection settings, Rows rows) {
        return new FitEngine(
                new SparkEngine(
                        JavaSparkContext.fromSparkContext(spark),
                        rows.plan(),
                        rows.training(),
                        rows.validation(),
                        reduction(settings.reduction()),
                        settings.stepDeadlineSeconds()),
                EngineChoice.SPARK);
    }

    private static Reduction reduction(ReductionChoice choice) {
        return switch (choice) {
            case AUTO -> Reduction.AUTO;
            case GATHER -> Reduction.GATHER;
            case SLICES -> Reduction.SLICES;
        };
    }

    @Override
    public void close() {
        engine.close();
    }
}
