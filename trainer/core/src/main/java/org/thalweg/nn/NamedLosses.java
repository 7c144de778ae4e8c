package org.thalweg.nn;

import java.util.List;
import org.thalweg.settings.Choice;

/**
 * The constants of {@link Loss}. They are in a separate class because an interface with default methods is initialised
 * by whichever implementation is used first: its constants would be created before those of that class.
 */
sealed interface NamedLosses permits Loss {
    /** {@link CrossEntropy} without smoothing. */
    Loss CROSS_ENTROPY = new CrossEntropy(0);

    /** {@link SquaredError}. */
    Loss HALF_SQUARED_ERROR = new SquaredError();

    /** Every loss that can be chosen by name. */
    List<Choice<Loss>> CHOICES = List.of(
            CrossEntropy.CHOICE,
            SquaredError.CHOICE,
            AbsoluteError.CHOICE,
            Huber.CHOICE,
            Quantile.CHOICE,
            PoissonLoss.CHOICE);
}
