package org.thalweg.jobs.run;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.thalweg.checkpoint.Checkpoint;
import org.thalweg.checkpoint.CheckpointSchedule;
import org.thalweg.checkpoint.CheckpointWriter;
import org.thalweg.jobs.config.JobFile;
import org.thalweg.jobs.report.Metrics;
import org.thalweg.jobs.session.Console;
import org.thalweg.jobs.session.Location;
import org.thalweg.jobs.session.UsageException;
import org.thalweg.jobs.store.RunLock;
import org.thalweg.safetensors.TensorFile;
import org.thalweg.safetensors.TensorFileException;
import org.thalweg.spark.CheckpointFolder;
import org.thalweg.spark.FileSystems;
import org.thalweg.spark.Versions;
import org.thalweg.spark.config.CheckpointSection;
import org.thalweg.spark.config.Resume;
import org.thalweg.spark.fit.FitCheckpoints;
import org.thalweg.spark.table.DataException;
import org.thalweg.train.Checkpoints;
import org.thalweg.train.DivergedException;
import org.thalweg.train.RunState;

/** A job's checkpoints: those of an earlier run, and this run's own. */
public final class RunCheckpoints implements FitCheckpoints, AutoCloseable {
    private static final String KEY = "checkpoint.path";
    private static final String RESUME_FROM = "--resume-from";

    private final CheckpointSection section;
    private final Map<String, String> ofJob;
    private final boolean overwrite;
    private final boolean mayStartOver;
    private final CheckpointFolder folder;
    private final Optional<String> chosen;
    private final Console console;
    private final Optional<RunLock> lock;
    private volatile CheckpointWriter writer;
    private long resumedFrom;
    private boolean cleared;

    private RunCheckpoints(
            JobFile job,
            CheckpointFolder folder,
            Optional<String> chosen,
            boolean scheduled,
            Optional<RunLock> lock,
            Console console) {
        this.lock = lock;
        this.section = job.checkpoint();
        this.ofJob = job.identity();
        this.overwrite = job.model().overwrite();
        this.mayStartOver = scheduled || section.resume() == Resume.AUTO && overwrite && chosen.isEmpty();
        this.folder = folder;
        this.chosen = chosen;
        this.console = console;
    }

    /**
     * The checkpoints of a job, before any work is done.
     *
     * @param chosen the file to resume from; empty for the last checkpoint
     * @throws org.thalweg.jobs.store.LockHeldException if another live run writes there
     * @throws UsageException if there are checkpoints that the run may neither resume nor replace, or none where it
     *     must resume
     */
    static RunCheckpoints of(JobFile job, Optional<String> chosen, Configuration hadoop, Console console) {
        return of(job, chosen, false, hadoop, console);
    }

    /** The checkpoints of a scheduled run. It resumes from the last one if that is of the same rows, and otherwise starts from
     * scratch. */
    public static RunCheckpoints ofScheduled(JobFile job, Configuration hadoop, Console console) {
        return of(job, Optional.empty(), true, hadoop, console);
    }

