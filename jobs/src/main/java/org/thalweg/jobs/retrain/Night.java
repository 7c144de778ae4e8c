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
import org.thalweg.jobs.config.JobFile;
import org.thalweg.jobs.config.RetrainSection;
import org.thalweg.jobs.config.Start;
import org.thalweg.jobs.json.JsonObject;
import org.thalweg.jobs.models.Models;
import org.thalweg.jobs.profile.DataProfile;
import org.thalweg.jobs.run.RunCheckpoints;
import org.thalweg.jobs.run.Training;
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
import org.thalweg.spark.fit.Fitting;
import org.thalweg.spark.fit.TrainingData;
import org.thalweg.spark.fit.WarmStart;
import org.thalweg.spark.table.DataException;
import org.thalweg.spark.table.Names;
import org.thalweg.spark.table.UnknownClassException;
import org.thalweg.train.DivergedException;

/** A run of {@link RetrainRun} that has found something to learn. */
final class Night {
    private final Session session;
    private final JobFile job;
    private final RetrainSection section;
    private final Clock clock;
    private final Console console;
    private final ModelStore store;
    private final StoreState state;
    private final Learned learned;
    private final Arrivals arrivals;
    private final StoreWriting writing;
    private final Optional<LogEntry> serving;
    private final Optional<Model> champion;
    private final Optional<DataProfile> then;
    private final Map<String, Object> figures = new LinkedHashMap<>();

    /**
     * A night.
     *
     * @param clock that entries and reports have their time from
     * @param store with the state that it is decided on, and what had been learned by then
     * @param arrivals that have not been learned
     */
    Night(
            Session session,
            JobFile job,
            Clock clock,
            Console console,
            ModelStore store,
            StoreState state,
            Learned learned,
            Arrivals arrivals) {
        this.session = session;
        this.job = job;
        this.section = job.retrain().orElseThrow();
        this.clock = clock;
        this.console = console;
        this.store = store;
        this.state = state;
        this.learned = learned;
        this.arrivals = arrivals;
        this.writing = new StoreWriting(store, state, section, clock, console);
        this.serving = state.serving().stream().mapToObj(state::version).findFirst();
        this.champion = serving.map(entry -> Models.of(store, entry, job));
        this.then = serving.map(entry -> DataProfile.of(JsonObject.parse(
                VersionFiles.read(store, entry, ModelFolder.PROFILE), store.path() + ", " + ModelFolder.PROFILE)));
        figures.put("new", arrivals.reports());
        state.serving().ifPresent(version -> figures.put("champion", version));
    }

    /**
     * Checks, learns, judges, and publishes or not.
     *
     * @param verbose whether Spark's log is shown
     */
    Outcome run(boolean verbose) {
        if (!arrivals.breaches().isEmpty()) {
            throw stopped(arrivals.breaches(), Optional.empty());
        }
        Training training = new Training(session, job, verbose, console);
        try (VersionDraft draft = store.begin(writing.id());
                RetrainRows rows = rows(draft)) {
            DataChecks checks = checked(rows);
            return learn(training, rows, checks, draft);
        }
    }

    /** The model whose weights training begins with. */
    private Optional<WarmStart> from() {
        return section.start().isCold()
                ? Optional.empty()
                : champion.map(model ->
                        new WarmStart(model, "serving model", "with " + KeyText.of("retrain.start") + ": cold"));
    }

    private RetrainRows rows(VersionDraft draft) {
        Optional<String> kept =
                learned.kept().map(sample -> store.version(sample.version()) + "/" + ModelFolder.REHEARSAL);
        learned.kept().ifPresent(sample -> VersionContent.requireRehearsal(store, state.version(sample.version())));
        return stopping(Optional.empty(), () -> new RetrainRows(session, job, arrivals, from(), kept, learned.apart()));
    }

