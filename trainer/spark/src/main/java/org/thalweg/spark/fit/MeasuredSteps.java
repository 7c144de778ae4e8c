package org.thalweg.spark.fit;

import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import org.thalweg.data.Split;
import org.thalweg.spark.LoopbackCosts;
import org.thalweg.spark.SparkRows;
import org.thalweg.spark.config.EngineChoice;
import org.thalweg.spark.config.FitSettings;
import org.thalweg.spark.plan.Round;
import org.thalweg.spark.plan.StepCostModel;
import org.thalweg.spark.plan.Workload;
import org.thalweg.train.LocalSteps;
import org.thalweg.train.StepMeasure;
import org.thalweg.train.StepTimes;
import org.thalweg.train.TrainingSettings;

/**
 * The measured cost of a fit's steps on this cluster, and their number.
 *
 * @param executors the number of executors that took the steps; 0 for the driver's own threads
 * @param cores of an executor, or the driver's threads
 */
public record MeasuredSteps(StepCostModel terms, Workload work, int executors, int cores) {
    /**
     * Takes some steps on the engine of the rows, and discards the result.
     *
     * @param seconds the approximate duration, above 0
     */
    public static MeasuredSteps of(
            SparkSession session, FitSettings settings, TrainingData data, FitListener listener, double seconds) {
        SparkContext spark = session.sparkContext();
        FitPlan plan = new FitPlan(settings);
        SparkRows rows = data.training();
        TrainingSettings training = plan.training(rows.survey().training());
        float[] parameters = plan.initialisation().parameters(data.plan().network(), settings.seed());
        Workload work = work(data, training);
        FitEngine.Rows ofEngine = new FitEngine.Rows(data.plan(), rows, data.validation(), data.test());
        try (FitEngine engine = FitEngine.open(spark, settings.training(), ofEngine, listener)) {
            StepMeasure.Costs costs = StepMeasure.of(engine.engine(), training, parameters, seconds);
            StepCostModel base = loopback(spark, parameters.length);
            if (engine.kind() == EngineChoice.DRIVER) {
                int threads = engine.engine().threads();
                return new MeasuredSteps(
                        base.inOneJvm(costs.times().seconds(), costs.optimizer(), work.lanes(), threads),
                        work,
                        0,
                        threads);
            }
            StepTimes times = costs.times();
            int executors = Math.max(1, engine.engine().executors().size());
            int cores = Math.max(1, engine.engine().threads() / executors);
            Round round = new Round(work.lanes(), 1, 1, false);
            return new MeasuredSteps(
                    base.onCluster(
                            times.seconds() + costs.optimizer(),
                            times.compute(),
                            costs.optimizer(),
                            round,
                            executors,
                            cores),
                    work,
                    executors,
                    cores);
        }
    }

    /** The cost of messages on this machine, without the cost of arithmetic. */
    public static StepCostModel loopback(SparkContext spark, int parameters) {
        LoopbackCosts costs = LoopbackCosts.measure(spark, parameters);
        return new StepCostModel(
                parameters,
                0,
                costs.turn(),
                costs.message(),
                costs.codeByte(),
                costs.moveByte(),
                costs.addByte(),
                0,
                costs.job());
    }

    private static Workload work(TrainingData data, TrainingSettings training) {
        SparkRows rows = data.training();
        long validation = data.validation()
                .map(own -> own.survey().training())
                .orElse(rows.survey().rows(Split.VALIDATION));
        LocalSteps localSteps = training.localSteps();
        return new Workload(
                rows.survey().training(),
                validation,
                rows.order().steps(),
                rows.layout().groupSize(),
                training.descent().arrayCount(),
                localSteps.isAuto() ? 1 : localSteps.count(),
                rows.cachedBytes());
    }
}
