package org.thalweg.checkpoint;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.thalweg.train.Checkpoints;
import org.thalweg.train.RunState;

/**
 * Writes checkpoints in a background thread; the training loop only copies its state. While one checkpoint is being
 * written, the next is postponed to a later step. A failed write is reported as a warning and does not end the run.
 */
public final class CheckpointWriter implements Checkpoints, AutoCloseable {
    private final CheckpointSchedule schedule;
    private final CheckpointStore store;
    private final String thalwegVersion;
    private final Map<String, String> identity;
    private final Consumer<String> warnings;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        Thread made = new Thread(work, "thalweg-checkpoints");
        made.setDaemon(true);
        return made;
    });
    private volatile Future<?> writing;
    private boolean postponed;
    private boolean endsRun;
    private volatile boolean endRequested;
    private Supplier<RunState> finalState; // null until the run has taken its last step; guarded by this
    private long lastTaken = System.nanoTime();
    private int taken;
    private volatile int written;
    private volatile long lastStep;
    private volatile int failed;

    /**
     * A writer of a run's checkpoints.
     *
     * @param thalwegVersion written into every checkpoint
     * @param identity see {@link Checkpoint}
     * @param warnings receives a message for every failed write, on the writer's thread
     */
    public CheckpointWriter(
            CheckpointSchedule schedule,
            CheckpointStore store,
            String thalwegVersion,
            Map<String, String> identity,
            Consumer<String> warnings) {
        this.schedule = schedule;
        this.store = store;
        this.thalwegVersion = thalwegVersion;
        this.identity = identity;
        this.warnings = warnings;
    }

    @Override
    public boolean isDue(long steps, int together, int epochs, boolean epochEnds) {
        if (endRequested) {
            endsRun = true;
            return true;
        }
        boolean due =
                postponed || schedule.isDue(steps, together, epochs, epochEnds, (System.nanoTime() - lastTaken) * 1e-9);
        postponed = due && taken > written + failed;
        return due && !postponed;
    }

    @Override
    public void take(RunState state) {
        lastTaken = System.nanoTime();
        taken++;
        writing = thread.submit(() -> write(state));
    }

    @Override
    public boolean endsRun() {
        return endsRun;
    }

    @Override
    public synchronized void atEnd(Supplier<RunState> state) {
        finalState = state;
        if (endRequested) {
            endsRun = true;
            take(state.get());
        }
    }

    /**
     * Asks the run to end with a final checkpoint; called from a thread other than the run's own. During training, the
     * run ends after the current step with a {@link org.thalweg.train.TrainingCancelledException}. After the last step,
     * this method takes the checkpoint itself.
     *
     * @return whether the run still has to end by itself, after a step
     */
    public synchronized boolean endRun() {
        endRequested = true;
        if (finalState != null && !thread.isShutdown()) {
            take(finalState.get());
        }
        return finalState == null && !thread.isShutdown();
    }

    private void write(RunState state) {
        try {
            String bad = Checkpoint.nonFinite(state);
            if (!bad.isEmpty()) {
                throw new IOException(bad + ": expected finite numbers, found NaN or infinity");
            }
            Checkpoint checkpoint = new Checkpoint(thalwegVersion, identity, state);
            store.publish(state.steps(), out -> CheckpointFile.write(checkpoint, out));
            lastStep = state.steps();
            written++;
        } catch (IOException | RuntimeException | Error e) {
            failed++;
            warnings.accept("checkpoint after step " + state.steps() + ": could not be written: " + e.getMessage()
                    + "; training continues, and the next checkpoint will be attempted");
        }
    }

    /** The step after which the last written checkpoint was taken; 0 if none was written. */
    public long lastStep() {
        return lastStep;
    }

    /** The number of checkpoints written. */
    public int written() {
        return written;
    }

    /** The number of checkpoints that could not be written. */
    public int failed() {
        return failed;
    }

    /** Waits for a checkpoint that is being written, and ends the writer's thread. */
    @Override
    public void close() {
        synchronized (this) {
            thread.shutdown();
            finalState = null;
        }
        await();
    }

    /** Waits for a checkpoint that is being written. */
    public void await() {
        boolean interrupted = Thread.interrupted();
        try {
            while (writing != null && !writing.isDone()) {
                try {
                    writing.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw new IllegalStateException(e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
