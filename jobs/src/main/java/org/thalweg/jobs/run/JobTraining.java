package org.thalweg.jobs.run;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.thalweg.jobs.config.JobFile;
import org.thalweg.jobs.report.Metrics;
import org.thalweg.jobs.report.Report;
import org.thalweg.jobs.session.Console;
import org.thalweg.jobs.session.Session;
import org.thalweg.math.Blas;
import org.thalweg.model.Model;
import org.thalweg.model.Task;
import org.thalweg.model.Threshold;
import org.thalweg.nn.Network;
import org.thalweg.spark.ExecutorBlas;
import org.thalweg.spark.SparkRows;
import org.thalweg.spark.Versions;
import org.thalweg.spark.config.EngineChoice;
import org.thalweg.spark.config.ThresholdChoice;
import org.thalweg.spark.fit.FitListener;
import org.thalweg.spark.fit.FitResult;
import org.thalweg.spark.fit.Fitter;
import org.thalweg.spark.fit.StepCosts;
import org.thalweg.spark.fit.TrainingData;
import org.thalweg.train.EpochResult;
import org.thalweg.train.Metric;
import org.thalweg.train.TrainingResult;

/** Fits a network as a job describes, and collects its metrics. All runs that train share it. */
public final class JobTraining {
    private final Session session;
    private final JobFile job;
    private final Set<Metric> watched;
    private final FitListener listener;
    private final Fitter fitting;
    private final long start = System.nanoTime();

    /** Training by a job; prints which matrix product is used. */
    public JobTraining(Session session, JobFile job, boolean verbose, Console console) {
        this.session = session;
        this.job = job;
        this.watched = new LinkedHashSet<>(job.training().stoppingMetrics().values());
        this.listener = new ConsoleListener(console, verbose, watched);
        this.fitting = new Fitter(
                session.spark(),
                job.fit(),
                Map.of("name", job.name()),
                job.output().threshold(),
                listener);
    }

    /**
     * The result of training.
     *
     * @param watched metrics by which training may stop early, and F1 if there is a threshold
     * @param choice how the threshold was chosen
     */
    public record Trained(FitResult fitted, Metrics metrics, Set<Metric> watched, ThresholdChoice choice) {
        /** A line for each split, and one for the threshold if there is one. */
        public String text() {
            StringBuilder text = new StringBuilder();
            fitted.evaluations().forEach((split, evaluation) -> text.append(Report.line(split, evaluation, watched)));
            if (!threshold().isNone()) {
                text.append(
                        String.format("%-10s  %s%s%n", "threshold", threshold().value(), chosenBy()));
            }
            return text.toString();
        }

        private String chosenBy() {
            if (!choice.isBestF1()) {
                return "";
            }
            Metric f1 = f1(fitted.model().task());
            return " with the best F1 on the validation rows: "
                    + f1.text(f1.of(fitted.evaluations().get("validation")));
        }

        /** A warning if the model is no better than a baseline without features. */
        Optional<String> warning() {
            return BelowBaseline.warning(fitted, watched);
        }

        Threshold threshold() {
            return fitted.model().description().threshold();
        }
    }

    private static Metric f1(Task task) {
        return task == Task.MULTILABEL ? Metric.MICRO_F1 : Metric.F1;
    }

    /**
     * Reads the job's rows.
     *
     * @param initial the model whose weights training starts from; empty for none
     */
    TrainingData read(Optional<Model> initial) {
        return TrainingData.of(session.spark(), job.fit(), initial, listener);
    }

    /** Prepares rows that are already opened. */
    public TrainingData prepared(TrainingData.Source source) {
        return TrainingData.of(session.spark(), job.fit(), source, listener);
    }

    /** The initial weights that the job's seed draws. */
    public float[] drawn(Network network) {
        return fitting.drawn(network);
    }