    /** Reads every new row, and stops where they are not as they should be. */
    private DataChecks checked(RetrainRows rows) {
        DataProfile now = stopping(Optional.empty(), () -> profiled(rows));
        figures.put("newRows", now.rows());
        DataChecks checks = new DataChecks(section.checks(), then, now, rows::filesWithoutRows);
        figures.put("drift", VersionContent.drifts(checks));
        List<String> breaches = checks.breaches().isEmpty() ? servingDrops(rows) : checks.breaches();
        if (!breaches.isEmpty()) {
            throw stopped(breaches, Optional.of(checks));
        }
        console.report("checked: %,d new rows%s", now.rows(), checks.compares() ? ", like those before" : "");
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

    /** Where the serving model does far worse on the new rows. */
    private List<String> servingDrops(RetrainRows rows) {
        if (champion.isEmpty()) {
            return List.of();
        }
        ServingChecks checks = new ServingChecks(job, champion.get());
        return checks.areOff()
                ? List.of()
                : checks.breaches(
                        new ScoredRows(session, rows, List.of(), Optional.of(checks.kept())).of(champion.get()));
    }

    private void warnOfNewClasses(RetrainRows rows) {
        List<String> added = new ArrayList<>(rows.targets().classLabels());
        champion.ifPresent(model -> added.removeAll(model.description().classLabels()));
        if (champion.isPresent() && !added.isEmpty()) {
            console.report(
                    "warning: expected the classes of the serving model, found others, too, which the new one learns:"
                            + " %s",
                    Names.few(added));
        }
    }

    private void tellRehearsal(RetrainRows rows, DataChecks checks) {
        boolean all = section.rehearsal().isAll();
        String again = state.serving().isEmpty()
                ? ""
                : String.format(
                        Locale.ROOT,
                        ", and %s of those before again",
                        all ? "all" : String.format(Locale.ROOT, "%,d", rows.rehearsed()));
        long apart = rows.heldApart();
        console.report(
                "learning: %,d new rows%s; %,d new ones are held apart to compare on",
                checks.rows() - apart, again, apart);
        if (learned.kept().isEmpty() || all) {
            return;
        }
        int asked = section.rehearsal().rows().getAsInt();
        int kept = learned.kept().get().rows();
        if (asked > kept && (section.rehearsal().byClass() || rows.rehearsed() >= kept)) {
            console.report(
                    "warning: retrain.rehearsal.rows: expected a sample of up to %,d rows, found one of up to %,d in the"
                            + " store, as so many were asked for until now; for one of all rows, take"
                            + " retrain.rehearsal: all for one night",
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
        return new RetrainReport(job, clock.instant(), arrivals.reports(), RetrainText.goesOn(state), checks);
    }

    private void stop(String what, List<String> reasons, Optional<DataChecks> checks) {
        writing.stop(report(checks).stopped(what, reasons, figures), reasons, learned, figures);
    }

    private Outcome learn(Training training, RetrainRows rows, DataChecks checks, VersionDraft draft) {
        tellRehearsal(rows, checks);
        try (RunCheckpoints checkpoints = RunCheckpoints.ofScheduled(job, session.hadoop(), console)) {
            Outcome outcome = checkpoints.keepingOnFailure(() -> {
                Training.Trained trained;
                TrainingData.Source source = new TrainingData.Source(rows.toLearn(), rows.targets(), from());
                try (TrainingData data = stopping(Optional.of(checks), () -> training.prepared(source))) {
                    MetricType.requireGoesWith(
                            "retrain.gate.metric", section.gate().metric().metric(), data.plan());
                    trained = training.train(
                            data, checkpoints, begin(training, data.plan().network()));
                } catch (DivergedException e) {
                    stop(RetrainReport.DIVERGED, List.of(e.getMessage()), Optional.of(checks));
                    throw e;
                }
                return judge(trained, rows, checks, draft);
            });
            checkpoints.clear();
            return outcome;
        }
    }

    private Fitting.Start begin(Training training, Network network) {
        float[] drawn = training.drawn(network);
        if (from().isEmpty()) {
            return new Fitting.Start(drawn, Optional.empty());
        }
        Model serves = from().get().model();
        float[] old = serves.parameters();
        float shrink = (float) section.start().shrink();
        float perturb = (float) section.start().perturb();
        float[] parameters = new float[old.length];
        for (int i = 0; i < old.length; i++) {
            parameters[i] = perturb == 0 ? shrink * old[i] : shrink * old[i] + perturb * drawn[i];
        }
        return Fitting.Start.of(serves, Choice.text(section.start(), Start.CHOICES), parameters);
    }

    private Outcome judge(Training.Trained trained, RetrainRows rows, DataChecks checks, VersionDraft draft) {
        GateMetric metric = section.gate().metric();
        Model model = trained.fitted().model();
        List<String> classes = model.description().classLabels();
        Optional<RowOutputs> kept = Optional.of(RowOutputs.of(classes, metric.metric()));
        List<Scored> scored = new ScoredRows(session, rows, section.gate().slices(), kept).of(champion, model);
        List<Comparison> comparisons = new Gate(section.gate(), RowMetrics.of(job, champion, model), job.seed())
                .compare(scored, champion.isPresent());
        List<String> reasons = Gate.reasons(comparisons);
        Comparison whole = comparisons.get(0);
        figures.put("rehearsedRows", rows.rehearsed());
        figures.put("judgedRows", whole.rows());
        figures.put("rows", trained.fitted().evaluations().get("train").rows());
        figures.put("metric", RetrainText.metric(metric, whole));
        figures.put("challengerMetric", orNull(whole.challenger()));
        figures.put("championMetric", orNull(whole.champion()));
        figures.put("weightsSha256", trained.fitted().weightsSha256());
        boolean earned = reasons.isEmpty();
        VersionContent content = new VersionContent(job, draft, trained, figures);
        content.write(rows, comparisons, metric, arrivals, report(Optional.of(checks)));
        LogEntry entry = writing.publish(draft, words(earned, reasons, rows, draft));
        console.result(
                trained.text() + RetrainText.judged(comparisons, metric) + RetrainText.outcome(entry, state, store));
        return earned ? Outcome.PUBLISHED : Outcome.KEPT;
    }

    private static Double orNull(double metric) {
        return Double.isFinite(metric) ? metric : null;
    }

    private StoreWriting.Words words(boolean earned, List<String> reasons, RetrainRows rows, VersionDraft draft) {
        Learned by = new Learned(
                Optional.of(arrivals.seen()),
                Optional.empty(),
                Optional.of(new Learned.Kept(draft.number(), rows.mostKept())),
                Optional.of(rows.apart()));
        if (earned) {
            return new StoreWriting.Words(Action.PUBLISH, OptionalInt.of(draft.number()), List.of(), by, figures);
        }
        Learned.Refused refused = new Learned.Refused(by, RetrainJob.fingerprint(job));
        Learned after =
                new Learned(learned.watermark(), Optional.of(refused), learned.kept(), Optional.of(rows.apart()));
        return new StoreWriting.Words(Action.REFUSE, state.serving(), reasons, after, figures);
    }
}
