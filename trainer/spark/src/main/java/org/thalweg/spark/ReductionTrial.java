package org.thalweg.spark;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Which {@link Reduction} the next step takes. Where {@link Reduction#AUTO} has room for both and sums are large, each is tried for
 * some steps, and the faster is kept: the bits are the same, so that the trial costs nothing but its time.
 */
final class ReductionTrial {
    /** Steps of each; their least time counts, as the first ones run code that is not compiled yet. */
    private static final int TRIED = 4;

    /** Less than this over all executors is gathered at once, before two jobs' stages would have started. */
    private static final long WORTH_A_TRIAL = 32L << 20;

    /** So much of the driver's heap may be taken by sums that arrive. */
    private static final double SHARE = 0.25;

    /** A sum that arrives is there twice: as bytes, and as numbers. */
    private static final long BYTES_A_NUMBER = 2L * Float.BYTES;

    private final Reduction asked;
    private final int senders;
    private final long heapBytes;
    private int length = -1; // that the trial is of
    private int steps;
    private final double[] least = new double[2];
    private Optional<Reduction> chosen = Optional.empty();
    private String why = "";

    /**
     * The choice of a run.
     *
     * @param asked what the settings say
     * @param senders executors, or tasks where they may be fewer than the executors, that send a sum
     * @param heapBytes of the driver
     */
    ReductionTrial(Reduction asked, int senders, long heapBytes) {
        this.asked = asked;
        this.senders = senders;
        this.heapBytes = heapBytes;
    }

    /**
     * That of the next step.
     *
     * @param numbers of a sum: another length is another choice
     */
    Reduction next(int numbers) {
        if (numbers != length) {
            start(numbers);
        }
        return chosen.orElse(steps < TRIED ? Reduction.GATHER : Reduction.SLICES);
    }

    private void start(int numbers) {
        length = numbers;
        steps = 0;
        Arrays.fill(least, Double.POSITIVE_INFINITY);
        long arriving = BYTES_A_NUMBER * numbers * senders;
        chosen = Optional.empty();
        if (asked != Reduction.AUTO) {
            choose(asked, "");
        } else if (arriving > SHARE * heapBytes) {
            choose(
                    Reduction.SLICES,
                    String.format(
                            Locale.ROOT,
                            "gathering them would take %s of the driver's heap of %s",
                            RowStorage.megabytes(arriving),
                            RowStorage.megabytes(heapBytes)));
        } else if (senders == 1 || arriving < WORTH_A_TRIAL) {
            choose(Reduction.GATHER, "");
        }
    }

    /** Takes the time of a step that was taken as {@link #next} said. */
    void took(double seconds) {
        if (chosen.isPresent()) {
            return;
        }
        int tried = steps++ / TRIED;
        least[tried] = Math.min(least[tried], seconds);
        if (steps == 2 * TRIED) {
            choose(
                    least[0] <= least[1] ? Reduction.GATHER : Reduction.SLICES,
                    String.format(
                            Locale.ROOT,
                            "a step takes %.1f ms gathered, and %.1f ms in slices",
                            1e3 * least[0],
                            1e3 * least[1]));
        }
    }

    private void choose(Reduction reduction, String reason) {
        chosen = Optional.of(reduction);
        why = reason;
    }

    /** What was chosen; empty as long as it is tried. */
    Optional<Reduction> chosen() {
        return chosen;
    }

    /** Why, for people; empty where nothing speaks for another. */
    String why() {
        return why;
    }
}
