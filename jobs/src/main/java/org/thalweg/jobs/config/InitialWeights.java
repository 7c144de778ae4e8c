package org.thalweg.jobs.config;

import java.util.List;
import org.thalweg.settings.Choice;
import org.thalweg.settings.Setting;

/**
 * The initial weights of a retrained network.
 *
 * @param name {@code cold}: drawn by the seed; {@code warm}: the serving model's; {@code shrinkPerturb}: θ = shrink · θ of the
 *     serving model + perturb · θ drawn by the seed (Ash and Adams 2020, "On warm-starting neural network training")
 * @param shrink the factor on the serving model's weights, 0 for cold, 1 for warm
 * @param perturb the factor on random weights drawn by the seed, 1 for cold, 0 for warm
 */
public record InitialWeights(String name, double shrink, double perturb) implements Choice.Named {
    static final Setting SHRINK =
            new Setting("shrink", 0, false, 1, true, 0.6).means("Factor on the weights of the serving model.");
    static final Setting PERTURB =
            new Setting("perturb", 0, true, 1, true, 0.1).means("Factor on the random weights that are added.");

    /** All choices of a job file. */
    public static final List<Choice<InitialWeights>> CHOICES = List.of(
            Choice.of(new InitialWeights("warm", 1, 0)).means("The weights of the serving model."),
            Choice.of(new InitialWeights("cold", 0, 1)).means("Random weights, drawn with the seed."),
            new Choice<>(
                            "shrinkPerturb",
                            List.of(SHRINK, PERTURB),
                            values -> new InitialWeights("shrinkPerturb", values[0], values[1]))
                    .means("The weights of the serving model, shrunk, plus random weights, drawn with the seed."));

    static final InitialWeights DEFAULT = CHOICES.get(0).withDefaults();

    /** Whether nothing is taken from the serving model, so that features, classes and network may differ from it. */
    public boolean isCold() {
        return shrink == 0;
    }

    @Override
    public double[] settings() {
        return name.equals("shrinkPerturb") ? new double[] {shrink, perturb} : new double[0];
    }
}
