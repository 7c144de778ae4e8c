package org.thalweg.optim;

import java.util.ArrayList;
import java.util.List;
import org.thalweg.settings.Choice;

/** How a run goes down: by an optimizer's steps over batches, or by L-BFGS over all rows. Chosen by the optimizer's name. */
public sealed interface Descent extends Choice.Named permits GradientDescent, Lbfgs {
    /** Every descent that may be chosen by name, with that optimizer's numbers. */
    List<Choice<Descent>> CHOICES = choices();

    /** The arrays, each of the parameters' length, that are remembered from step to step. */
    int arrayCount();

    private static List<Choice<Descent>> choices() {
        List<Choice<Descent>> choices = new ArrayList<>();
        for (Choice<Optimizer> rule : Optimizer.CHOICES) {
            choices.add(new Choice<>(
                    rule.name(), rule.meaning(), rule.settings(), of -> GradientDescent.of(rule.make(of))));
        }
        choices.add(Lbfgs.CHOICE);
        return List.copyOf(choices);
    }
}
