package org.thalweg.optim;

import java.util.List;
import org.thalweg.settings.Choice;

/**
 * The optimizers by name. They stand apart because {@link Optimizer} has default methods, so that whichever of its classes is
 * used first initialises it: the list would be made before that class had its own constants.
 */
sealed interface NamedOptimizers permits Optimizer {
    /** Every optimizer that may be chosen by name. */
    List<Choice<Optimizer>> CHOICES = List.of(
            Sgd.CHOICE,
            Momentum.CHOICE,
            Momentum.NESTEROV,
            Adam.CHOICE,
            AdamW.CHOICE,
            NAdam.CHOICE,
            RmsProp.CHOICE,
            Adagrad.CHOICE,
            Adadelta.CHOICE);
}
