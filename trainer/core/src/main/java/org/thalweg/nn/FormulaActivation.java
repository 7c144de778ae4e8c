package org.thalweg.nn;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.thalweg.autodiff.Formula;
import org.thalweg.autodiff.Workspace;
import org.thalweg.settings.Choice;

/**
 * A user-defined activation: a = f(z) by a formula of {@code x}, such as {@code x * sigmoid(1.702 * x)}; f′ by
 * {@linkplain org.thalweg.autodiff reverse mode}, with its conventions at kinks.
 *
 * @param formula of the one variable {@value #VARIABLE}
 */
public record FormulaActivation(Formula formula) implements Activation {
    /** The formula's variable. */
    public static final String VARIABLE = "x";

    /** Checks the variable. */
    public FormulaActivation {
        if (!formula.variables().equals(List.of(VARIABLE)) || !formula.uses(VARIABLE)) {
            throw new IllegalArgumentException(
                    "formula: expected a formula with the variable " + VARIABLE + ", found \"" + formula.text() + "\"");
        }
    }

    /**
     * Parses a formula.
     *
     * @throws org.thalweg.autodiff.FormulaException if it is not a valid formula
     * @throws IllegalArgumentException if it does not contain x
     */
    public static FormulaActivation of(String text) {
        return new FormulaActivation(Formula.parse(text, List.of(VARIABLE), Map.of()));
    }

    @Override
    public String name() {
        return Choice.FORMULA;
    }

    /** The maximum over 257 points from −2 to 2, the typical range of z, since a formula's slope may be unbounded. */
    @Override
    public double greatestSlope() {
        double greatest = 0;
        for (int i = -128; i <= 128; i++) {
            double slope = Math.abs(formula.gradient(i / 64.0)[0]);
            greatest = Double.isFinite(slope) ? Math.max(greatest, slope) : greatest;
        }
        return greatest;
    }

    @Override
    public Optional<String> formulaText() {
        return Optional.of(formula.text());
    }

    @Override
    public boolean needsZ() {
        return true;
    }

    @Override
    public Kernel kernel(int numbers) {
        Workspace workspace = formula.newWorkspace();
        float[][] inputs = new float[1][];
        return new ScratchKernel(this, numbers) {
            private final float[][] slopes = {scratch};

            @Override
            public void forwardInto(float[] z, float[] a, int rows, int columns) {
                inputs[0] = z;
                workspace.valueInto(inputs, rows * columns, a);
            }

            @Override
            public void backwardInPlace(float[] delta, float[] z, float[] a, int rows, int columns) {
                int length = rows * columns;
                inputs[0] = z;
                workspace.gradientInto(inputs, length, slopes);
                for (int i = 0; i < length; i++) {
                    delta[i] *= scratch[i];
                }
            }
        };
    }
}
