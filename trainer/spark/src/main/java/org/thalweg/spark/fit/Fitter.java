package org.thalweg.spark.fit;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.thalweg.checkpoint.Checkpoint;
import org.thalweg.data.ClassWeights;
import org.thalweg.math.Blas;
import org.thalweg.math.Fingerprint;
import org.thalweg.model.Model;
import org.thalweg.model.ModelDescription;
import org.thalweg.model.Task;
import org.thalweg.model.Threshold;
import org.thalweg.nn.Network;
import org.thalweg.optim.OuterStep;
import org.thalweg.settings.Choice;
import org.thalweg.settings.KeyText;
import org.thalweg.spark.ExecutorBlas;
import org.thalweg.spark.ReductionReport;
import org.thalweg.spark.RowsEngine;
import org.thalweg.spark.Versions;
import org.thalweg.spark.config.FitSettings;
import org.thalweg.spark.config.MetricType;
import org.thalweg.spark.config.SettingsException;
import org.thalweg.spark.config.ThresholdChoice;
import org.thalweg.spark.table.ColumnRoles;
import org.thalweg.train.Checkpoints;
import org.thalweg.train.EpochResult;
import org.thalweg.train.LocalSteps;
import org.thalweg.train.RunState;
import org.thalweg.train.Trainer;
import org.thalweg.train.TrainingPlan;
import org.thalweg.train.TrainingResult;

/** Fits a network to prepared rows and evaluates it. */
public final class Fitter {
    /** The metadata key for the class weights of a model, in the order of its classes. */
    static final String CLASS_WEIGHTS = "classWeights";

    /** The metadata key for the seed of a model's training. */
    static final String SEED = "seed";

    private static final int GIGAFLOPS_SIDE = 1024;

    private final SparkSession spark;
    private final FitSettings settings;
    private final FitPlan plan;
    private final Map<String, String> facts;
    private final ThresholdChoice threshold;
    private final FitListener listener;

    /**
     * A fitter for settings. It reports at once which matrix product is used.
     *
     * @param spark the session that the rows are in
     * @param facts metadata for the model in addition to that of its training, such as its name
     */
    public Fitter(SparkSession spark, FitSettings settings, Map<String, String> facts, FitListener listener) {
        this(spark, settings, facts, ThresholdChoice.OF_MODEL, listener);
    }

    /**
     * A fitter for models with a threshold.
     *
     * @param spark the session that the rows are in
     * @param facts metadata for the model in addition to that of its training, such as its name
     * @param threshold the threshold, which is stored in the model and used in the final evaluation
     */
    public Fitter(
            SparkSession spark,
            FitSettings settings,
            Map<String, String> facts,
            ThresholdChoice threshold,
            FitListener listener) {
        this.threshold = threshold;
        this.spark = spark;
        this.settings = settings;
        this.plan = new FitPlan(settings);
        this.facts = Map.copyOf(facts);
        this.listener = listener;
        reportBlas();
    }

    /**
     * Fits a network to a DataFrame, in its own session.
     *
     * @param rows whose columns the source of the settings' data names; its session is not changed
     * @throws org.thalweg.spark.table.DataException if they cannot be trained on
     * @throws SettingsException if a setting does not fit the rows
     * @throws org.thalweg.train.DivergedException if training diverged
     */
    public static FitResult fit(Dataset<Row> rows, FitSettings settings, FitListener listener) {
        Fitter fitting = new Fitter(rows.sparkSession(), settings, Map.of(), listener);
        try (TrainingData data = TrainingData.of(rows, settings, listener)) {
            return fitting.fit(data, FitCheckpoints.NONE);
        }
    }

    /**
     * The initial weights of a fit.
     *
     * @param parameters in the network's order
     * @param described a description for the fit's identity; empty for random weights
     */
    public record StartingPoint(float[] parameters, Optional<String> described) {
        /** The weights of a trained model. */
        public static StartingPoint from(Model model) {
            return of(model, "warm", model.parameters());
        }

        /**
         * Weights that are computed from those of a trained model.
         *
         * @param name the name of the computation
         */
        public static StartingPoint of(Model model, String name, float[] parameters) {
            return new StartingPoint(parameters, Optional.of(name + " from " + Fingerprint.sha256(model.parameters())));
        }
    }