    /** Trains on rows from a model's weights, or from those that the job's seed draws. */
    Trained train(TrainingData rows, RunCheckpoints checkpoints, Optional<Model> initial) {
        Fitter.StartingPoint drawn = new Fitter.StartingPoint(drawn(rows.plan().network()), Optional.empty());
        return train(rows, checkpoints, initial.map(Fitter.StartingPoint::from).orElse(drawn));
    }

    /** Trains on rows. */
    public Trained train(TrainingData rows, RunCheckpoints checkpoints, Fitter.StartingPoint from) {
        session.endsBy(checkpoints::endRun);
        FitResult fitted = fitting.fit(rows, checkpoints, from);
        Metrics metrics = metrics(rows.plan().network(), rows.training(), fitted);
        checkpoints.putInto(metrics);
        fitted.costs().ifPresent(costs -> costs(metrics, costs, fitted.engine()));
        fitted.reduction()
                .ifPresent(
                        reduction -> metrics.put("reduction", reduction.name().toLowerCase(Locale.ROOT)));
        rows.classWeights().ifPresent(weights -> metrics.put("classWeights", weights));
        Threshold threshold = fitted.model().description().threshold();
        Set<Metric> printed = new LinkedHashSet<>(watched);
        if (!threshold.isNone()) {
            metrics.put("threshold", threshold.value());
            printed.add(f1(job.task()));
        }
        fitted.evaluations().forEach(metrics::put);
        return new Trained(fitted, metrics, printed, job.output().threshold());
    }

    private static void costs(Metrics metrics, StepCosts.Medians costs, EngineChoice engine) {
        metrics.put("stepSeconds", costs.step());
        if (engine == EngineChoice.SPARK) {
            metrics.put("stepBroadcastSeconds", costs.broadcast())
                    .put("stepFetchSeconds", costs.fetch())
                    .put("stepComputeSeconds", costs.compute())
                    .put("stepRestSeconds", costs.rest());
        }
    }

    private Metrics metrics(Network network, SparkRows rows, FitResult fitted) {
        TrainingResult result = fitted.result();
        return new Metrics()
                .put("name", job.name())
                .put("task", job.task().label())
                .put("network", network.shape())
                .put("parameters", network.parameterCount())
                .put("rows", rows.survey().training())
                .put("rowsContent", rows.survey().content().text())
                .put("epochs", result.epochs().size())
                .put("bestEpoch", result.bestEpoch() + 1)
                .put("stoppedEarly", result.stoppedEarly())
                .put("stoppedBy", result.stoppedBy().label())
                .put("steps", result.steps())
                .put("seed", job.seed())
                .put("weightsSha256", fitted.weightsSha256())
                .put("seconds", (System.nanoTime() - start) * 1e-9)
                .put("trainingSeconds", fitted.trainingSeconds())
                .put(
                        "secondsPerEpoch",
                        result.epochs().stream()
                                .mapToDouble(EpochResult::seconds)
                                .average()
                                .orElse(0))
                .put("batchSize", rows.batches().sizeFor(rows.survey().training()))
                .put("stepsPerEpoch", rows.order().steps())
                .put("lanes", rows.layout().training().count())
                .put("lanesPerStep", rows.layout().groupSize())
                .put("partitions", rows.tasks())
                .put("cachedBytes", rows.cachedBytes())
                .put("master", session.context().master())
                .put("engine", fitted.engine().label())
                .put("blas", Blas.get().description())
                .put("thalweg", Versions.thalweg())
                .put("spark", session.spark().version())
                .put("java", System.getProperty("java.version"))
                .put("plannedEpochs", fitted.plannedEpochs())
                .put("executors", fitted.executors().size())
                .put("threads", fitted.threads())
                .put("optimizerArrays", job.optimizer().descent().arrayCount())
                .put(
                        "localSteps",
                        job.training().localSteps().isAuto()
                                ? null
                                : job.training().localSteps().count())
                .put("sameBlasEverywhere", ExecutorBlas.allRoundEqually(fitted.executors()));
    }
}
