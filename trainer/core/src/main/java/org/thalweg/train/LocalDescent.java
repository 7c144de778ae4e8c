package org.thalweg.train;

import java.io.Serializable;
import java.util.List;
import org.thalweg.optim.Optimizer;
import org.thalweg.optim.Penalty;

/**
 * Steps that each lane takes alone: from the same parameters and optimizer state every lane takes some steps over its own rows,
 * on its own copy of both. Afterwards the copies are averaged, weighted by the rows of their lanes (local SGD, Stich 2019; of
 * Adam its moments are averaged too).
 *
 * <p>Parameters and state go as one array, [parameters · (1 + arrays of the optimizer)]: w, then the arrays. What comes back is
 * a {@link GradientSum} whose gradient has this length: Σ rows · (w of the lane − w of the start), then Σ rows · array. Where
 * a lane adds no row to a step, it takes none.
 *
 * @param optimizer of every step
 * @param penalty on weights
 * @param clipNorm the greatest norm of a lane's mean gradient; infinity for no clipping
 * @param rates the learning rate of each step
 * @param stepsBefore taken in the run
 * @param scalars of the optimizer's state
 */
public record LocalDescent(
        Optimizer optimizer,
        Penalty penalty,
        double clipNorm,
        List<Double> rates,
        long stepsBefore,
        List<Double> scalars)
        implements Serializable {
    /** Copies the lists. */
    public LocalDescent {
        rates = List.copyOf(rates);
        scalars = List.copyOf(scalars);
    }

    /** The numbers that a lane's copy takes, of a network of so many parameters. */
    int length(int parameters) {
        return Math.multiplyExact(parameters, 1 + optimizer.arrayCount());
    }
}