    /** Random weights, drawn with the seed. */
    public float[] drawn(Network network) {
        plan.room(network);
        return plan.initialisation().parameters(network, settings.seed());
    }

    /** Fits to rows, starting from random weights. */
    public FitResult fit(TrainingData rows, FitCheckpoints checkpoints) {
        return fit(rows, checkpoints, new StartingPoint(drawn(rows.plan().network()), Optional.empty()));
    }

    /** Fits to rows. */
    public FitResult fit(TrainingData rows, FitCheckpoints checkpoints, StartingPoint start) {
        settings.training()
                .stoppingMetrics()
                .forEach((key, metric) -> MetricType.requireGoesWith(key, metric, rows.plan()));
        requireThreshold(rows);
        FitEngine.Rows ofEngine = new FitEngine.Rows(rows.plan(), rows.training(), rows.validation(), rows.test());
        try (FitEngine engine = FitEngine.open(spark.sparkContext(), settings.training(), ofEngine, listener)) {
            return fit(rows, engine, checkpoints, start);
        }
    }

    /** Checks the threshold before training, which takes long. */
    private void requireThreshold(TrainingData rows) {
        Thresholds.requireTwoClasses(threshold, rows.targets().classLabels().size());
        if (threshold.isBestF1()) {
            rows.requireValidation("output.threshold");
        }
    }

    private void report(String format, Object... arguments) {
        listener.reportMarked(String.format(Locale.ROOT, format, arguments));
    }

    private void reportBlas() {
        Blas blas = Blas.get();
        report(
                listener.isVerbose() ? "matrix product: %s, %.1f GFLOP/s a core" : "matrix product: %s",
                blas.description(),
                listener.isVerbose() ? blas.gigaflops(GIGAFLOPS_SIDE) : 0.0);
    }

    private FitResult fit(TrainingData rows, FitEngine opened, FitCheckpoints checkpoints, StartingPoint start) {
        RowsEngine engine = opened.engine();
        ExecutorWatch executors = new ExecutorWatch(engine);
        executors.warning().ifPresent(listener::reportMarked);
        long startNanos = System.nanoTime();
        Trained trained = trained(rows, engine, executors, checkpoints, start);
        TrainingResult result = trained.result();
        double seconds = (System.nanoTime() - startNanos) * 1e-9;
        reportHowItEnded(rows, result);
        FinalEvaluation measures = FinalEvaluation.of(rows, engine, result, listener);
        Threshold chosen = measures.threshold(threshold);
        Model model = Model.of(
                description(rows).withThreshold(chosen),
                result.parameters(),
                rows.training().transforms().scaling(),
                rows.training().transforms().targetScaling(),
                rows.training().survey().total());
        return new FitResult(
                model,
                result,
                rows.epochs(),
                measures.evaluations(chosen),
                rows.scaleAdvice(),
                opened.kind(),
                executors.all(),
                trained.costs(),
                engine.reduction().map(ReductionReport::reduction),
                engine.threads(),
                seconds);
    }

    /** Reports the number of local steps, and the measurement if it was measured. */
    private void reportLocalSteps(long stepsOfAnEpoch) {
        LocalSteps local = settings.training().localSteps();
        if (local.isNone() || local.isAuto()) {
            return;
        }
        report(
                "local steps: %,d a round%s; outer step %s",
                local.count(),
                local.warmUpEpochs() == 0 ? "" : ", growing from 1 over " + local.warmUpEpochs() + " epochs",
                Choice.text(local.outer(), OuterStep.CHOICES));
        if (local.count() > stepsOfAnEpoch) {
            report(
                    "warning: %s: expected at most the steps of an epoch, %,d, found %,d: rounds are shorter, as each ends with its"
                            + " epoch; take fewer, or a smaller %s",
                    KeyText.of("training.localSteps"), stepsOfAnEpoch, local.count(), KeyText.of("training.batchSize"));
        }
    }

    /** The result of training, and the cost of its steps. */
    private record Trained(TrainingResult result, Optional<StepCosts.Medians> costs) {}