    private static RunCheckpoints of(
            JobFile job, Optional<String> chosen, boolean scheduled, Configuration hadoop, Console console) {
        String path = job.checkpoint().path(job.model().path());
        requireDisjoint(path, job, hadoop);
        int keep = job.checkpoint().keep();
        try {
            CheckpointFolder folder = CheckpointFolder.at(path, Math.max(1, keep), hadoop);
            Optional<RunLock> lock = lock(folder, hadoop, console);
            try {
                RunCheckpoints kept = new RunCheckpoints(job, folder, chosen, scheduled, lock, console);
                kept.requireExpected(folder.entries());
                chosen.ifPresent(kept::chosen);
                return kept;
            } catch (IOException | RuntimeException e) {
                lock.ifPresent(RunLock::close);
                throw e;
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new UsageException(KEY + ": expected a folder that can be read and written, found " + path + ": "
                    + e.getMessage() + "; check the path and its permissions");
        }
    }

    /**
     * Empty if the folder is not writable. Then no checkpoint can be written either, and the run continues with a
     * warning.
     */
    private static Optional<RunLock> lock(CheckpointFolder folder, Configuration hadoop, Console console) {
        try {
            return Optional.of(RunLock.of(
                    FileSystems.withoutChecksums(folder.path(), hadoop),
                    folder.path(),
                    "run",
                    KEY,
                    line -> console.report("%s", line)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Publishing the model moves its folder away, with everything in it. */
    static void requireDisjoint(String path, JobFile job, Configuration hadoop) {
        Location.requireDisjointFromData(path, KEY, job, hadoop);
        String model = job.model().path();
        if (Location.overlap(path, model, hadoop)) {
            throw new UsageException(KEY + ": expected a folder apart from the model, found " + path
                    + " beside model.path " + model + "; use another path");
        }
    }

    /** The checkpoint that the command line names. */
    private CheckpointFolder.Entry chosen(String path) {
        try {
            return folder.entry(path);
        } catch (FileNotFoundException e) {
            throw new UsageException(RESUME_FROM + ": expected a checkpoint's file, found nothing at " + path
                    + "; check the path: this job's are in " + folder.path());
        } catch (IOException | IllegalArgumentException e) {
            throw new UsageException(RESUME_FROM + ": expected a checkpoint's file, found " + path + ": "
                    + e.getMessage() + "; check the path: this job's are in " + folder.path());
        }
    }

    private void requireExpected(List<CheckpointFolder.Entry> entries) {
        if (chosen.isPresent() || mayStartOver) {
            return;
        }
        if (section.resume() == Resume.ALWAYS && entries.isEmpty()) {
            throw new UsageException(KEY + ": expected a checkpoint to resume from, found none in " + folder.path()
                    + "; check the path, or train without --resume");
        }
        if (section.resume() == Resume.NEVER && !entries.isEmpty() && !overwrite) {
            throw new UsageException(
                    KEY + ": expected no checkpoint of an earlier run, found " + entries.size() + " in "
                            + folder.path() + ", the last after step "
                            + String.format(Locale.ROOT, "%,d", entries.get(0).steps())
                            + "; resume it with --resume, or start again with --overwrite");
        }
    }

    /**
     * The state to resume from, if there is one.
     *
     * @throws UsageException if the checkpoint is of another run
     * @throws DataException if it is damaged
     */
    @Override
    public Optional<RunState> toResume(Map<String, String> rows) {
        if (chosen.isEmpty() && section.resume() == Resume.NEVER && !mayStartOver) {
            return Optional.empty();
        }
        try {
            List<CheckpointFolder.Entry> entries = folder.entries();
            if (chosen.isEmpty() && entries.isEmpty()) {
                return Optional.empty();
            }
            Optional<LoadedCheckpoint> loaded = mayStartOver
                    ? lastWhole(entries)
                    : Optional.of(whole(chosen.isPresent() ? chosen(chosen.get()) : entries.get(0), entries));
            List<String> differences = loaded.map(last -> last.checkpoint().differences(identity(rows)))
                    .orElse(List.of());
            if (mayStartOver && (loaded.isEmpty() || !differences.isEmpty())) {
                console.report(
                        "checkpoints: those in %s are %s; training starts from scratch%s",
                        folder.path(),
                        loaded.isEmpty() ? "all damaged" : "of other rows or another job",
                        differences.isEmpty() ? "" : " (" + String.join("; ", differences) + ")");
                return Optional.empty();
            }
            CheckpointFolder.Entry entry = loaded.orElseThrow().entry();
            if (!differences.isEmpty()) {
                throw new UsageException("checkpoint " + entry.path()
                        + ": expected one of this job and its rows, found another's (" + String.join("; ", differences)
                        + "); resume with that job and its rows, or start again " + howToStartOver());
            }
            folder.adopt(entry);
            resumedFrom = loaded.get().checkpoint().state().steps();
            console.report("resumed: after step %,d, from %s", resumedFrom, entry.path());
            loaded.get().checkpoint().kernelWarning(rows).ifPresent(warning -> console.report("%s", warning));
            return Optional.of(loaded.get().checkpoint().state());
        } catch (IOException e) {
            throw new DataException("checkpoint: expected a file that can be read, found " + e.getMessage()
                    + "; check the path and its permissions");
        }
    }

    private record LoadedCheckpoint(CheckpointFolder.Entry entry, Checkpoint checkpoint) {}

    /** The options with which a run that should have resumed starts from scratch. */
    private String howToStartOver() {
        List<String> without = new ArrayList<>();
        if (chosen.isPresent()) {
            without.add(RESUME_FROM);
        }
        if (section.resume() == Resume.ALWAYS) {
            without.add("--resume (checkpoint.resume: always)");
        }
        return without.isEmpty()
                ? "with --overwrite"
                : "without " + String.join(" and ", without) + ", and with --overwrite";
    }

    /** The last undamaged checkpoint. Resuming from an earlier one leads to the same weights. */
    private Optional<LoadedCheckpoint> lastWhole(List<CheckpointFolder.Entry> entries) throws IOException {
        for (CheckpointFolder.Entry entry : entries) {
            try {
                return Optional.of(new LoadedCheckpoint(entry, folder.read(entry)));
            } catch (TensorFileException e) {
                console.report("warning: the checkpoint %s is damaged", entry.path());
            }
        }
        return Optional.empty();
    }

    /** Reads a checkpoint. If it is damaged, the message names the last undamaged one. */
    private LoadedCheckpoint whole(CheckpointFolder.Entry entry, List<CheckpointFolder.Entry> entries)
            throws IOException {
        try {
            return new LoadedCheckpoint(entry, folder.read(entry));
        } catch (TensorFileException e) {
            for (CheckpointFolder.Entry other : entries) {
                if (other.steps() <= entry.steps() && !other.equals(entry) && isWhole(other)) {
                    throw new DataException(e.getMessage()
                            + String.format(
                                    Locale.ROOT,
                                    "; resume from the last undamaged one, after step %,d, with --resume-from %s",
                                    other.steps(),
                                    other.path()));
                }
            }
            throw new DataException(e.getMessage() + "; there is no undamaged one: train again " + howToStartOver());
        }
    }

    private boolean isWhole(CheckpointFolder.Entry entry) throws IOException {
        try {
            folder.read(entry);
            return true;
        } catch (TensorFileException e) {
            return false;
        }
    }

    /** Everything that the weights depend on: the job and its rows. */
    private Map<String, String> identity(Map<String, String> rows) {
        Map<String, String> identity = new LinkedHashMap<>(ofJob);
        identity.putAll(rows);
        return identity;
    }

    @Override
    public Checkpoints start(Map<String, String> rows) {
        if (section.keep() == 0) {
            return Checkpoints.NONE;
        }
        writer = new CheckpointWriter(
                new CheckpointSchedule(section.everySteps(), section.everyEpochs(), section.everySeconds()),
                this::publish,
                Versions.thalweg(),
                identity(rows),
                warning -> console.report("warning: %s", warning));
        return writer;
    }

    private void publish(long steps, TensorFile.Content content) throws IOException {
        lock.ifPresent(RunLock::requireHeld);
        folder.publish(steps, content);
    }

    /** Runs work. If it fails, prints which checkpoint the run can be resumed from. */
    public <T> T keepingOnFailure(Supplier<T> work) {
        boolean mayResume = true; // Spark throws checked exceptions as well.
        try {
            T result = work.get();
            mayResume = false;
            return result;
        } catch (DivergedException e) {
            mayResume = false; // From a checkpoint it would diverge again.
            throw e;
        } finally {
            if (mayResume) {
                reportLastCheckpoint();
            }
        }
    }

    /**
     * Asks the run to end with a last checkpoint. Called from another thread.
     *
     * @return whether the run ends by itself after the current step
     */
    public boolean endRun() {
        boolean ends = writer != null && writer.endRun();
        if (ends) {
            console.report("ending: with a checkpoint after the current step; another signal after 2 s ends at once");
        }
        return ends;
    }

    /** Waits for the last checkpoint, and prints where an unfinished run can be resumed. */
    private void reportLastCheckpoint() {
        closeWriter();
        long last = writer != null && writer.written() > 0 ? writer.lastStep() : resumedFrom;
        if (last > 0) {
            console.report(
                    "checkpoints: the last is after step %,d, in %s; resume %s",
                    last,
                    folder.path(),
                    mayStartOver || section.resume() == Resume.AUTO ? "with the same command" : "with --resume");
        }
    }

    /** Adds the number of checkpoints to a run's metrics. */
    void putInto(Metrics metrics) {
        if (writer != null) {
            writer.await();
        }
        metrics.put("resumedFromStep", resumedFrom)
                .put("checkpointsWritten", writer == null ? 0 : writer.written())
                .put("checkpointsFailed", writer == null ? 0 : writer.failed());
    }

    /** Deletes the checkpoints, once the model is published. */
    public void clear() {
        closeWriter();
        if (lock.isPresent() && !lock.get().isHeld()) {
            return; // What is there now is another run's.
        }
        try {
            folder.clear();
            cleared = true;
        } catch (IOException e) {
            console.report("warning: the checkpoints in %s could not be deleted: %s", folder.path(), e.getMessage());
        }
    }

    private void closeWriter() {
        if (writer != null) {
            writer.close();
        }
    }

    @Override
    public void close() {
        closeWriter();
        lock.ifPresent(RunLock::close);
        if (cleared) {
            folder.deleteIfEmpty();
        }
    }
}
