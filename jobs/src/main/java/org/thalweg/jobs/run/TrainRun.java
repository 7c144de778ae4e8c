package org.thalweg.jobs.run;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.thalweg.data.ClassWeights;
import org.thalweg.data.FeatureEncoding;
import org.thalweg.data.FeatureStatistics;
import org.thalweg.data.Scaling;
import org.thalweg.jobs.config.DataSource;
import org.thalweg.jobs.config.JobFile;
import org.thalweg.jobs.config.Task;
import org.thalweg.jobs.config.Validation;
import org.thalweg.jobs.read.DataException;
import org.thalweg.jobs.read.LabelledRows;
import org.thalweg.jobs.read.Targets;
import org.thalweg.math.Blas;
import org.thalweg.math.Fingerprint;
import org.thalweg.model.Model;
import org.thalweg.model.ModelDescription;
import org.thalweg.model.ModelFile;
import org.thalweg.nn.CrossEntropy;
import org.thalweg.nn.Network;
import org.thalweg.spark.SparkEngine;
import org.thalweg.spark.SparkRows;
import org.thalweg.train.EpochResult;
import org.thalweg.train.Evaluation;
import org.thalweg.train.Measures;
import org.thalweg.train.Split;
import org.thalweg.train.Trainer;
import org.thalweg.train.TrainingPlan;
import org.thalweg.train.TrainingResult;

/** Trains a network by a job file, and writes its folder: model, metrics, history and the job itself. */
public final class TrainRun {
    /** The model's file in its folder. */
    static final String MODEL = "model.safetensors";

    /** A batch size so many times the rows is a slip rather than a wish for full batches. */
    private static final long FAR_ABOVE = 10;

    /** The fact by which a model remembers the weights of its classes, in their order. */
    static final String CLASS_WEIGHTS = "classWeights";

    private static final int GIGAFLOPS_SIDE = 1024;
    private static final int SHOWN_CLASSES = 20;

    /** The share of a layer's units above which it is told without being asked that they are dead. */
    private static final double TOLD_DEAD = 0.5;

    private final Session session;
    private final JobFile job;
    private final JobPlan words;
    private final boolean verbose;
    private final Console console;
    private final DataSets data;
    private final long start = System.nanoTime();

    /** A run of a job. */
    public TrainRun(Session session, JobFile job, boolean verbose, Console console) {
        this.session = session;
        this.job = job;
        this.words = new JobPlan(job);
        this.verbose = verbose;
        this.console = console;
        this.data = new DataSets(session, job);
    }

    /** Trains, measures, writes, and prints what came of it. */
    public void run() {
        tellBlas();
        try (OutputFolder folder =
                OutputFolder.at(job.model().path(), "model.path", job.model().overwrite(), session.hadoop())) {
            folder.requireApartFrom(DataSets.paths(job.data().source()), "model.path");
            LabelledRows training = data.training();
            Targets targets = data.targets(training);
            TrainingPlan plan =
                    words.plan(training.roles().inputs(), targets.answers(training.roles()), data.areSparse(training));
            List<AutoCloseable> held = new ArrayList<>();
            try {
                Prepared rows = prepare(training, targets, plan, held);
                train(folder, training, targets, plan, rows, held);
            } finally {
                letGo(held);
            }
        }
    }

    private void tellBlas() {
        Blas blas = Blas.get();
        console.tell(
                verbose ? "matrix product: %s, %.1f GFLOP/s a core" : "matrix product: %s",
                blas.description(),
                verbose ? blas.gigaflops(GIGAFLOPS_SIDE) : 0.0);
    }

    private record Prepared(SparkRows training, SparkRows validation, SparkRows test) {}

    private Prepared prepare(LabelledRows training, Targets targets, TrainingPlan plan, List<AutoCloseable> held) {
        SparkRows rows = data.prepare(
                training,
                targets,
                plan,
                data.heldOutShare(),
                statistics -> scaling(training, statistics),
                data.classWeights(targets.classLabels()));
        held.add(rows);
        requireInputsFit(training, plan, rows);
        warnOfConstants(training, rows.survey().total());
        SparkRows validation = job.data().validation() instanceof Validation.Separate separate
                ? prepareAlike(separate.source(), "data.validation", training, targets, plan, rows, held)
                : null;
        SparkRows test = job.data().test().isPresent()
                ? prepareAlike(job.data().test().get(), "data.test", training, targets, plan, rows, held)
                : null;
        console.tell(
                "rows: %,d to train on%s, in %d lane%s over %d task%s",
                rows.survey().training(),
                rows.survey().heldOut() > 0
                        ? String.format(
                                Locale.ROOT, ", %,d held out", rows.survey().heldOut())
                        : "",
                rows.lanes().count(),
                rows.lanes().count() == 1 ? "" : "s",
                rows.tasks(),
                rows.tasks() == 1 ? "" : "s");
        long most = rows.survey().training();
        if (job.training().batchSize().orElse(0) > FAR_ABOVE * most) {
            console.tell(
                    "warning: training.batchSize is %,d, and there are %,d rows to train on: every step takes them all,"
                            + " as training.batchSize: full does",
                    job.training().batchSize().getAsInt(), most);
        }
        if (!rows.classWeights().areNone()) {
            console.tell("class weights: %s", told(rows.classWeights(), targets.classLabels()));
        }
        return new Prepared(rows, validation, test);
    }