    private void reportHowItEnded(TrainingData rows, TrainingResult result) {
        List<EpochResult> epochs = result.epochs();
        DeadUnits.warnings(
                        epochs.get(epochs.size() - 1).layers(),
                        listener.isVerbose() ? 0 : DeadUnits.WORTH_A_WARNING,
                        rows.scaleAdvice())
                .forEach(listener::reportMarked);
        settings.training().stoppingMetrics().forEach((key, metric) -> {
            if (epochs.stream()
                    .allMatch(epoch ->
                            Double.isNaN(epoch.validation().orElseThrow().of(metric)))) {
                report(
                        "warning: %s: expected validation rows of which %s is defined, found none in any epoch, so that it had no effect; take another metric, or other validation rows",
                        KeyText.of(key), metric.label());
            }
        });
        if (result.stoppedEarly()) {
            report(
                    "stopped after epoch %d of %d: %s%s",
                    epochs.size(),
                    rows.epochs(),
                    settings.training().text(result.stoppedBy()),
                    result.bestEpoch() == epochs.size() - 1
                            ? ""
                            : "; the weights of epoch " + (result.bestEpoch() + 1) + " are kept");
        }
    }

    /**
     * Whether there may be advice on executors: only for steps of all lanes on a cluster. In local mode, the number of tasks
     * is the user's choice.
     */
    private boolean mayAdvise() {
        return settings.training().localSteps().isNone()
                && !spark.sparkContext().isLocal();
    }

    private Trained trained(
            TrainingData rows,
            RowsEngine engine,
            ExecutorWatch executors,
            FitCheckpoints checkpoints,
            StartingPoint start) {
        Map<String, String> identity = rows.identity();
        start.described().ifPresent(what -> identity.put("start", what));
        identity.put(
                Checkpoint.MATRIX_PRODUCTS,
                executors.all().stream()
                        .map(ExecutorBlas::kernelFingerprint)
                        .distinct()
                        .sorted()
                        .collect(Collectors.joining(" and ")));
        Optional<RunState> from = checkpoints.toResume(identity);
        // Before the line of the network is printed: whoever sees it may end the run with a checkpoint.
        Checkpoints written = checkpoints.start(identity);
        Network network = rows.plan().network();
        report("network: %s, %,d parameters", network.shape(), network.parameterCount());
        reportLocalSteps(engine.order().steps());
        try (StepCosts progress = new StepCosts(engine, executors, mayAdvise(), listener.progress(rows.epochs()))) {
            Trainer trainer =
                    new Trainer(engine, plan.training(rows.training().survey().training()), progress, written);
            TrainingResult result = from.isPresent() ? trainer.resume(from.get()) : trainer.train(start.parameters());
            return new Trained(result, progress.medians());
        }
    }

    private ModelDescription description(TrainingData rows) {
        TrainingPlan planned = rows.plan();
        ColumnRoles roles = rows.read().roles();
        List<String> labels = roles.labels();
        List<String> names = roles.targetNames();
        String version = Versions.thalweg();
        ModelDescription description =
                switch (settings.task()) {
                    case CLASSIFICATION ->
                        ModelDescription.classification(
                                version,
                                planned.network(),
                                planned.loss(),
                                rows.targets().classLabels());
                    case MULTILABEL -> ModelDescription.multilabel(version, planned.network(), planned.loss(), names);
                    case REGRESSION -> ModelDescription.regression(version, planned.network(), planned.loss(), names);
                    case AUTOENCODER -> ModelDescription.autoencoder(version, planned.network(), planned.loss());
                };
        ModelDescription named = roles.encoding()
                .map(description::withEncoding)
                .orElseGet(() -> description.withFeatureNames(roles.featureNames()))
                .withFacts(facts(rows));
        return settings.task() != Task.AUTOENCODER && labels.size() == 1
                ? named.withTargetColumn(labels.get(0))
                : named;
    }

    private Map<String, String> facts(TrainingData rows) {
        Map<String, String> all = new HashMap<>(facts);
        all.put(SEED, Long.toString(settings.seed()));
        ClassWeights weights = rows.training().transforms().classWeights();
        if (!weights.isNone()) {
            all.put(CLASS_WEIGHTS, weights.text());
        }
        return all;
    }
}
