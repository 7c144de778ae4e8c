package org.thalweg.train;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The state of a run between two steps: everything needed to resume it with the same bits. A value: another thread may write
 * it while the run continues.
 *
 * @param epochs completed, in order
 * @param progress of the current epoch
 * @param descent the parameters and the state of the optimizer
 * @param best the parameters of the best epoch so far, not to be changed; empty without early stopping
 * @param firstLoss the first step's mean loss; NaN before it
 * @param backOffs how often the learning rate was halved because the run diverged
 * @param good the state at the start of the current epoch; empty unless it is needed to repeat the epoch
 */
public record RunState(
        List<EpochResult> epochs,
        EpochProgress progress,
        DescentState descent,
        Optional<float[]> best,
        double firstLoss,
        int backOffs,
        Optional<DescentState> good) {
    /** Copies the list. */
    public RunState {
        epochs = List.copyOf(epochs);
        Objects.requireNonNull(progress, "progress");
        Objects.requireNonNull(descent, "descent");
        Objects.requireNonNull(best, "best");
        Objects.requireNonNull(good, "good");
        if (backOffs < 0) {
            throw new IllegalArgumentException("backOffs: expected 0 or more, found " + backOffs);
        }
    }

    /** The steps taken since the start of the run. */
    public long steps() {
        return (epochs.isEmpty() ? 0 : epochs.get(epochs.size() - 1).steps()) + progress.steps();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RunState that
                && epochs.equals(that.epochs)
                && progress.equals(that.progress)
                && descent.equals(that.descent)
                && Arrays.equals(best.orElse(null), that.best.orElse(null))
                && Double.compare(firstLoss, that.firstLoss) == 0
                && backOffs == that.backOffs
                && good.equals(that.good);
    }

    @Override
    public int hashCode() {
        return Objects.hash(epochs, progress, descent, backOffs);
    }
}
