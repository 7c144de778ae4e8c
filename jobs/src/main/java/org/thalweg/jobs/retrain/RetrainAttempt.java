package org.thalweg.jobs.retrain;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.thalweg.jobs.config.GateMetric;
import org.thalweg.jobs.config.InitialWeights;
import org.thalweg.jobs.config.JobFile;
import org.thalweg.jobs.config.RetrainSection;
import org.thalweg.jobs.json.JsonObject;
import org.thalweg.jobs.models.ModelLoader;
import org.thalweg.jobs.profile.DataProfile;
import org.thalweg.jobs.run.JobTraining;
import org.thalweg.jobs.run.RunCheckpoints;
import org.thalweg.jobs.session.Console;
import org.thalweg.jobs.session.Session;
import org.thalweg.jobs.store.Action;
import org.thalweg.jobs.store.LogEntry;
import org.thalweg.jobs.store.ModelFolder;
import org.thalweg.jobs.store.ModelStore;
import org.thalweg.jobs.store.StoreState;
import org.thalweg.jobs.store.VersionDraft;
import org.thalweg.jobs.store.VersionFiles;
import org.thalweg.model.Model;
import org.thalweg.nn.Network;
import org.thalweg.settings.Choice;
import org.thalweg.settings.KeyText;
import org.thalweg.spark.config.MetricType;
import org.thalweg.spark.fit.Fitter;
import org.thalweg.spark.fit.TrainingData;
import org.thalweg.spark.fit.WarmStart;
import org.thalweg.spark.table.DataException;
import org.thalweg.spark.table.NameList;
import org.thalweg.spark.table.UnknownClassException;
import org.thalweg.train.DivergedException;

/** The part of {@link RetrainRun} that follows once new rows were found: check, train, compare, publish. */
final class RetrainAttempt {
    private final Session session;
    private final JobFile job;
    private final RetrainSection section;
    private final Clock clock;
    private final Console console;
    private final ModelStore store;
    private final StoreState state;
    private final LearningState learned;
    private final NewData newData;
    private final StoreUpdate writing;
    private final Optional<LogEntry> serving;
    private final Optional<Model> champion;
    private final Optional<DataProfile> then;
    private final Map<String, Object> metrics = new LinkedHashMap<>();

    /**
     * A retraining on new rows.
     *
     * @param clock the time of entries and reports
     * @param store the store; the run's decisions are based on {@code state} and {@code learned}
     * @param newData the rows that have not been learned
     */
    RetrainAttempt(
            Session session,
            JobFile job,
            Clock clock,
            Console console,
            ModelStore store,
            StoreState state,
            LearningState learned,
            NewData newData) {
        this.session = session;
        this.job = job;
        this.section = job.retrain().orElseThrow();
        this.clock = clock;
        this.console = console;
        this.store = store;
        this.state = state;
        this.learned = learned;
        this.newData = newData;
        this.writing = new StoreUpdate(store, state, section, clock, console);
        this.serving = state.serving().stream().mapToObj(state::version).findFirst();
        this.champion = serving.map(entry -> ModelLoader.of(store, entry, job));
        this.then = serving.map(entry -> DataProfile.of(JsonObject.parse(
                VersionFiles.read(store, entry, ModelFolder.PROFILE), store.path() + ", " + ModelFolder.PROFILE)));
        metrics.put("new", newData.reports());
        state.serving().ifPresent(version -> metrics.put("champion", version));
    }

    /**
     * Checks the rows, trains, compares, and publishes or refuses the new model.
     *
     * @param verbose whether Spark's log is shown
     */
    RetrainOutcome run(boolean verbose) {
        if (!newData.breaches().isEmpty()) {
            throw stopped(newData.breaches(), Optional.empty());
        }
        JobTraining training = new JobTraining(session, job, verbose, console);
        try (VersionDraft draft = store.begin(writing.id());
                RetrainRows rows = rows(draft)) {
            DataChecks checks = checked(rows);
            return learn(training, rows, checks, draft);
        }
    }

    /** The model whose weights training starts from; empty for a cold start. */
    private Optional<WarmStart> from() {
        return section.start().isCold()
                ? Optional.empty()
                : champion.map(model ->
                        new WarmStart(model, "serving model", "with " + KeyText.of("retrain.start") + ": cold"));
    }

