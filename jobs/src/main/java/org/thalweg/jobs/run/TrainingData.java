package org.thalweg.jobs.run;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.thalweg.data.ClassWeights;
import org.thalweg.data.FeatureEncoding;
import org.thalweg.data.FeatureStatistics;
import org.thalweg.data.RowSurvey;
import org.thalweg.data.RowTransforms;
import org.thalweg.data.Scaling;
import org.thalweg.data.Split;
import org.thalweg.data.TargetScaling;
import org.thalweg.jobs.config.JobFile;
import org.thalweg.jobs.read.DataException;
import org.thalweg.jobs.read.HeldOutRows;
import org.thalweg.jobs.read.LabelledRows;
import org.thalweg.jobs.read.Targets;
import org.thalweg.model.Model;
import org.thalweg.model.Task;
import org.thalweg.nn.CrossEntropy;
import org.thalweg.spark.SparkRows;
import org.thalweg.spark.config.DataSource;
import org.thalweg.spark.config.HeldOut;
import org.thalweg.spark.config.TargetScale;
import org.thalweg.train.Batches;
import org.thalweg.train.DataScale;
import org.thalweg.train.TrainingPlan;

/** The rows that a network is trained and judged on: read, checked, and cached in their lanes until it is closed. */
public final class TrainingData implements AutoCloseable {
    /** A batch size so many times the rows is a slip rather than a wish for full batches. */
    private static final long FAR_ABOVE = 10;

    private static final int SHOWN_CLASSES = 20;

    private final JobFile job;
    private final Console console;
    private final DataSets data;
    private final JobPlan words;
    private final LabelledRows read;
    private final Targets targets;
    private final TrainingPlan plan;
    private final Optional<Model> earlier;
    private final List<SparkRows> held = new ArrayList<>();
    private SparkRows training;
    private SparkRows validation; // null where there are none of their own
    private SparkRows test; // null for none

    private TrainingData(Session session, JobFile job, Source source, Console console) {
        this.job = job;
        this.console = console;
        this.data = new DataSets(session, job);
        this.words = new JobPlan(job);
        this.read = source.read();
        this.targets = source.targets();
        this.earlier = source.earlier();
        this.plan = words.plan(read.roles().inputs(), targets.answers(read.roles()), isSparse());
        earlier.ifPresent(this::requireNetwork);
    }

    /**
     * What is trained on.
     *
     * @param read the rows
     * @param targets how their labels become targets
     * @param earlier the model whose scaling, of features and targets, and form of rows are taken over, as the network begins with its weights; empty
     *     for none
     */
    public record Source(LabelledRows read, Targets targets, Optional<Model> earlier) {}

    private boolean isSparse() {
        return earlier.isPresent() ? earlier.get().network().sparse() : data.areSparse(read);
    }

    private void requireNetwork(Model model) {
        if (!plan.network().equals(model.network())) {
            throw new UsageException("network.hidden: expected the serving model's network, "
                    + model.network().shape()
                    + " with its activations, as training begins with its weights, found "
                    + plan.network().shape() + "; keep the network, or take retrain.start: cold");
        }
    }

    /**
     * Reads a job's rows.
     *
     * @throws DataException if they cannot be trained on
     */
    static TrainingData of(Session session, JobFile job, Console console) {
        DataSets data = new DataSets(session, job);
        LabelledRows read = data.training();
        return of(session, job, new Source(read, data.targets(read), Optional.empty()), console);
    }

    /**
     * Prepares rows that have been read.
     *
     * @throws DataException if they cannot be trained on
     */
    public static TrainingData of(Session session, JobFile job, Source source, Console console) {
        TrainingData rows = new TrainingData(session, job, source, console);
        try {
            rows.prepare();
            rows.requireRows();
            return rows;
        } catch (RuntimeException | Error e) {
            rows.close();
            throw e;
        }
    }

    /** The rows to train on, as they were read. */
    LabelledRows read() {
        return read;
    }

    /** How their labels became targets. */
    Targets targets() {
        return targets;
    }

    /** What is trained on them. */
    public TrainingPlan plan() {
        return plan;
    }

    /** The rows to train on, and those held out of them. */
    SparkRows training() {
        return training;
    }

    /** The rows to judge every epoch by; null where they are held out of those to train on, or there are none. */
    SparkRows validation() {
        return validation;
    }

    /** The rows to judge the network by at the end. */
    Optional<SparkRows> test() {
        return Optional.ofNullable(test);
    }