    /** Rows to judge the network by, read, scaled and weighed as the training rows were. */
    private SparkRows prepareAlike(
            DataSource source,
            String key,
            LabelledRows training,
            Targets targets,
            TrainingPlan plan,
            SparkRows rows,
            List<AutoCloseable> held) {
        LabelledRows of = data.alike(source, key, training.roles().known(), true);
        SparkRows alike = data.prepare(of, targets, plan, 0, s -> rows.scaling(), s -> rows.classWeights());
        held.add(alike);
        of.warnings().forEach(warning -> console.tell("warning: %s", warning));
        return alike;
    }

    private static String told(ClassWeights weights, List<String> labels) {
        List<String> parts = new ArrayList<>();
        for (int c = 0; c < Math.min(labels.size(), SHOWN_CLASSES); c++) {
            parts.add(String.format(Locale.ROOT, "%s %.4g", labels.get(c), weights.byClass()[c]));
        }
        if (labels.size() > SHOWN_CLASSES) {
            parts.add("… (" + labels.size() + ")");
        }
        return String.join(", ", parts);
    }

    /** An autoencoder's inputs are its targets, and cross entropy is defined for those of [0, 1] alone. */
    private void requireInputsFit(LabelledRows training, TrainingPlan plan, SparkRows rows) {
        FeatureStatistics statistics = rows.survey().total();
        if (plan.task() != org.thalweg.model.Task.AUTOENCODER
                || !(plan.loss() instanceof CrossEntropy)
                || statistics.rows() == 0) {
            return;
        }
        float[] least = new float[statistics.inputs()];
        float[] greatest = new float[statistics.inputs()];
        for (int i = 0; i < least.length; i++) {
            least[i] = statistics.minimum(i);
            greatest[i] = statistics.maximum(i);
        }
        rows.scaling().applyInPlace(least, 0);
        rows.scaling().applyInPlace(greatest, 0);
        for (int i = 0; i < least.length; i++) {
            if (least[i] < 0 || greatest[i] > 1) {
                throw new DataException(training.roles().featureNames().get(i) + ": expected numbers from 0 to 1 (loss"
                        + " crossEntropy, task autoencoder), found " + least[i] + " to " + greatest[i] + " with scale "
                        + job.data().scale().yamlName() + " ("
                        + training.table().described()
                        + "); take data.scale: minMax, or another loss");
            }
        }
    }

    private Scaling scaling(LabelledRows training, FeatureStatistics statistics) {
        FeatureEncoding encoding = training.roles().encoding();
        if (encoding == null) {
            return Scaling.of(words.scaling(), statistics);
        }
        List<String> names = encoding.inputNames();
        encoding.numbers().stream().forEach(input -> {
            if (!statistics.hasValue(input) && statistics.rows() > 0) {
                throw new DataException(
                        names.get(input) + ": expected a value in at least one row to train on, found none ("
                                + training.table().described() + "); leave the column out of data.features");
            }
        });
        return Scaling.of(words.scaling(), statistics, encoding);
    }

    private void warnOfConstants(LabelledRows training, FeatureStatistics statistics) {
        List<Integer> constant = Scaling.constantFeatures(statistics);
        if (constant.size() == statistics.inputs()) {
            console.tell("warning: no feature ever changes in the training rows: there is nothing to learn from");
            return;
        }
        FeatureEncoding encoding = training.roles().encoding();
        BitSet numbers = encoding == null ? null : encoding.numbers();
        List<String> names = constant.stream()
                .filter(input -> numbers == null || numbers.get(input))
                .map(training.roles().featureNames()::get)
                .toList();
        if (words.scaling().shifts() && !statistics.isSparse() && !names.isEmpty()) {
            console.tell(
                    "warning: %s never change%s in the training rows: scaling only shifts %s to 0, where %s nothing",
                    CheckRun.shown(names),
                    names.size() == 1 ? "s" : "",
                    names.size() == 1 ? "it" : "them",
                    names.size() == 1 ? "it teaches" : "they teach");
        }
    }

