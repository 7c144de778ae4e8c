package org.thalweg.train;

import org.thalweg.optim.OuterStep;

/**
 * How many steps every lane takes on its own before the lanes are averaged (local SGD).
 *
 * @param count 1 or more, where 1 is a step of all lanes together; or {@link #AUTO}, by what a step costs beside its arithmetic
 * @param warmUpEpochs 0 or more: over so many epochs the steps grow from 1 to the count, by the same factor from epoch to epoch
 * @param outer what is made of the lanes' average
 */
public record LocalSteps(int count, int warmUpEpochs, OuterStep outer) {
    /** Means that the count is chosen by measured costs. */
    public static final int AUTO = -1;

    /** The greatest count that {@link #AUTO} chooses. */
    public static final int MAX_AUTO = 64;

    /** {@link #AUTO} chooses the count so that the overhead is at most this share of the arithmetic. */
    private static final double AUTO_REST = 0.1;

    /** One step, of all lanes together. */
    public static final LocalSteps NONE = new LocalSteps(1, 0, OuterStep.PLAIN);

    /** Checks the ranges. */
    public LocalSteps {
        if (count < 1 && count != AUTO || warmUpEpochs < 0) {
            throw new IllegalArgumentException(
                    "localSteps: expected 1 or more, found " + count + " after " + warmUpEpochs + " epochs of warm-up");
        }
    }

    /** A fixed count from the first epoch on, with the plain average of the lanes. */
    public static LocalSteps of(int count) {
        return new LocalSteps(count, 0, OuterStep.PLAIN);
    }

    /** Whether there are no local steps: every step is of all lanes together. */
    public boolean isNone() {
        return count == 1;
    }

    /** Whether the count is chosen by measured costs. */
    public boolean isAuto() {
        return count == AUTO;
    }

    /** The same with another count. */
    LocalSteps withCount(int other) {
        return new LocalSteps(other, warmUpEpochs, outer);
    }

    /**
     * The steps of a round in an epoch: count^(epoch / warmUpEpochs) to the nearest whole number, then the count.
     *
     * @param epoch from 0
     */
    int countIn(int epoch) {
        if (epoch >= warmUpEpochs) {
            return count;
        }
        return (int) Math.max(1, Math.round(StrictMath.pow(count, (double) epoch / warmUpEpochs)));
    }

    /**
     * The count that costs suggest: the least power of two, up to {@value #MAX_AUTO}, with which everything but the arithmetic
     * takes at most a tenth of the arithmetic.
     *
     * @param overhead seconds of a round beside its arithmetic
     * @param arithmetic seconds of a step
     */
    public static int countFor(double overhead, double arithmetic) {
        int count = 1;
        while (count < MAX_AUTO && overhead > AUTO_REST * count * arithmetic) {
            count *= 2;
        }
        return count;
    }
}
