package org.thalweg.jobs.run;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.thalweg.data.ClassWeights;
import org.thalweg.data.FeatureEncoding;
import org.thalweg.data.Split;
import org.thalweg.jobs.config.JobFile;
import org.thalweg.jobs.read.LabelledRows;
import org.thalweg.jobs.read.Targets;
import org.thalweg.math.Blas;
import org.thalweg.math.Fingerprint;
import org.thalweg.model.Model;
import org.thalweg.model.ModelDescription;
import org.thalweg.model.Task;
import org.thalweg.nn.Network;
import org.thalweg.spark.ExecutorBlas;
import org.thalweg.spark.SparkEngine;
import org.thalweg.spark.SparkRows;
import org.thalweg.train.EpochResult;
import org.thalweg.train.Evaluation;
import org.thalweg.train.MetricValues;
import org.thalweg.train.RunState;
import org.thalweg.train.Trainer;
import org.thalweg.train.TrainingPlan;
import org.thalweg.train.TrainingResult;

/** Trains a network on prepared rows and measures it: what every run that trains has in common. */
public final class Training {
    /** The model's file in its folder. */
    public static final String MODEL = "model.safetensors";

    /** The fact by which a model remembers the weights of its classes, in their order. */
    static final String CLASS_WEIGHTS = "classWeights";

    private static final int GIGAFLOPS_SIDE = 1024;

    /** The share of a layer's units above which it is told without being asked that they are dead. */
    static final double TOLD_DEAD = 0.5;

    private final Session session;
    private final JobFile job;
    private final JobPlan words;
    private final boolean verbose;
    private final Console console;
    private final long start = System.nanoTime();

    /** Training by a job; says at once which matrix product there is. */
    public Training(Session session, JobFile job, boolean verbose, Console console) {
        this.session = session;
        this.job = job;
        this.words = new JobPlan(job);
        this.verbose = verbose;
        this.console = console;
        tellBlas();
    }

    /**
     * The weights that a run begins with.
     *
     * @param parameters as the network has them
     * @param words what they are, for the run's identity; empty for weights drawn by the job's seed
     */
    public record Begin(float[] parameters, Optional<String> words) {}

    /**
     * What training came to.
     *
     * @param plannedEpochs the epochs that it would have taken at most
     * @param evaluations by split: {@code train}, and {@code validation} and {@code test} where there are such
     * @param scaleAdvice what to scale that is far from the scale of common learning rates; empty for nothing
     */
    public record Trained(
            Model model,
            Metrics metrics,
            TrainingResult result,
            int plannedEpochs,
            Map<String, Evaluation> evaluations,
            List<String> scaleAdvice) {
        /** A line a split, as people read it. */
        public String text() {
            StringBuilder text = new StringBuilder();
            evaluations.forEach((split, evaluation) -> text.append(Report.line(split, evaluation)));
            return text.toString();
        }

        /** The fingerprint of the weights. */
        public String weightsSha256() {
            return Fingerprint.sha256(result.parameters());
        }
    }

    /** The weights that the job's seed draws. */
    public float[] drawn(Network network) {
        return words.initialisation().parameters(network, job.seed());
    }

    /** Trains on rows from weights drawn by the job's seed. */
    public Trained train(TrainingData rows, RunCheckpoints checkpoints) {
        return train(rows, checkpoints, new Begin(drawn(rows.plan().network()), Optional.empty()));
    }

    /** Trains on rows. */
    public Trained train(TrainingData rows, RunCheckpoints checkpoints, Begin begin) {
        try (SparkEngine engine = new SparkEngine(
                session.context(),
                rows.plan(),
                rows.training(),
                rows.validation(),
                job.training().stepDeadlineSeconds())) {
            return train(rows, engine, checkpoints, begin);
        }
    }

    private void tellBlas() {
        Blas blas = Blas.get();
        console.tell(
                verbose ? "matrix product: %s, %.1f GFLOP/s a core" : "matrix product: %s",
                blas.description(),
                verbose ? blas.gigaflops(GIGAFLOPS_SIDE) : 0.0);
    }

    private void tellUnlike(List<ExecutorBlas> executors) {
        if (!ExecutorBlas.areAlike(executors)) {
            console.tell(
                    "warning: the executors' matrix products round differently, so that another run may give other bits"
                            + " (%s); let all take one, such as by --conf spark.executorEnv.OPENBLAS_CORETYPE=Haswell"
                            + " before the command",
                    CheckRun.shown(
                            executors.stream().map(ExecutorBlas::toString).toList()));
        }
    }

