package org.thalweg.spark;

import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaSparkContext;
import org.thalweg.data.RowSurvey;
import org.thalweg.data.RowTransforms;
import org.thalweg.data.Split;
import org.thalweg.settings.KeyText;
import org.thalweg.settings.Setting;
import org.thalweg.train.EpochOrder;
import org.thalweg.train.Evaluation;
import org.thalweg.train.EvaluationForm;
import org.thalweg.train.GradientSum;
import org.thalweg.train.LocalDescent;
import org.thalweg.train.LocalEngine;
import org.thalweg.train.Step;
import org.thalweg.train.StepDeadlineException;
import org.thalweg.train.TrainingCancelledException;
import org.thalweg.train.TrainingPlan;

/**
 * Computes gradients on threads of the driver's JVM, over rows that Spark has read and packed. A step needs no Spark job and no
 * broadcast, and gives the same bits as a {@link SparkEngine}.
 *
 * <p>The rows are moved to the driver when they are first needed. They belong to the caller, as does the Spark context.
 */
public final class DriverEngine implements RowsEngine {
    private final LocalEngine engine;
    private final double deadlineSeconds;
    private final int threads;

    /**
     * An engine over rows. It uses N threads with {@code local[N]}, and the driver's cores on a cluster.
     *
     * @param rows prepared with the plan's seed and batches; they are moved to the driver
     * @param validation {@linkplain SparkRows#prepareToEvaluate prepared for evaluation}; empty for the rows held out of the
     *     training rows
     * @param deadlineSeconds above 0; a longer step or evaluation fails with a {@link StepDeadlineException}
     * @throws TrainingCancelledException if this thread was interrupted while the rows were moved
     */
    public DriverEngine(
            JavaSparkContext spark,
            TrainingPlan plan,
            SparkRows rows,
            Optional<SparkRows> validation,
            double deadlineSeconds) {
        this.threads = DriverThreads.of(spark.sc());
        this.engine = new LocalEngine(plan, rows.gathered(), validation.map(SparkRows::gathered), threads);
        this.deadlineSeconds = deadlineSeconds;
    }

    @Override
    public TrainingPlan plan() {
        return engine.plan();
    }

    @Override
    public RowSurvey rows() {
        return engine.rows();
    }

    @Override
    public RowTransforms transforms() {
        return engine.transforms();
    }

    @Override
    public boolean hasValidation() {
        return engine.hasValidation();
    }

    @Override
    public EpochOrder order() {
        return engine.order();
    }

    @Override
    public GradientSum gradient(float[] parameters, Step step) {
        return inTime(step::text, () -> engine.gradient(parameters, step));
    }

    @Override
    public GradientSum localSteps(float[] start, Step steps, LocalDescent descent) {
        return inTime(steps::text, () -> engine.localSteps(start, steps, descent));
    }

    @Override
    public void forEachPart(int count, IntConsumer part) {
        engine.forEachPart(count, part);
    }

    @Override
    public Evaluation evaluate(float[] parameters, Split split, EvaluationForm form) {
        return inTime(() -> "evaluate", () -> engine.evaluate(parameters, split, form));
    }

    @Override
    public Evaluation evaluate(float[] parameters, SparkRows of, Split split, EvaluationForm form) {
        return inTime(() -> "evaluate", () -> engine.evaluate(parameters, of.gathered(), split, form));
    }

    /** The driver's threads. */
    @Override
    public int threads() {
        return threads;
    }

    @Override
    public List<ExecutorBlas> executors() {
        return List.of(ExecutorBlas.here());
    }

    /** Interrupts this thread if the work takes too long. */
    private <R> R inTime(Supplier<String> what, Supplier<R> work) {
        Deadline deadline = new Deadline(deadlineSeconds, Thread.currentThread()::interrupt);
        try {
            return work.get();
        } catch (TrainingCancelledException e) {
            deadline.close();
            if (!deadline.isPast()) {
                throw e;
            }
            throw new StepDeadlineException(what.get() + ": expected the driver to end it within "
                    + Setting.text(deadlineSeconds) + " s, found it at work; see what else the machine does, or raise "
                    + KeyText.of("training.stepDeadlineSeconds"));
        } finally {
            deadline.close();
            if (deadline.isPast()) {
                Thread.interrupted(); // The deadline has set the flag, not the caller.
            }
        }
    }

    @Override
    public void close() {
        engine.close();
    }
}