    /** The weights of the classes, in words; empty where each weighs 1. */
    Optional<String> classWeights() {
        ClassWeights weights = training.transforms().classWeights();
        return weights.areNone() ? Optional.empty() : Optional.of(told(weights, targets.classLabels()));
    }

    /** The epochs to train for at most. */
    int epochs() {
        return job.training().epochsFor(training.survey().training());
    }

    /** What to scale that is far from the scale of common learning rates; empty for nothing. */
    List<String> scaleAdvice() {
        return DataScale.advice(plan, training.survey().total(), training.transforms());
    }

    /** All that the bits of a run depend on, by key: the job, and which rows there are. */
    Map<String, String> identity() {
        Map<String, String> identity = new LinkedHashMap<>(job.identity());
        identity.put("training.epochs", Integer.toString(epochs()));
        identity.put("network", plan.network().shape() + (plan.network().sparse() ? " of sparse rows" : ""));
        identity.put("rows", told(training.survey()));
        if (validation != null) {
            identity.put("validation rows", told(validation.survey()));
        }
        return identity;
    }

    private static String told(RowSurvey rows) {
        return String.format(
                Locale.ROOT,
                "%,d and %,d held out, of content %s",
                rows.training(),
                rows.heldOut(),
                rows.content().text());
    }

    private void prepare() {
        Function<FeatureStatistics, ClassWeights> classWeights = data.classWeights(targets.classLabels());
        HeldOutRows heldOut = data.heldOut(read, targets);
        heldOut.reports().forEach(report -> console.tell("%s", report));
        training = held(data.prepare(
                read,
                targets,
                plan,
                heldOut,
                s -> new RowTransforms(scaling(s), classWeights.apply(s), targetScaling(s))));
        requireInputsFit();
        warnOfConstants(training.survey().total());
        if (job.data().validation() instanceof HeldOut.Separate separate) {
            validation = prepareAlike(separate.source(), "data.validation");
        }
        if (job.data().test() instanceof HeldOut.Separate separate) {
            test = prepareAlike(separate.source(), "data.test");
        }
        tell();
    }

    private SparkRows held(SparkRows rows) {
        held.add(rows);
        return rows;
    }

    /** Rows to judge the network by, read, scaled and weighed as the training rows were. */
    private SparkRows prepareAlike(DataSource source, String key) {
        LabelledRows of = data.alike(source, key, read.roles().known(), true);
        SparkRows alike = held(data.prepareToEvaluate(of, targets, plan, training.transforms()));
        of.warnings().forEach(warning -> console.tell("warning: %s", warning));
        return alike;
    }

    private void tell() {
        console.tell(
                "rows: %,d to train on%s, in %d lane%s over %d task%s",
                training.survey().training(),
                heldOutText(),
                training.layout().training().count(),
                training.layout().training().count() == 1 ? "" : "s",
                training.tasks(),
                training.tasks() == 1 ? "" : "s");
        long most = training.survey().training();
        Batches batches = training.batches();
        if (batches.size() > FAR_ABOVE * most) {
            console.tell(
                    "warning: training.batchSize is %,d, and there are %,d rows to train on: every step takes them all,"
                            + " as training.batchSize: full does",
                    batches.size(), most);
        }
        console.tell(
                "steps: %,d an epoch, of %,d rows%s",
                training.order().steps(),
                training.order().rowsOf(0),
                batches.size() == Batches.AUTO ? " (training.batchSize: auto)" : "");
        if (job.training().epochs().isAuto()) {
            console.tell("epochs: %d (training.epochs: auto)", epochs());
        }
        classWeights().ifPresent(weights -> console.tell("class weights: %s", weights));
        tellTargetScaling();
    }

    private String heldOutText() {
        long validationRows = training.survey().rows(Split.VALIDATION);
        long testRows = training.survey().rows(Split.TEST);
        String first = validationRows > 0 ? String.format(Locale.ROOT, ", %,d held out", validationRows) : "";
        return testRows > 0 ? String.format(Locale.ROOT, "%s, %,d to test on", first, testRows) : first;
    }

