package org.thalweg.nn;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.thalweg.autodiff.Formula;
import org.thalweg.autodiff.Workspace;
import org.thalweg.settings.Choice;

/**
 * A user-defined loss: C = Σᵢ c(aᵢ, yᵢ) by a formula of {@code prediction} and {@code target}, such as {@code
 * log(exp(prediction - target) + exp(target - prediction))}; ∂c/∂a by {@linkplain org.thalweg.autodiff reverse mode}.
 * Can be used with any output activation but softmax. Each c is a float; their sum is a double.
 */
public final class FormulaLoss implements Loss {
    /** The formula's variables: a network's output and its target. */
    public static final List<String> VARIABLES = List.of("prediction", "target");

    private final Formula formula;
    private final Workspace workspace; // null in the instance that threads share
    private final float[][] inputs = new float[2][];
    private final float[][] slopes = {{}, {}}; // of the output, and of the target, which is not wanted
    private float[] numbers = new float[0];

    private FormulaLoss(Formula formula, Workspace workspace) {
        this.formula = formula;
        this.workspace = workspace;
    }

    /**
     * Parses a formula.
     *
     * @throws org.thalweg.autodiff.FormulaException if it is not a valid formula
     * @throws IllegalArgumentException if it does not contain the prediction
     */
    public static FormulaLoss of(String text) {
        Formula formula = Formula.parse(text, VARIABLES, Map.of());
        if (!formula.uses(VARIABLES.get(0))) {
            throw new IllegalArgumentException(
                    "formula: expected a formula with the variable prediction, found \"" + formula.text() + "\"");
        }
        return new FormulaLoss(formula, null);
    }

    /** The formula, of {@link #VARIABLES}. */
    public Formula formula() {
        return formula;
    }

    @Override
    public String name() {
        return Choice.FORMULA;
    }

    @Override
    public Optional<String> formulaText() {
        return Optional.of(formula.text());
    }

    @Override
    public Loss forThread() {
        return new FormulaLoss(formula, formula.newWorkspace());
    }

    @Override
    public boolean goesWith(Activation output) {
        return !(output instanceof Softmax);
    }

    /** Scratch memory of this length; only the first passes allocate memory. */
    private float[] numbers(int length) {
        if (workspace == null) {
            throw new IllegalStateException("formula loss: expected an instance for this thread; use forThread()");
        }
        if (numbers.length < length) {
            numbers = new float[length];
        }
        return numbers;
    }

    @Override
    public void forwardInto(
            Activation.Kernel output,
            float[] z,
            float[] a,
            int rows,
            int outputs,
            float[] targets,
            float[] weights,
            double[] costs) {
        output.forwardInto(z, a, rows, outputs);
        float[] cost = numbers(rows * outputs);
        inputs[0] = a;
        inputs[1] = targets;
        workspace.valueInto(inputs, rows * outputs, cost);
        for (int r = 0; r < rows; r++) {
            double ofRow = 0;
            for (int i = r * outputs; i < (r + 1) * outputs; i++) {
                ofRow += cost[i];
            }
            costs[r] = weights[r] * ofRow;
        }
    }

    @Override
    public void deltaInto(
            Activation.Kernel output,
            float[] z,
            float[] a,
            int rows,
            int outputs,
            float[] targets,
            float[] weights,
            float[] delta) {
        float[] slope = numbers(rows * outputs);
        inputs[0] = a;
        inputs[1] = targets;
        slopes[0] = slope;
        workspace.gradientInto(inputs, rows * outputs, slopes);
        for (int r = 0; r < rows; r++) {
            float weight = weights[r];
            for (int i = r * outputs; i < (r + 1) * outputs; i++) {
                delta[i] = weight * slope[i];
            }
        }
        output.backwardInPlace(delta, z, a, rows, outputs);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FormulaLoss that && formula.equals(that.formula);
    }

    @Override
    public int hashCode() {
        return formula.hashCode();
    }

    @Override
    public String toString() {
        return text();
    }
}