    private void train(
            OutputFolder folder,
            LabelledRows training,
            Targets targets,
            TrainingPlan plan,
            Prepared rows,
            List<AutoCloseable> held) {
        requireRows(rows);
        SparkEngine engine = new SparkEngine(session.context(), plan, rows.training(), rows.validation());
        held.add(engine);
        console.tell(
                "network: %s, %,d parameters",
                plan.network().shape(), plan.network().parameterCount());
        long trainingStart = System.nanoTime();
        TrainingResult result;
        try (ProgressDisplay progress =
                new ProgressDisplay(console.err(), job.training().epochs(), console.width())) {
            float[] initial = words.initialisation().parameters(plan.network(), job.seed());
            result = new Trainer(engine, words.settings(), progress).train(initial);
        }
        double seconds = (System.nanoTime() - trainingStart) * 1e-9;
        List<EpochResult> epochs = result.epochs();
        Report.deadUnits(epochs.get(epochs.size() - 1).layers(), verbose ? 0 : TOLD_DEAD)
                .forEach(warning -> console.tell("%s", warning));
        if (result.stoppedEarly()) {
            console.tell(
                    "stopped after epoch %d of %d: %s",
                    result.epochs().size(),
                    job.training().epochs(),
                    result.stoppedBy().words());
        }
        Evaluation onTraining = engine.evaluate(result.parameters(), Split.TRAINING);
        Optional<Evaluation> onValidation = engine.hasValidation()
                ? Optional.of(engine.evaluate(result.parameters(), Split.VALIDATION))
                : Optional.empty();
        Optional<Evaluation> onTest = Optional.ofNullable(rows.test())
                .map(test -> engine.evaluate(result.parameters(), test, Split.TRAINING));

        Metrics metrics = metrics(plan.network(), rows.training(), result, seconds);
        if (!rows.training().classWeights().areNone()) {
            metrics.put(CLASS_WEIGHTS, told(rows.training().classWeights(), targets.classLabels()));
        }
        metrics.put("train", Measures.of(onTraining));
        onValidation.ifPresent(evaluation -> metrics.put("validation", Measures.of(evaluation)));
        onTest.ifPresent(evaluation -> metrics.put("test", Measures.of(evaluation)));
        Model model = Model.of(
                description(training, targets, plan, rows.training().classWeights()),
                result.parameters(),
                rows.training().scaling(),
                rows.training().survey().total());
        folder.write(MODEL, out -> ModelFile.write(model, out));
        folder.write("metrics.json", metrics.json());
        folder.write("history.jsonl", Metrics.history(result.epochs()));
        folder.write("job.yaml", job.toYaml());
        folder.publish();

        StringBuilder text = new StringBuilder(Report.line("train", onTraining));
        onValidation.ifPresent(evaluation -> text.append(Report.line("validation", evaluation)));
        onTest.ifPresent(evaluation -> text.append(Report.line("test", evaluation)));
        console.result(
                text.append(String.format("%-10s  %s%n", "model", job.model().path()))
                        .append(String.format("%-10s  sha256 %s%n", "weights", Fingerprint.sha256(result.parameters())))
                        .toString());
    }

    /** What is held out is chosen by key: of a few rows it may be none, or all. */
    private void requireRows(Prepared rows) {
        long training = rows.training().survey().training();
        long heldOut = rows.training().survey().heldOut();
        if (training == 0) {
            throw new DataException("data.validation: expected rows left to train on, found all " + heldOut
                    + " held out; hold fewer out");
        }
        Optional<String> rule = job.training().validationNeededBy();
        if (rule.isPresent() && rows.validation() == null && heldOut == 0) {
            throw new DataException(rule.get() + ": expected rows to validate on, found none held out of " + training
                    + "; hold more out with data.validation");
        }
    }

    private Metrics metrics(Network network, SparkRows rows, TrainingResult result, double seconds) {
        return new Metrics()
                .put("name", job.name())
                .put("task", job.task().yamlName())
                .put("network", network.shape())
                .put("parameters", network.parameterCount())
                .put("rows", rows.survey().training())
                .put("epochs", result.epochs().size())
                .put("bestEpoch", result.bestEpoch() + 1)
                .put("stoppedEarly", result.stoppedEarly())
                .put("stoppedBy", result.stoppedBy().label())
                .put("steps", result.steps())
                .put("seed", job.seed())
                .put("weightsSha256", Fingerprint.sha256(result.parameters()))
                .put("seconds", (System.nanoTime() - start) * 1e-9)
                .put("trainingSeconds", seconds)
                .put("secondsPerEpoch", seconds / result.epochs().size())
                .put("lanes", rows.lanes().count())
                .put("partitions", rows.tasks())
                .put("cachedBytes", rows.cachedBytes())
                .put("master", session.context().master())
                .put("blas", Blas.get().description())
                .put("thalweg", Versions.thalweg())
                .put("spark", session.spark().version())
                .put("java", System.getProperty("java.version"));
    }

    private ModelDescription description(
            LabelledRows training, Targets targets, TrainingPlan plan, ClassWeights classWeights) {
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

    /** Lets go of everything, the last first, also where one of them fails. */
    private static void letGo(List<AutoCloseable> held) {
        RuntimeException failure = null;
        for (int i = held.size() - 1; i >= 0; i--) {
            try {
                held.get(i).close();
            } catch (Exception e) {
                failure =
                        failure == null ? new IllegalStateException("could not let go: " + e.getMessage(), e) : failure;
            }
        }
        if (failure != null && !Session.isEnding()) {
            throw failure;
        }
    }
}