    private RetrainRows rows(VersionDraft draft) {
        Optional<String> kept =
                learned.rehearsal().map(sample -> store.version(sample.version()) + "/" + ModelFolder.REHEARSAL);
        learned.rehearsal()
                .ifPresent(sample -> VersionContent.requireRehearsal(store, state.version(sample.version())));
        return stopping(
                Optional.empty(), () -> new RetrainRows(session, job, newData, from(), kept, learned.holdOut()));
    }

    /** Reads and checks every new row, and stops the run if a check fails. */
    private DataChecks checked(RetrainRows rows) {
        DataProfile now = stopping(Optional.empty(), () -> profiled(rows));
        metrics.put("newRows", now.rows());
        DataChecks checks = new DataChecks(section.checks(), then, now, rows::filesWithoutRows);
        metrics.put("drift", VersionContent.drifts(checks));
        List<String> breaches = checks.breaches().isEmpty() ? servingDrops(rows) : checks.breaches();
        if (!breaches.isEmpty()) {
            throw stopped(breaches, Optional.of(checks));
        }
        console.report("checked: %,d new rows%s", now.rows(), checks.compares() ? ", similar to earlier ones" : "");
        rows.filesWithoutRows()
                .forEach(file -> console.report("warning: %s: expected rows, found none; it counts as learned", file));
        List<String> more = rows.columnsNotLearned();
        if (!more.isEmpty()) {
            console.report("%s", from().orElseThrow().notLearned(more));
        }
        warnOfNewClasses(rows);
        return checks;
    }

    private DataProfile profiled(RetrainRows rows) {
        try {
            return rows.profileOfNew(then);
        } catch (UnknownClassException e) {
            throw from().isPresent() ? from().get().unknownClass(e) : e;
        }
    }

    /** Messages if the serving model does far worse on the new rows. */
    private List<String> servingDrops(RetrainRows rows) {
        if (champion.isEmpty()) {
            return List.of();
        }
        ServingChecks checks = new ServingChecks(job, champion.get());
        return checks.areOff()
                ? List.of()
                : checks.breaches(
                        new RowScoring(session, rows, List.of(), Optional.of(checks.kept())).of(champion.get()));
    }

    private void warnOfNewClasses(RetrainRows rows) {
        List<String> added = new ArrayList<>(rows.targets().classLabels());
        champion.ifPresent(model -> added.removeAll(model.description().classLabels()));
        if (champion.isPresent() && !added.isEmpty()) {
            console.report(
                    "warning: expected only classes of the serving model, found new classes, which the new model learns:"
                            + " %s",
                    NameList.few(added));
        }
    }

    private void reportRehearsal(RetrainRows rows, DataChecks checks) {
        boolean all = section.rehearsal().isAll();
        String again = state.serving().isEmpty()
                ? ""
                : String.format(
                        Locale.ROOT,
                        ", and %s earlier ones again",
                        all ? "all" : String.format(Locale.ROOT, "%,d", rows.rehearsed()));
        long holdOut = rows.holdOutRows();
        console.report(
                "learning: %,d new rows%s; %,d new ones are held out to compare models",
                checks.rows() - holdOut, again, holdOut);
        if (learned.rehearsal().isEmpty() || all) {
            return;
        }
        int asked = section.rehearsal().rows().getAsInt();
        int kept = learned.rehearsal().get().rows();
        if (asked > kept && (section.rehearsal().byClass() || rows.rehearsed() >= kept)) {
            console.report(
                    "warning: retrain.rehearsal.rows: expected a sample of up to %,d rows, found one of up to %,d in the"
                            + " store, the earlier setting; it grows only by later rows; to train on all old rows, set"
                            + " retrain.rehearsal: all",
                    asked, kept);
        }
    }

    private <T> T stopping(Optional<DataChecks> checks, Supplier<T> work) {
        try {
            return work.get();
        } catch (DataException e) {
            stop(RetrainReport.BAD_ROWS, List.of(e.getMessage()), checks);
            throw e;
        }
    }

    private DataException stopped(List<String> breaches, Optional<DataChecks> checks) {
        stop(RetrainReport.BAD_ROWS, breaches, checks);
        return new DataException(RetrainText.breaches(breaches));
    }

    private RetrainReport report(Optional<DataChecks> checks) {
        return new RetrainReport(job, clock.instant(), newData.reports(), RetrainText.serving(state), checks);
    }

    private void stop(String what, List<String> reasons, Optional<DataChecks> checks) {
        writing.stop(report(checks).stopped(what, reasons, metrics), reasons, learned, metrics);
    }

