package org.thalweg.train;

/**
 * The maximum number of epochs: fixed, or chosen by the number of training rows.
 *
 * @param count 1 or more; or {@link #AUTO}: enough for {@value #AUTO_STEPS} steps, from {@value #MIN_AUTO} to
 *     {@value #MAX_AUTO}; with full batches {@value #FULL_AUTO}
 */
public record Epochs(int count) {
    /** Means that the number is chosen by the number of rows. */
    public static final int AUTO = -1;

    /** The fewest epochs that {@link #AUTO} chooses. */
    public static final int MIN_AUTO = 10;

    /**
     * The most epochs that {@link #AUTO} chooses. On 1,000 rows, fewer epochs underfit a smooth target and more overfit the
     * noise.
     */
    public static final int MAX_AUTO = 64;

    /** The epochs that {@link #AUTO} chooses with full batches; with L-BFGS the most iterations. */
    public static final int FULL_AUTO = 200;

    /** The number of steps that {@link #AUTO} aims for. */
    public static final int AUTO_STEPS = 5_000;

    /** Checks the range. */
    public Epochs {
        if (count < 1 && count != AUTO) {
            throw new IllegalArgumentException("epochs: expected 1 or more, found " + count);
        }
    }

    /**
     * A fixed number of epochs.
     *
     * @param count 1 or more
     */
    public static Epochs of(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("epochs: expected 1 or more, found " + count);
        }
        return new Epochs(count);
    }

    /** A number of epochs that is chosen by the number of rows; see {@link #countFor}. */
    public static Epochs auto() {
        return new Epochs(AUTO);
    }

    /** Whether the number is chosen by the number of rows. */
    public boolean isAuto() {
        return count == AUTO;
    }

    /**
     * The epochs of a run: the count; or, where that is {@link #AUTO}, ⌈{@value #AUTO_STEPS} / steps of an epoch⌉, but
     * {@value #MIN_AUTO} at least and {@value #MAX_AUTO} at most, or {@value #FULL_AUTO} with full batches.
     *
     * @param rows to train on, 1 or more
     * @param batches by which an epoch takes them
     */
    public int countFor(long rows, Batches batches) {
        if (!isAuto()) {
            return count;
        }
        if (batches.isFull()) {
            return FULL_AUTO;
        }
        long steps = batches.stepsFor(rows);
        return (int) Math.max(MIN_AUTO, Math.min(MAX_AUTO, (AUTO_STEPS + steps - 1) / steps));
    }
}
