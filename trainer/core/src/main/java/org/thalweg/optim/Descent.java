package org.thalweg.optim;

import java.util.ArrayList;
import java.util.List;
import org.thalweg.settings.Choice;

/** How a run minimises the loss: gradient steps over batches, or L-BFGS over all rows. Chosen by the optimizer's name. */
public sealed interface Descent extends Choice.Named permits GradientDescent, Lbfgs {
    /** Every descent that can be chosen by name, with the settings of its optimizer. */
    List<Choice<Descent>> CHOICES = choices();

    /** The number of state arrays, each as long as the parameters. */
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