    private RetrainOutcome learn(JobTraining training, RetrainRows rows, DataChecks checks, VersionDraft draft) {
        reportRehearsal(rows, checks);
        try (RunCheckpoints checkpoints = RunCheckpoints.ofScheduled(job, session.hadoop(), console)) {
            RetrainOutcome outcome = checkpoints.keepingOnFailure(() -> {
                JobTraining.Trained trained;
                TrainingData.Source source = new TrainingData.Source(rows.toLearn(), rows.targets(), from());
                try (TrainingData data = stopping(Optional.of(checks), () -> training.prepared(source))) {
                    MetricType.requireGoesWith(
                            "retrain.gate.metric", section.gate().metric().metric(), data.plan());
                    trained = training.train(
                            data, checkpoints, start(training, data.plan().network()));
                } catch (DivergedException e) {
                    stop(RetrainReport.DIVERGED, List.of(e.getMessage()), Optional.of(checks));
                    throw e;
                }
                return evaluate(trained, rows, checks, draft);
            });
            checkpoints.clear();
            return outcome;
        }
    }

    private Fitter.StartingPoint start(JobTraining training, Network network) {
        float[] drawn = training.drawn(network);
        if (from().isEmpty()) {
            return new Fitter.StartingPoint(drawn, Optional.empty());
        }
        Model serves = from().get().model();
        float[] old = serves.parameters();
        float shrink = (float) section.start().shrink();
        float perturb = (float) section.start().perturb();
        float[] parameters = new float[old.length];
        for (int i = 0; i < old.length; i++) {
            parameters[i] = perturb == 0 ? shrink * old[i] : shrink * old[i] + perturb * drawn[i];
        }
        return Fitter.StartingPoint.of(serves, Choice.text(section.start(), InitialWeights.CHOICES), parameters);
    }

    private RetrainOutcome evaluate(
            JobTraining.Trained trained, RetrainRows rows, DataChecks checks, VersionDraft draft) {
        GateMetric metric = section.gate().metric();
        Model model = trained.fitted().model();
        List<String> classes = model.description().classLabels();
        Optional<RowOutputs> kept = Optional.of(RowOutputs.of(classes, metric.metric()));
        List<ScoredRow> scored = new RowScoring(session, rows, section.gate().slices(), kept).of(champion, model);
        List<Comparison> comparisons = new Gate(section.gate(), RowMetrics.of(job, champion, model), job.seed())
                .compare(scored, champion.isPresent());
        List<String> reasons = Gate.reasons(comparisons);
        Comparison whole = comparisons.get(0);
        metrics.put("rehearsedRows", rows.rehearsed());
        metrics.put("judgedRows", whole.rows());
        metrics.put("rows", trained.fitted().evaluations().get("train").rows());
        metrics.put("metric", RetrainText.metric(metric, whole));
        metrics.put("challengerMetric", orNull(whole.challenger()));
        metrics.put("championMetric", orNull(whole.champion()));
        metrics.put("weightsSha256", trained.fitted().weightsSha256());
        boolean passed = reasons.isEmpty();
        VersionContent content = new VersionContent(job, draft, trained, metrics);
        content.write(rows, comparisons, metric, newData, report(Optional.of(checks)));
        LogEntry entry = writing.publish(draft, entryText(passed, reasons, rows, draft));
        console.result(
                trained.text() + RetrainText.evaluated(comparisons, metric) + RetrainText.outcome(entry, state, store));
        return passed ? RetrainOutcome.PUBLISHED : RetrainOutcome.REFUSED;
    }

    private static Double orNull(double metric) {
        return Double.isFinite(metric) ? metric : null;
    }

    private StoreUpdate.EntryText entryText(
            boolean passed, List<String> reasons, RetrainRows rows, VersionDraft draft) {
        LearningState by = new LearningState(
                Optional.of(newData.seen()),
                Optional.empty(),
                Optional.of(new LearningState.RehearsalSample(draft.number(), rows.rehearsalLimit())),
                Optional.of(rows.holdOut()));
        if (passed) {
            return new StoreUpdate.EntryText(Action.PUBLISH, OptionalInt.of(draft.number()), List.of(), by, metrics);
        }
        LearningState.Refused refused = new LearningState.Refused(by, RetrainJob.fingerprint(job));
        LearningState after = new LearningState(
                learned.watermark(), Optional.of(refused), learned.rehearsal(), Optional.of(rows.holdOut()));
        return new StoreUpdate.EntryText(Action.REFUSE, state.serving(), reasons, after, metrics);
    }
}