    private Trained train(TrainingData rows, SparkEngine engine, RunCheckpoints checkpoints, Begin begin) {
        List<ExecutorBlas> executors = rows.training().executors();
        tellUnlike(executors);
        Network network = rows.plan().network();
        console.tell("network: %s, %,d parameters", network.shape(), network.parameterCount());
        long trainingStart = System.nanoTime();
        TrainingResult result = trained(rows, engine, checkpoints, begin);
        double seconds = (System.nanoTime() - trainingStart) * 1e-9;
        tellHowItEnded(rows, result);
        Map<String, Evaluation> evaluations = new LinkedHashMap<>();
        evaluations.put("train", engine.evaluate(result.parameters(), Split.TRAINING));
        if (engine.hasValidation()) {
            evaluations.put("validation", engine.evaluate(result.parameters(), Split.VALIDATION));
        }
        if (rows.training().survey().rows(Split.TEST) > 0) {
            evaluations.put("test", engine.evaluate(result.parameters(), Split.TEST));
        }
        rows.test()
                .ifPresent(test -> evaluations.put("test", engine.evaluate(result.parameters(), test, Split.TRAINING)));

        Metrics metrics = metrics(network, rows.training(), result, seconds).put("plannedEpochs", rows.epochs());
        metrics.put("executors", executors.size()).put("executorsAlike", ExecutorBlas.areAlike(executors));
        checkpoints.tell(metrics);
        rows.classWeights().ifPresent(weights -> metrics.put(CLASS_WEIGHTS, weights));
        evaluations.forEach((split, evaluation) -> metrics.put(split, MetricValues.of(evaluation)));
        Model model = Model.of(
                description(rows),
                result.parameters(),
                rows.training().transforms().scaling(),
                rows.training().transforms().targetScaling(),
                rows.training().survey().total());
        return new Trained(model, metrics, result, rows.epochs(), evaluations, rows.scaleAdvice());
    }

    private void tellHowItEnded(TrainingData rows, TrainingResult result) {
        List<EpochResult> epochs = result.epochs();
        Report.deadUnits(epochs.get(epochs.size() - 1).layers(), verbose ? 0 : TOLD_DEAD, rows.scaleAdvice())
                .forEach(warning -> console.tell("%s", warning));
        if (result.stoppedEarly()) {
            console.tell(
                    "stopped after epoch %d of %d: %s",
                    epochs.size(), rows.epochs(), result.stoppedBy().words());
        }
    }

    private TrainingResult trained(TrainingData rows, SparkEngine engine, RunCheckpoints checkpoints, Begin begin) {
        Map<String, String> identity = rows.identity();
        begin.words().ifPresent(what -> identity.put("start", what));
        Optional<RunState> from = checkpoints.toResume(identity);
        try (ProgressDisplay progress = new ProgressDisplay(console.err(), rows.epochs(), console.width())) {
            Trainer trainer = new Trainer(
                    engine, words.settings(rows.training().survey().training()), progress, checkpoints.begin(identity));
            return from.isPresent() ? trainer.resume(from.get()) : trainer.train(begin.parameters());
        }
    }

    private Metrics metrics(Network network, SparkRows rows, TrainingResult result, double seconds) {
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
                .put("weightsSha256", Fingerprint.sha256(result.parameters()))
                .put("seconds", (System.nanoTime() - start) * 1e-9)
                .put("trainingSeconds", seconds)
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
                .put("blas", Blas.get().description())
                .put("thalweg", Versions.thalweg())
                .put("spark", session.spark().version())
                .put("java", System.getProperty("java.version"));
    }

    private ModelDescription description(TrainingData rows) {
        LabelledRows training = rows.read();
        Targets targets = rows.targets();
        TrainingPlan plan = rows.plan();
        ClassWeights classWeights = rows.training().transforms().classWeights();
        Map<String, String> facts = new HashMap<>(Map.of("name", job.name(), "seed", Long.toString(job.seed())));
        if (!classWeights.areNone()) {
            facts.put(CLASS_WEIGHTS, classWeights.text());
        }
        List<String> labels = training.roles().labels();
        List<String> names = training.roles().targetNames();
        String version = Versions.thalweg();
        ModelDescription description =
                switch (job.task()) {
                    case CLASSIFICATION ->
                        ModelDescription.classification(version, plan.network(), plan.loss(), targets.classLabels());
                    case MULTILABEL -> ModelDescription.multilabel(version, plan.network(), plan.loss(), names);
                    case REGRESSION -> ModelDescription.regression(version, plan.network(), plan.loss(), names);
                    case AUTOENCODER -> ModelDescription.autoencoder(version, plan.network(), plan.loss());
                };
        FeatureEncoding encoding = training.roles().encoding();
        return (encoding == null
                        ? description.withFeatureNames(training.roles().featureNames())
                        : description.withEncoding(encoding))
                .withTargetColumn(job.task() != Task.AUTOENCODER && labels.size() == 1 ? labels.get(0) : null)
                .withFacts(facts);
    }
}
