package org.thalweg.autodiff;

import java.util.List;
import java.util.Map;

/**
 * A formula over named variables, with its derivatives: f(x₁, x₂, …), such as {@code x * sigmoid(1.702 * x)} over x, or
 * {@code (prediction - target)^2 / 2} over prediction and target.
 *
 * <p>What a formula may hold, from what binds most tightly to what binds least:
 *
 * <ul>
 *   <li>numbers ({@code 1}, {@code 1.5}, {@code .5}, {@code 1e-3}), the variables, the constants {@code pi} and
 *       {@code e} and those that the caller names, parentheses, and the functions {@code exp}, {@code log} (natural),
 *       {@code tanh}, {@code sigmoid} (1 / (1 + e⁻ᵃ)), {@code sqrt}, {@code abs}, {@code min(a, b)}, {@code max(a, b)};
 *   <li>powers {@code a ^ b}, from right to left: {@code 2^3^2} is 2⁹;
 *   <li>the signs {@code -} and {@code +}: {@code -x^2} is −(x²), and {@code 2^-x} is allowed;
 *   <li>{@code *} and {@code /} (or × and ÷), from left to right;
 *   <li>{@code +} and {@code -} (or −), from left to right.
 * </ul>
 *
 * <p>White space is free. A text has at most 4,000 characters, 100 levels of nesting and 2,048 values to work out, each
 * once however often it stands there; constants, also those worked out from others, are of float's range.
 *
 * <p><b>Powers.</b> Constant exponents of −1,024 to 1,024 that are whole or a half more are worked out by multiplying,
 * with a square root for the half: whole ones for any base; {@code x^0} is 1, a constant. All others are e^(b ln a): NaN
 * for a below 0, 0 for a = 0 and b over 0, and 1 for a = b = 0.
 *
 * <p><b>Kinks.</b> |a|′ = 0 at 0. {@code min} and {@code max} hand all to the argument that they take, and to the first
 * where both are equal: {@code max(x, 0)} has derivative 1 at 0, {@code max(0, x)} has 0.
 *
 * <p><b>Poles.</b> Every step of the chain rule is kept finite: an infinite slope, as that of √x at 0, counts as the
 * greatest finite number, and so do products and sums beyond it. What does not reach the result has no derivative,
 * however steep it is: {@code sqrt(max(x, 0))} has 0 below 0, not 0 · ∞ = NaN. A gradient is NaN only where the value or a
 * part of it is NaN, or where min or max compare infinity with itself. Where a part overflows, as e⁻ˣ in
 * {@code log(1 + exp(-x))} below −88, the value is infinite and the gradient without meaning: write
 * {@code max(-x, 0) + log(1 + exp(-abs(x)))}.
 *
 * <p><b>Accuracy</b> over floats: each operation rounds once; eᵃ is within 1.7e-7 and ln a within 1e-7 of itself, tanh
 * within 4e-7 and the sigmoid within 2.3e-7 of 1 (so {@code log(sigmoid(x))} is wrong from about −10 down); e^(b ln a) is
 * within 2e-7 (1 + |b ln a|) of itself.
 *
 * <p>Immutable and thread-safe; each thread evaluates it over arrays in a {@link Workspace} of its own. Equal are formulas
 * of the same text, variables and constants.
 */
public final class Formula {
    private final String text;
    private final List<String> variables;
    private final Map<String, Double> constants;
    private final Graph graph;

    private Formula(String text, List<String> variables, Map<String, Double> constants, Graph graph) {
        this.text = text;
        this.variables = variables;
        this.constants = constants;
        this.graph = graph;
    }

    /**
     * Reads a formula.
     *
     * @param variables the names of the inputs, in the order in which values are passed
     * @param constants names and their values, beside pi and e; may be empty
     * @throws FormulaException if the text is not a formula over these names; the exception has the column
     * @throws IllegalArgumentException if a name is none or is taken, or a constant is out of float's range
     */
    public static Formula parse(String text, List<String> variables, Map<String, Double> constants) {
        List<String> ofVariables = List.copyOf(variables);
        Map<String, Double> ofConstants = Map.copyOf(constants);
        return new Formula(text, ofVariables, ofConstants, Parser.parse(text, ofVariables, ofConstants));
    }

    /** The text as passed to the parser. */
    public String text() {
        return text;
    }

    /** The variables, in the order in which values are given. */
    public List<String> variables() {
        return variables;
    }

    /** The constants that the caller named; to read the text again takes these. */
    public Map<String, Double> constants() {
        return constants;
    }

    /**
     * Whether the result depends on a variable, syntactically: {@code x - x} uses x, {@code x^0} does not.
     *
     * @throws IllegalArgumentException if the formula has no variable of that name
     */
    public boolean uses(String variable) {
        if (!variables.contains(variable)) {
            throw new IllegalArgumentException("variable: expected one of " + variables + ", found " + variable);
        }
        return graph.numberOf(variables.indexOf(variable)) >= 0;
    }

    /** The number of values computed, including variables, constants and the result: 2,048 or fewer. */
    public int size() {
        return graph.nodes().size();
    }

    /** Memory to evaluate the formula in, over arrays of floats, for one thread. */
    public Workspace newWorkspace() {
        return new Workspace(this, graph);
    }

    /**
     * f(x) in double, by {@link StrictMath}: for checks, not for speed.
     *
     * @param x the variables' values, in their order
     * @throws IllegalArgumentException if there are more or fewer values than variables
     */
    public double value(double... x) {
        require(x);
        return graph.values(x)[graph.result()];
    }

    /**
     * ∂f/∂xᵥ of every variable v in double, by one backward pass; 0 for what the formula does not use.
     *
     * @param x the variables' values, in their order
     * @return [variables]
     * @throws IllegalArgumentException if there are more or fewer values than variables
     */
    public double[] gradient(double... x) {
        require(x);
        double[] adjoints = graph.adjoints(graph.values(x));
        double[] gradient = new double[x.length];
        for (int v = 0; v < x.length; v++) {
            int node = graph.numberOf(v);
            gradient[v] = node < 0 ? 0 : adjoints[node];
        }
        return gradient;
    }

    private void require(double[] x) {
        if (x.length != variables.size()) {
            throw new IllegalArgumentException("values: expected " + variables.size() + " (the formula's variables "
                    + variables + "), found " + x.length);
        }
    }

    /** The values that the formula computes, one after the other. */
    Graph graph() {
        return graph;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Formula formula
                && text.equals(formula.text)
                && variables.equals(formula.variables)
                && constants.equals(formula.constants);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** The text. */
    @Override
    public String toString() {
        return text;
    }
}
