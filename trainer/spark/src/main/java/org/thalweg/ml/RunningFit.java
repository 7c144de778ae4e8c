package org.thalweg.ml;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.spark.SparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.thalweg.settings.KeyText;
import org.thalweg.spark.fit.FitListener;
import org.thalweg.train.DivergedException;
import org.thalweg.train.EpochResult;

/** A running fit: its messages, its progress and its cancellation. */
final class RunningFit implements FitListener {
    private static final Logger LOG = LoggerFactory.getLogger("org.thalweg.ml");

    private static final String WARNING = "warning: ";

    private static final Map<String, Set<RunningFit>> BY_UID = new ConcurrentHashMap<>();

    private final SparkContext spark;
    private final UnaryOperator<String> names;
    private final String tag = "thalweg-" + UUID.randomUUID();
    private final List<String> warnings = Collections.synchronizedList(new ArrayList<>());
    private volatile boolean cancelled;
    private volatile FitProgress progress = FitProgress.start(0);

    /**
     * A fit in a session.
     *
     * @param names maps key paths to the names used in messages
     */
    RunningFit(SparkContext spark, UnaryOperator<String> names) {
        this.spark = spark;
        this.names = names;
    }

    /**
     * Runs work as a fit of the stage with the given uid; copies of a stage share the uid.
     *
     * @throws CancellationException if it was cancelled
     */
    <T> T running(String uid, Supplier<T> work) {
        BY_UID.computeIfAbsent(uid, unused -> ConcurrentHashMap.newKeySet()).add(this);
        spark.addJobTag(tag);
        try {
            return work.get();
        } catch (Exception e) { // Spark throws checked exceptions, which Scala does not declare.
            if (cancelled && !(e instanceof CancellationException)) {
                throw cancellation(e);
            }
            throw e;
        } finally {
            spark.removeJobTag(tag);
            BY_UID.computeIfPresent(uid, (key, fits) -> {
                fits.remove(this);
                return fits.isEmpty() ? null : fits;
            });
        }
    }

    /** Cancels the running fits of a stage and its copies. */
    static void cancel(String uid) {
        BY_UID.getOrDefault(uid, Set.of()).forEach(RunningFit::cancel);
    }

    /** The progress of the running fits of a stage and its copies. */
    static List<FitProgress> progress(String uid) {
        return BY_UID.getOrDefault(uid, Set.of()).stream()
                .map(fit -> fit.progress)
                .toList();
    }

    private void cancel() {
        cancelled = true;
        spark.cancelJobsWithTag(tag);
    }

    private static CancellationException cancellation(Throwable cause) {
        CancellationException cancellation = new CancellationException("the fit was cancelled");
        cancellation.initCause(cause);
        return cancellation;
    }

    List<String> warnings() {
        return List.copyOf(warnings);
    }

    @Override
    public void report(String line) {
        if (line.startsWith(WARNING)) {
            warnings.add(line.substring(WARNING.length()));
            LOG.warn("{}", line.substring(WARNING.length()));
        } else {
            LOG.info("{}", line);
        }
    }

    @Override
    public void reportMarked(String line) {
        report(KeyText.named(line, names));
    }

    @Override
    public Progress progress(int epochs) {
        progress = FitProgress.start(epochs);
        return new Progress() {
            @Override
            public void onStep(long step, long steps, long rows, double loss) {
                if (cancelled || Thread.currentThread().isInterrupted()) {
                    throw cancellation(null);
                }
            }

            @Override
            public void onBackOff(DivergedException cause, int times) {
                report(WARNING + "restarting the epoch at half the learning rate: "
                        + cause.named(names).getMessage());
            }

            @Override
            public void onEpoch(EpochResult result) {
                progress = FitProgress.after(result, epochs);
            }

            @Override
            public void onReport(String line) {
                reportMarked(line);
            }
        };
    }
}
