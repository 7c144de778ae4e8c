package org.thalweg.nn;

import java.util.List;
import org.thalweg.settings.Choice;

/**
 * The constants of {@link Activation}. They are in a separate class because an interface with default methods is
 * initialised by whichever implementation is used first: its constants would be created before those of that class.
 */
sealed interface NamedActivations permits Activation {
    /** {@link Sigmoid} of slope 1. */
    Activation SIGMOID = new Sigmoid(1);

    /** {@link Tanh}. */
    Activation TANH = new Tanh();

    /** {@link Relu}. */
    Activation RELU = new Relu();

    /** {@link Identity}. */
    Activation IDENTITY = new Identity();

    /** {@link Softmax}. */
    Activation SOFTMAX = new Softmax();

    /** Every activation that can be chosen by name. */
    List<Choice<Activation>> CHOICES = List.of(
            Relu.CHOICE,
            Sigmoid.CHOICE,
            Tanh.CHOICE,
            Identity.CHOICE,
            LeakyRelu.CHOICE,
            Elu.CHOICE,
            Selu.CHOICE,
            Gelu.CHOICE,
            Silu.CHOICE,
            Softplus.CHOICE,
            PiecewiseLinear.CHOICE,
            Gaussian.CHOICE,
            UnitStep.CHOICE,
            Exponential.CHOICE,
            Softmax.CHOICE);
}
