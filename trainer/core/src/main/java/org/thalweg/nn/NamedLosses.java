package org.thalweg.nn;

import java.util.List;
import org.thalweg.settings.Choice;

/**
 * The constants of {@link Loss}. They stand apart because it has default methods, so that whichever of its classes is
 * used first initialises it: its constants would be made before that class had its own.
 */
sealed interface NamedLosses permits Loss {
    /** {@link CrossEntropy} without smoothing. */
    Loss CROSS_ENTROPY = new CrossEntropy(0);

    /** {@link SquaredError}. */
    Loss HALF_SQUARED_ERROR = new SquaredError();

    /** Every loss that may be chosen by name. */
    List<Choice<Loss>> CHOICES = List.of(
            CrossEntropy.CHOICE,
            SquaredError.CHOICE,
            AbsoluteError.CHOICE,
            Huber.CHOICE,
            Quantile.CHOICE,
            PoissonLoss.CHOICE);
}
