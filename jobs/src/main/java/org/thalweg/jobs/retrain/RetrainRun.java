package org.thalweg.jobs.retrain;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.thalweg.jobs.config.JobFile;
import org.thalweg.jobs.config.NewRows;
import org.thalweg.jobs.config.RetrainSection;
import org.thalweg.jobs.session.Console;
import org.thalweg.jobs.session.Session;
import org.thalweg.jobs.store.ModelStore;
import org.thalweg.jobs.store.StoreState;
import org.thalweg.spark.config.DataSource;
import org.thalweg.spark.table.DataException;
import org.thalweg.spark.table.TableReader;

/**
 * One retraining run. It finds new rows, checks them, trains on them and on stored earlier rows, compares the new model
 * with the serving one, and publishes it if it passes. The store's log gets one entry.
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
     * @throws DataException if the new rows failed a check; the log has an entry of it
     * @throws org.thalweg.jobs.store.StoreChangedException if another run changed the store meanwhile
     */
    public RetrainOutcome run() {
        ModelStore store = ModelStore.writing(section.store(), session.hadoop());
        StoreState state = store.state();
        LearningState learned = LearningState.of(state, store);
        Optional<NewData> newData = newData(store, state, learned);
        if (newData.isEmpty()) {
            console.result(RetrainText.nothingNew(state, upTo(learned)));
            return RetrainOutcome.NOTHING_NEW;
        }
        String fingerprint = RetrainJob.fingerprint(job);
        if (learned.refused()
                .filter(refused -> refused.covers(newData.get().seen(), fingerprint))
                .isPresent()) {
            console.result(RetrainText.nothingSinceRefusal(state, store.path().toString()));
            return RetrainOutcome.NOTHING_NEW;
        }
        newData.get().reports().forEach(line -> console.report("new: %s", line));
        return new RetrainAttempt(session, job, clock, console, store, state, learned, newData.get()).run(verbose);
    }

    /** Up to where a growing column has been learned. */
    private Optional<Watermark.Greatest> upTo(LearningState learned) {
        return section.newRows() instanceof NewRows.ByColumn by
                ? learned.watermark()
                        .filter(Watermark.Greatest.class::isInstance)
                        .map(Watermark.Greatest.class::cast)
                        .filter(greatest -> greatest.column().equals(by.column()))
                : Optional.empty();
    }

    private Optional<NewData> newData(ModelStore store, StoreState state, LearningState learned) {
        DataSource source = job.data().source();
        if (section.newRows() instanceof NewRows.ByColumn by) {
            try {
                return GrowingColumn.find(
                        source,
                        new TableReader(session.spark()).open(source, "data", 0),
                        by.column(),
                        learned.watermark(),
                        section.checks().jump(),
                        this::warn);
            } catch (DataException e) {
                stop(store, state, learned, List.of(e.getMessage()));
                throw e;
            }
        }
        return section.newRows() instanceof NewRows.ByPartition
                ? NewPartitions.find(session.spark(), (DataSource.Table) source, learned.watermark())
                : new NewFiles(
                                (DataSource.InFiles) source,
                                learned.watermark(),
                                session.hadoop(),
                                new FileHashing(session.spark()),
                                section.newRows() instanceof NewRows.ByFile by
                                        && by.reading() == NewRows.FileReading.QUICK,
                                this::warn)
                        .find();
    }

    /** Logs a run that could not determine which rows are new. */
    private void stop(ModelStore store, StoreState state, LearningState learned, List<String> reasons) {
        Map<String, Object> metrics = new LinkedHashMap<>();
        state.serving().ifPresent(version -> metrics.put("champion", version));
        String html = new RetrainReport(job, clock.instant(), List.of(), RetrainText.serving(state), Optional.empty())
                .stopped(RetrainReport.BAD_ROWS, reasons, metrics);
        new StoreUpdate(store, state, section, clock, console).stop(html, reasons, learned, metrics);
    }

    private void warn(String what) {
        console.report("warning: %s", what);
    }
}
