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
import org.thalweg.jobs.config.DataSource;
import org.thalweg.jobs.config.GateMetric;
import org.thalweg.jobs.config.JobFile;
import org.thalweg.jobs.config.NewRows;
import org.thalweg.jobs.config.RetrainSection;
import org.thalweg.jobs.json.JsonObject;
import org.thalweg.jobs.profile.DataProfile;
import org.thalweg.jobs.read.DataException;
import org.thalweg.jobs.read.TableReader;
import org.thalweg.jobs.run.CheckRun;
import org.thalweg.jobs.run.Console;
import org.thalweg.jobs.run.Models;
import org.thalweg.jobs.run.RunCheckpoints;
import org.thalweg.jobs.run.Session;
import org.thalweg.jobs.run.Training;
import org.thalweg.jobs.run.TrainingData;
import org.thalweg.jobs.store.Action;
import org.thalweg.jobs.store.LogEntry;
import org.thalweg.jobs.store.ModelStore;
import org.thalweg.jobs.store.StoreState;
import org.thalweg.jobs.store.VersionDraft;
import org.thalweg.jobs.store.VersionFiles;
import org.thalweg.math.Fingerprint;
import org.thalweg.model.Model;
import org.thalweg.nn.Network;
import org.thalweg.train.DivergedException;

/**
 * One night's retraining: finds what is new, checks it, learns it beside what is kept of earlier rows, holds the new model
 * against the one that serves, and publishes it if it earned that. All of it is told in one entry of the store's log.
 */
public final class RetrainRun {
    private final Session session;
    private final JobFile job;
    private final RetrainSection section;
    private final boolean verbose;
    private final Clock clock;
    private final Console console;

    /** A run of a job that has {@code retrain}. */
    public RetrainRun(Session session, JobFile job, boolean verbose, Clock clock, Console console) {
        this.session = session;
        this.job = job;
        this.section = job.retrain().orElseThrow();
        this.verbose = verbose;
        this.clock = clock;
        this.console = console;
    }

    /**
     * Runs.
     *
     * @throws DataException if the new rows are not as they should be: the entry that says so is in the log
     * @throws org.thalweg.jobs.store.StoreChangedException if another run has changed the store meanwhile
     */
    public Outcome run() {
        ModelStore store = ModelStore.writing(section.store(), session.hadoop());
        StoreState state = store.state();
        Learned learned = Learned.of(state, store.path().toString());
        Optional<Arrivals> arrivals = arrivals(learned);
        if (arrivals.isEmpty()) {
            return nothingNew(state, "no row that has not been learned");
        }
        if (learned.tried().filter(tried -> tried.covers(arrivals.get().seen())).isPresent()) {
            return nothingNew(state, "no row since the last challenger, which was refused");
        }
        arrivals.get().told().forEach(line -> console.tell("new: %s", line));
        arrivals.get().warnings().forEach(line -> console.tell("warning: %s", line));
        StoreWriting writing = new StoreWriting(store, state, section, clock, console);
        return new Night(store, state, learned, arrivals.get(), writing).run();
    }

    private Outcome nothingNew(StoreState state, String found) {
        console.result(String.format(
                Locale.ROOT,
                "nothing new: %s%s%n",
                found,
                state.serving().isPresent() ? "; version " + state.serving().getAsInt() + " goes on serving" : ""));
        return Outcome.NOTHING_NEW;
    }

    private Optional<Arrivals> arrivals(Learned learned) {
        DataSource source = job.data().source();
        if (section.newRows() instanceof NewRows.ByColumn by) {
            return GrowingColumn.find(
                    new TableReader(session.spark()).open(source, "data", 0), by.column(), learned.watermark());
        }
        return section.newRows() instanceof NewRows.ByPartition
                ? NewPartitions.find(session.spark(), (DataSource.Table) source, learned.watermark())
                : new NewFiles((DataSource.InFiles) source, learned.watermark(), session.hadoop()).find();
    }

    /** A run that has something to learn. */
    private final class Night {
        private final ModelStore store;
        private final StoreState state;
        private final Learned learned;
        private final Arrivals arrivals;
        private final StoreWriting writing;
        private final Optional<LogEntry> serving;
        private final Optional<Model> champion;
        private final Optional<DataProfile> then;
        private final Map<String, Object> figures = new LinkedHashMap<>();

