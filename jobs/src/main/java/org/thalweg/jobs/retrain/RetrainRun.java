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
        Learned learned = Learned.of(state, store);
        Optional<Arrivals> arrivals = arrivals(store, state, learned);
        if (arrivals.isEmpty()) {
            console.result(RetrainText.nothingNew(state, upTo(learned)));
            return Outcome.NOTHING_NEW;
        }
        String fingerprint = RetrainJob.fingerprint(job);
        if (learned.refused()
                .filter(refused -> refused.covers(arrivals.get().seen(), fingerprint))
                .isPresent()) {
            console.result(RetrainText.nothingSinceRefusal(state, store.path().toString()));
            return Outcome.NOTHING_NEW;
        }
        arrivals.get().reports().forEach(line -> console.report("new: %s", line));
        return new Night(session, job, clock, console, store, state, learned, arrivals.get()).run(verbose);
    }

    /** Up to where a growing column has been learned. */
    private Optional<Watermark.Greatest> upTo(Learned learned) {
        return section.newRows() instanceof NewRows.ByColumn by
                ? learned.watermark()
                        .filter(Watermark.Greatest.class::isInstance)
                        .map(Watermark.Greatest.class::cast)
                        .filter(greatest -> greatest.column().equals(by.column()))
                : Optional.empty();
    }

    private Optional<Arrivals> arrivals(ModelStore store, StoreState state, Learned learned) {
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

    /** Of all rows some are such that nobody can say what is new. */
    private void stop(ModelStore store, StoreState state, Learned learned, List<String> reasons) {
        Map<String, Object> figures = new LinkedHashMap<>();
        state.serving().ifPresent(version -> figures.put("champion", version));
        String html = new RetrainReport(job, clock.instant(), List.of(), RetrainText.goesOn(state), Optional.empty())
                .stopped(RetrainReport.BAD_ROWS, reasons, figures);
        new StoreWriting(store, state, section, clock, console).stop(html, reasons, learned, figures);
    }

    private void warn(String what) {
        console.report("warning: %s", what);
    }
}
