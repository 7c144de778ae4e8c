package org.thalweg.optim;

import java.util.List;
import org.thalweg.settings.Choice;

/**
 * The optimizers by name. The list is not in {@link Optimizer}, because that interface has default methods: the first use of
 * any of its classes would initialise it, and create the list before that class has its own constants.
 */
sealed interface NamedOptimizers permits Optimizer {
    /** Every optimizer that can be chosen by name. */
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