        Night(ModelStore store, StoreState state, Learned learned, Arrivals arrivals, StoreWriting writing) {
            this.store = store;
            this.state = state;
            this.learned = learned;
            this.arrivals = arrivals;
            this.writing = writing;
            this.serving = state.serving().stream().mapToObj(state::version).findFirst();
            this.champion = serving.map(entry -> Models.of(store, entry, job));
            this.then = serving.map(entry -> DataProfile.of(JsonObject.parse(
                    VersionFiles.read(store, entry, VersionContent.PROFILE),
                    store.path() + ", " + VersionContent.PROFILE)));
            figures.put("new", arrivals.told());
            state.serving().ifPresent(version -> figures.put("champion", version));
        }

        Outcome run() {
            Training training = new Training(session, job, verbose, console);
            try (VersionDraft draft = store.begin(writing.id());
                    RetrainRows rows = rows(draft)) {
                DataChecks checks = checked(rows);
                return learn(training, rows, checks, draft);
            }
        }

        /** The model whose weights training begins with. */
        private Optional<Model> from() {
            return section.start().isCold() ? Optional.empty() : champion;
        }

        private RetrainRows rows(VersionDraft draft) {
            Optional<String> kept = learned.rehearsal().stream()
                    .mapToObj(version -> store.version(version) + "/" + VersionContent.REHEARSAL)
                    .findFirst();
            learned.rehearsal().ifPresent(version -> VersionContent.requireRehearsal(store, state.version(version)));
            return stopping(
                    Optional.empty(),
                    () -> new RetrainRows(session, job, arrivals, draft.number(), from(), kept, learned.apart()));
        }

        /** Reads every new row, and stops where they are not as they should be. */
        private DataChecks checked(RetrainRows rows) {
            DataProfile now = stopping(Optional.empty(), () -> rows.profileOfNew(then));
            figures.put("newRows", now.rows());
            DataChecks checks = new DataChecks(section.checks(), then, now);
            figures.put("drift", VersionContent.drifts(checks));
            if (!checks.breaches().isEmpty()) {
                stop(RetrainReport.BAD_ROWS, checks.breaches(), Optional.of(checks));
                throw new DataException(
                        "retrain.checks: expected new rows like those that the serving model was trained"
                                + " on, found " + CheckRun.shown(checks.breaches())
                                + "; mend the data, or, where it is right, raise the thresholds in retrain.checks");
            }
            console.tell("checked: %,d new rows%s", now.rows(), checks.compares() ? ", like those before" : "");
            return checks;
        }

        private <T> T stopping(Optional<DataChecks> checks, Supplier<T> work) {
            try {
                return work.get();
            } catch (DataException e) {
                stop(RetrainReport.BAD_ROWS, List.of(e.getMessage()), checks);
                throw e;
            }
        }

        private void stop(String what, List<String> reasons, Optional<DataChecks> checks) {
            String html = new RetrainReport(job, clock.instant(), checks).stopped(what, reasons, figures);
            figures.put("report", store.writeReport(writing.id(), html));
            writing.append(new StoreWriting.Words(Action.STOP, state.serving(), reasons, learned, figures));
        }