    private void tellTargetScaling() {
        TargetScaling targets = training.transforms().targetScaling();
        if (targets.targets() == 1) {
            console.tell(
                    "target: standardised by its mean %.6g and standard deviation %.6g; losses and errors are in its own"
                            + " units",
                    targets.meanOf(0), targets.deviationOf(0));
        } else if (!targets.isNone()) {
            console.tell(
                    "targets: each of %d standardised by its mean and standard deviation; losses and errors are in their"
                            + " own units",
                    targets.targets());
        }
        boolean asScaled = job.data().scaleTarget() == TargetScale.STANDARD;
        if (earlier.isPresent() && earlier.get().targetScaling().isNone() == asScaled) {
            console.tell(
                    "warning: the serving model was trained on targets %s, and training begins with its weights, so that"
                            + " data.scaleTarget: %s has no effect; it has with retrain.start: cold",
                    asScaled ? "as they are" : "that are standardised",
                    job.data().scaleTarget().label());
        }
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
    private void requireInputsFit() {
        FeatureStatistics statistics = training.survey().total();
        if (plan.task() != Task.AUTOENCODER || !(plan.loss() instanceof CrossEntropy) || statistics.rows() == 0) {
            return;
        }
        float[] least = new float[statistics.inputs()];
        float[] greatest = new float[statistics.inputs()];
        for (int i = 0; i < least.length; i++) {
            least[i] = statistics.minimum(i);
            greatest[i] = statistics.maximum(i);
        }
        training.transforms().scaling().applyInPlace(least, 0);
        training.transforms().scaling().applyInPlace(greatest, 0);
        for (int i = 0; i < least.length; i++) {
            if (least[i] < 0 || greatest[i] > 1) {
                throw new DataException(read.roles().featureNames().get(i) + ": expected numbers from 0 to 1 (loss"
                        + " crossEntropy, task autoencoder), found " + least[i] + " to " + greatest[i] + " with scale "
                        + job.data().scale().label() + " ("
                        + read.table().described()
                        + "); take data.scale: minMax, or another loss");
            }
        }
    }

    private TargetScaling targetScaling(FeatureStatistics statistics) {
        return earlier.map(Model::targetScaling).orElseGet(() -> words.targetScaling(statistics));
    }

    private Scaling scaling(FeatureStatistics statistics) {
        if (earlier.isPresent()) {
            return earlier.get().scaling();
        }
        FeatureEncoding encoding = read.roles().encoding();
        if (encoding == null) {
            return Scaling.of(words.scaling(), statistics);
        }
        List<String> names = encoding.inputNames();
        encoding.numbers().stream().forEach(input -> {
            if (!statistics.hasValue(input) && statistics.rows() > 0) {
                throw new DataException(
                        names.get(input) + ": expected a value in at least one row to train on, found none ("
                                + read.table().described() + "); leave the column out of data.features");
            }
        });
        return Scaling.of(words.scaling(), statistics, encoding);
    }

    private void warnOfConstants(FeatureStatistics statistics) {
        List<Integer> constant = Scaling.constantFeatures(statistics);
        if (constant.size() == statistics.inputs()) {
            console.tell("warning: no feature ever changes in the training rows: there is nothing to learn from");
            return;
        }
        FeatureEncoding encoding = read.roles().encoding();
        BitSet numbers = encoding == null ? null : encoding.numbers();
        List<String> names = constant.stream()
                .filter(input -> numbers == null || numbers.get(input))
                .map(read.roles().featureNames()::get)
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

    /** What is held out is chosen by key: of a few rows it may be none, or all. */
    private void requireRows() {
        long count = training.survey().training();
        long heldOut = training.survey().heldOut();
        if (count == 0) {
            throw new DataException("data.validation: expected rows left to train on, found all "
                    + training.survey().all() + " held out; hold fewer out");
        }
        if (job.data().test().ofData() > 0 && training.survey().rows(Split.TEST) == 0) {
            throw new DataException(
                    "data.test: expected rows to test on, found none held out of " + count + "; hold more out");
        }
        Optional<String> rule = job.training().validationNeededBy();
        if (rule.isPresent() && validation == null && heldOut == 0) {
            throw new DataException(rule.get() + ": expected rows to validate on, found none held out of " + count
                    + "; hold more out with data.validation");
        }
    }

    /** Lets go of everything, the last first, also where one of them fails. */
    @Override
    public void close() {
        RuntimeException failure = null;
        for (int i = held.size() - 1; i >= 0; i--) {
            try {
                held.get(i).close();
            } catch (RuntimeException e) {
                failure = failure == null ? e : failure;
            }
        }
        if (failure != null && !Session.isEnding()) {
            throw new IllegalStateException("could not let go: " + failure.getMessage(), failure);
        }
    }
}
