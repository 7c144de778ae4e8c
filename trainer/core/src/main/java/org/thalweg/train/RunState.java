package org.thalweg.train;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Where a run stands between two steps: all that it takes to go on to the same bits. A value, safe to be written by
 * another thread while the run goes on.
 *
 * @param epochs those done, in order
 * @param progress of the epoch under way
 * @param descent the parameters, and what goes with them
 * @param best the parameters of the best epoch so far, not to be changed; null where none are kept
 * @param firstLoss the first step's mean loss; NaN before it
 * @param backOffs how often the learning rate was halved because the run diverged
 * @param good where the descent stood at the begin of the epoch under way; null where it need not be known
 */
public record RunState(
        List<EpochResult> epochs,
        EpochProgress progress,
        DescentState descent,
        float[] best,
        double firstLoss,
        int backOffs,
        DescentState good) {
    /** Copies the list. */
    public RunState {
        epochs = List.copyOf(epochs);
        Objects.requireNonNull(progress, "progress");
        Objects.requireNonNull(descent, "descent");
        if (backOffs < 0) {
            throw new IllegalArgumentException("backOffs: expected 0 or more, found " + backOffs);
        }
    }

    /** The steps taken since the run's begin. */
    public long steps() {
        return (epochs.isEmpty() ? 0 : epochs.get(epochs.size() - 1).steps()) + progress.steps();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RunState that
                && epochs.equals(that.epochs)
                && progress.equals(that.progress)
                && descent.equals(that.descent)
                && Arrays.equals(best, that.best)
                && Double.compare(firstLoss, that.firstLoss) == 0
                && backOffs == that.backOffs
                && Objects.equals(good, that.good);
    }

    @Override
    public int hashCode() {
        return Objects.hash(epochs, progress, descent, backOffs);
    }
}