        private Outcome learn(Training training, RetrainRows rows, DataChecks checks, VersionDraft draft) {
            try (RunCheckpoints checkpoints = RunCheckpoints.ofScheduled(job, session.hadoop(), console)) {
                Outcome outcome = checkpoints.keepingOnFailure(() -> {
                    Training.Trained trained;
                    TrainingData.Source source = new TrainingData.Source(rows.toLearn(), rows.targets(), from());
                    try (TrainingData data =
                            stopping(Optional.of(checks), () -> TrainingData.of(session, job, source, console))) {
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

        private Training.Begin begin(Training training, Network network) {
            float[] drawn = training.drawn(network);
            if (from().isEmpty()) {
                return new Training.Begin(drawn, Optional.empty());
            }
            float[] old = from().get().parameters();
            float shrink = (float) section.start().shrink();
            float perturb = (float) section.start().perturb();
            float[] parameters = new float[old.length];
            for (int i = 0; i < old.length; i++) {
                parameters[i] = perturb == 0 ? shrink * old[i] : shrink * old[i] + perturb * drawn[i];
            }
            return new Training.Begin(
                    parameters, Optional.of(section.start().name() + " from " + Fingerprint.sha256(old)));
        }

        private Outcome judge(Training.Trained trained, RetrainRows rows, DataChecks checks, VersionDraft draft) {
            GateMetric metric = GateMetric.of(job.task());
            List<Gate.Scored> scored =
                    new ScoredRows(session, rows, section.gate().slices()).of(champion, trained.model());
            List<Comparison> comparisons =
                    new Gate(section.gate(), metric, job.seed()).compare(scored, champion.isPresent());
            List<String> reasons = Gate.reasons(comparisons);
            Comparison whole = comparisons.get(0);
            figures.put("rehearsedRows", rows.rehearsed());
            figures.put("judgedRows", whole.rows());
            figures.put("rows", trained.evaluations().get("train").rows());
            figures.put("metric", told(metric, whole));
            figures.put("challengerMetric", orNull(whole.challenger()));
            figures.put("championMetric", orNull(whole.champion()));
            figures.put("weightsSha256", trained.weightsSha256());
            boolean earned = reasons.isEmpty();
            VersionContent content = new VersionContent(job, draft, trained, figures);
            content.write(
                    rows, comparisons, metric, arrivals, new RetrainReport(job, clock.instant(), Optional.of(checks)));
            LogEntry entry = writing.publish(draft, words(earned, reasons, rows, draft));
            tell(trained, comparisons, entry, metric);
            return earned ? Outcome.PUBLISHED : Outcome.KEPT;
        }

        private static Double orNull(double metric) {
            return Double.isFinite(metric) ? metric : null;
        }

        private static String told(GateMetric metric, Comparison whole) {
            String own = String.format(Locale.ROOT, "%s %.4f", metric.yamlName(), whole.challenger());
            return Double.isNaN(whole.champion())
                    ? own
                    : own + String.format(Locale.ROOT, " (champion %.4f)", whole.champion());
        }

        private StoreWriting.Words words(boolean earned, List<String> reasons, RetrainRows rows, VersionDraft draft) {
            if (earned) {
                Learned after = new Learned(
                        Optional.of(arrivals.seen()),
                        Optional.empty(),
                        OptionalInt.of(draft.number()),
                        Optional.of(rows.apart()));
                return new StoreWriting.Words(
                        Action.PUBLISH, OptionalInt.of(draft.number()), List.of(), after, figures);
            }
            Learned after = new Learned(
                    learned.watermark(), Optional.of(arrivals.seen()), learned.rehearsal(), Optional.of(rows.apart()));
            return new StoreWriting.Words(Action.REFUSE, state.serving(), reasons, after, figures);
        }

        private void tell(Training.Trained trained, List<Comparison> comparisons, LogEntry entry, GateMetric metric) {
            List<String> lines = new ArrayList<>();
            for (Comparison comparison : comparisons) {
                String line = String.format(
                        Locale.ROOT,
                        "%-24s %s %.4f%s, %,d rows",
                        comparison.slice(),
                        metric.yamlName(),
                        comparison.challenger(),
                        Double.isNaN(comparison.champion())
                                ? ""
                                : String.format(Locale.ROOT, ", champion %.4f", comparison.champion()),
                        comparison.rows());
                lines.add(comparison.isRefused() ? line + ": " + comparison.verdict() : line);
            }
            int version = entry.version().orElseThrow();
            lines.add(
                    entry.action() == Action.PUBLISH
                            ? String.format(Locale.ROOT, "published  version %d serves from now on", version)
                            : String.format(
                                    Locale.ROOT,
                                    "refused    version %d is kept, and %s",
                                    version,
                                    state.serving().isPresent()
                                            ? "version " + state.serving().getAsInt() + " goes on serving"
                                            : "none serves"));
            lines.add("store      " + store.path());
            console.result(trained.text() + String.join(System.lineSeparator(), lines) + System.lineSeparator());
        }
    }
}
