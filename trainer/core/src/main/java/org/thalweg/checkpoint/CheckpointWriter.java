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
 * Writes checkpoints beside the steps: the loop only copies its state. While one is still being written the next is put
 * off to a later step. What goes wrong is told, and does not end the run.
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
    private boolean putOff;
    private boolean endsRun;
    private volatile boolean endAsked;
    private Supplier<RunState> end; // of a run that has taken its last step; guarded by this
    private long lastTaken = System.nanoTime();
    private int taken;
    private volatile int written;
    private volatile long lastStep;
    private volatile int failed;

    /**
     * A writer of a run's checkpoints.
     *
     * @param thalwegVersion to be told in them
     * @param identity see {@link Checkpoint}
     * @param warnings is told what goes wrong, on the writer's thread
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
        if (endAsked) {
            endsRun = true;
            return true;
        }
        boolean due =
                putOff || schedule.isDue(steps, together, epochs, epochEnds, (System.nanoTime() - lastTaken) * 1e-9);
        putOff = due && taken > written + failed;
        return due && !putOff;
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
        end = state;
        if (endAsked) {
            endsRun = true;
            take(state.get());
        }
    }

    /**
     * Asks a run to end with a last checkpoint, from another thread than its own. Within its steps it does so after the one
     * under way, by a {@link org.thalweg.train.TrainingCancelledException}. Behind its last step the checkpoint is taken
     * here.
     *
     * @return whether the run ends by itself after a step
     */
    public synchronized boolean endRun() {
        endAsked = true;
        if (end != null && !thread.isShutdown()) {
            take(end.get());
        }
        return end == null && !thread.isShutdown();
    }

    private void write(RunState state) {
        try {
            String bad = Checkpoint.nonFinite(state);
            if (!bad.isEmpty()) {
                throw new IOException("expected finite numbers of " + bad + ", found some that are not");
            }
            Checkpoint checkpoint = new Checkpoint(thalwegVersion, identity, state);
            store.publish(state.steps(), out -> CheckpointFile.write(checkpoint, out));
            lastStep = state.steps();
            written++;
        } catch (IOException | RuntimeException | Error e) {
            failed++;
            warnings.accept("checkpoint after step " + state.steps() + ": could not be written: " + e.getMessage()
                    + "; training goes on, and the next one is tried");
        }
    }

    /** After which step of the run the last that was written is; 0 for none. */
    public long lastStep() {
        return lastStep;
    }

    /** How many were written. */
    public int written() {
        return written;
    }

    /** How many could not be written. */
    public int failed() {
        return failed;
    }

    /** Waits for the checkpoint that is being written, and ends the writer's thread. */
    @Override
    public void close() {
        synchronized (this) {
            thread.shutdown();
            end = null;
        }
        await();
    }

    /** Waits for the checkpoint that is being written. */
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
