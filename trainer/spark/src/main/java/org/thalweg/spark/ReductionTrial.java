package org.thalweg.spark;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Chooses the {@link Reduction} of the next step. With {@link Reduction#AUTO}, if the driver has enough memory and sums are
 * large, each is tried for some steps, and the faster one is used from then on. Both give the same bits.
 */
final class ReductionTrial {
    /** Steps per trial; the shortest counts, because the first ones run code that is not compiled yet. */
    private static final int TRIAL_STEPS = 4;

    /** With fewer bytes over all executors gathering is always faster than starting the stages of a shuffle. */
    private static final long MIN_TRIAL_BYTES = 32L << 20;

    /** The share of the driver's heap that received sums may use. */
    private static final double HEAP_SHARE = 0.25;

    /** A received sum is in memory twice: as bytes, and as floats. */
    private static final long BYTES_PER_NUMBER = 2L * Float.BYTES;

    private final Reduction requested;
    private final int senders;
    private final long heapBytes;
    private int length = -1; // of the sums of the current trial
    private int steps;
    private final double[] least = new double[2];
    private Optional<Reduction> chosen = Optional.empty();
    private String reason = "";

    /**
     * The choice for a run.
     *
     * @param requested the setting
     * @param senders the number of executors or tasks that send a sum
     * @param heapBytes the driver's heap
     */
    ReductionTrial(Reduction requested, int senders, long heapBytes) {
        this.requested = requested;
        this.senders = senders;
        this.heapBytes = heapBytes;
    }

    /**
     * Returns the reduction for the next step.
     *
     * @param numbers the length of a sum; another length starts another trial
     */
    Reduction next(int numbers) {
        if (numbers != length) {
            start(numbers);
        }
        return chosen.orElse(steps < TRIAL_STEPS ? Reduction.GATHER : Reduction.SLICES);
    }

    private void start(int numbers) {
        length = numbers;
        steps = 0;
        Arrays.fill(least, Double.POSITIVE_INFINITY);
        long arriving = BYTES_PER_NUMBER * numbers * senders;
        chosen = Optional.empty();
        if (requested != Reduction.AUTO) {
            choose(requested, "");
        } else if (arriving > HEAP_SHARE * heapBytes) {
            choose(
                    Reduction.SLICES,
                    String.format(
                            Locale.ROOT,
                            "gathering them would take %s of the driver's heap of %s",
                            RowStorage.megabytes(arriving),
                            RowStorage.megabytes(heapBytes)));
        } else if (senders == 1 || arriving < MIN_TRIAL_BYTES) {
            choose(Reduction.GATHER, "");
        }
    }

    /** Records the duration of a step that used the reduction of {@link #next}. */
    void took(double seconds) {
        if (chosen.isPresent()) {
            return;
        }
        int tried = steps++ / TRIAL_STEPS;
        least[tried] = Math.min(least[tried], seconds);
        if (steps == 2 * TRIAL_STEPS) {
            choose(
                    least[0] <= least[1] ? Reduction.GATHER : Reduction.SLICES,
                    String.format(
                            Locale.ROOT,
                            "a step takes %.1f ms gathered, and %.1f ms in slices",
                            1e3 * least[0],
                            1e3 * least[1]));
        }
    }

    private void choose(Reduction reduction, String because) {
        chosen = Optional.of(reduction);
        reason = because;
    }

    /** The choice; empty during the trial. */
    Optional<Reduction> chosen() {
        return chosen;
    }

    /** The reason, for users; empty if it is obvious. */
    String reason() {
        return reason;
    }
}
