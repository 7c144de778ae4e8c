package org.thalweg.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.thalweg.data.Example;
import org.thalweg.math.Philox;
import org.thalweg.settings.Choice;

/**
 * The reference against central differences, and the fast kernels against the reference: for every pair of output
 * activation and loss with every hidden activation, 0 to 3 hidden layers; and every hidden activation and loss with every
 * kind of layer, dense and sparse rows.
 */
class GradientTest {
    private static final int ROWS = 16;
    private static final int INPUTS = 5;
    private static final int OUTPUTS = 3;
    private static final List<Integer> HIDDEN = List.of(7, 4, 6);
    private static final double H = 1e-5;
    private static final List<Activation> ACTIVATIONS = all(
            Activation.CHOICES,
            List.of(
                    new Sigmoid(2.5),
                    new LeakyRelu(0.3),
                    new Elu(0.5),
                    new PiecewiseLinear(-0.5, 2.5),
                    new Gaussian(0.5, 0.7),
                    FormulaActivation.of("x * sigmoid(1.702 * x)"),
                    FormulaActivation.of("tanh(x) + x^2 / 10")));
    private static final List<Activation> HIDDEN_ACTIVATIONS =
            ACTIVATIONS.stream().filter(it -> !(it instanceof Softmax)).toList();
    private static final List<Loss> LOSSES = all(
            Loss.CHOICES,
            List.of(
                    new CrossEntropy(0.1),
                    new Huber(0.4),
                    new Quantile(0.9),
                    FormulaLoss.of("(prediction - target)^2 / (1 + abs(prediction - target))")));
    private static final double KINK = 1e-3;

    /**
     * If a normalised layer's units are all equal, its slope depends only on ε, and a float's precision is
     * insufficient.
     */
    private static final double LEAST_DEVIATION = 0.1;

    private static final double ROUNDING = 1e-3;

    /** The hidden layers and rows of a case. */
    private enum Kind {
        DENSE {
            @Override
            Network of(Network dense) {
                return dense;
            }
        },
        NORMALISED {
            @Override
            Network of(Network dense) {
                return dense.withLayerNormalisation();
            }
        },
        SPARSE {
            @Override
            Network of(Network dense) {
                return dense.withSparse(true);
            }
        },
        SPARSE_NORMALISED {
            @Override
            Network of(Network dense) {
                return dense.withSparse(true).withLayerNormalisation();
            }
        };

        /**
         * Each kind with every hidden activation and loss, alternating the outputs; dense layers with all combinations.
         */
        static final List<Kind> OTHERS = List.of(NORMALISED, SPARSE, SPARSE_NORMALISED);

        abstract Network of(Network dense);
    }

    /** A network, its parameters and rows: no unit is near ReLU's kink, and not all units are inactive. */
    record Case(Network network, Loss loss, float[] parameters, List<Example> rows, long seed) {
        @Override
        public String toString() {
            List<String> layers = network.layers().stream()
                    .map(layer -> layer.activation().text() + (layer.normalised() ? " normalised" : ""))
                    .toList();
            return network.shape() + (network.sparse() ? " sparse " : " ") + layers + " " + loss.text() + " seed "
                    + seed;
        }
    }

    static Stream<Case> everyKind() {
        List<Case> cases = new ArrayList<>();
        for (Loss loss : LOSSES) {
            List<Activation> outputs =
                    ACTIVATIONS.stream().filter(loss::goesWith).toList();
            for (Activation output : outputs) {
                Network linear = Network.of(INPUTS, List.of(), Activation.TANH, OUTPUTS, output);
                cases.add(newCase(linear, loss));
                cases.add(newCase(linear.withSparse(true), loss));
                for (Activation hidden : HIDDEN_ACTIVATIONS) {
                    addCase(hidden, output, loss, Kind.DENSE, cases);
                }
            }
            for (int h = 0; h < HIDDEN_ACTIVATIONS.size(); h++) {
                for (Kind kind : Kind.OTHERS) {
                    addCase(HIDDEN_ACTIVATIONS.get(h), outputs.get(h % outputs.size()), loss, kind, cases);
                }
            }
        }
        assertThat(cases.stream().map(it -> it.loss().name()))
                .as("every loss")
                .containsAll(Loss.CHOICES.stream().map(Choice::name).toList());
        return cases.stream();
    }

    private static void addCase(Activation hidden, Activation output, Loss loss, Kind kind, List<Case> cases) {
        // Nested exponentials overflow.
        int depth = hidden instanceof Exponential ? 1 : 1 + cases.size() % HIDDEN.size();
        Network dense = Network.of(INPUTS, HIDDEN.subList(0, depth), hidden, OUTPUTS, output);
        cases.add(newCase(kind.of(dense), loss));
    }

    /** Each with its defaults, and those with settings also with other values. */
    private static <T extends Choice.Named> List<T> all(List<Choice<T>> choices, List<T> more) {
        List<T> all = new ArrayList<>();
        choices.forEach(choice -> all.add(choice.withDefaults()));
        all.addAll(more);
        return all;
    }

    private static Case newCase(Network network, Loss loss) {
        ReferenceNetwork reference = new ReferenceNetwork(network, loss);
        for (long seed = 1; ; seed++) {
            Philox random = new Philox(seed, 0);
            float[] parameters = new float[network.parameterCount()];
            for (int i = 0; i < parameters.length; i++) {
                parameters[i] = (float) (0.7 * random.nextNormal());
            }
            List<Example> rows = new ArrayList<>();
            for (int r = 0; r < ROWS; r++) {
                rows.add(row(network, loss, random));
            }
            double[] inDouble = ReferenceNetwork.toDouble(parameters);
            double[] ofLastRow = reference.gradient(inDouble, rows.subList(ROWS - 1, ROWS));
            if (isFarFromCertain(reference, inDouble, rows)
                    && reference.leastFromKink(inDouble, rows) > KINK
                    && reference.leastDeviation(inDouble, rows) > LEAST_DEVIATION
                    && norm(ofLastRow, 0, ofLastRow.length) > KINK) {
                return new Case(network, loss, parameters, rows, seed);
            }
        }
    }

    /** If a probability is about 1, the reference's own log(1 − a) is imprecise. */
    private static boolean isFarFromCertain(ReferenceNetwork reference, double[] parameters, List<Example> rows) {
        for (Example row : rows) {
            double cost = reference.loss(parameters, List.of(row)) / row.weight();
            double surest = Arrays.stream(reference.outputs(parameters, row.features()))
                    .map(a -> Math.abs(1 - a))
                    .min()
                    .orElseThrow();
            if (!(cost < 20) || reference.loss() instanceof CrossEntropy && surest < 1e-5) {
                return false;
            }
        }
        return true;
    }

    private static Example row(Network network, Loss loss, Philox random) {
        float[] features = new float[INPUTS];
        for (int i = 0; i < INPUTS; i++) {
            features[i] = network.sparse() && random.nextInt(3) == 0 ? 0 : (float) random.nextNormal();
        }
        float[] targets = new float[loss.targetWidth(network)];
        for (int o = 0; o < targets.length; o++) {
            targets[o] = targets.length == 1 ? random.nextInt(OUTPUTS) : random.nextFloat();
        }
        return new Example(features, targets, random.nextInt(3) == 0 ? 1 : 0.25f + 3 * random.nextFloat());
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void gradientIsTheLossesSlopeAndFastKernelsGiveIt(Case it) {
        ReferenceNetwork reference = new ReferenceNetwork(it.network, it.loss);
        double[] parameters = ReferenceNetwork.toDouble(it.parameters);
        if (it.network.layers().stream().noneMatch(layer -> layer.activation() instanceof UnitStep)) {
            double[] differences = centralDifferences(reference, parameters, it.rows);
            assertClose(it, differences, reference.gradient(parameters, it.rows), 1e-6);
        }

        Backpropagation pass = new Backpropagation(it.network, it.loss, ROWS);
        float[] gradient = new float[parameters.length];
        Arrays.fill(gradient, Float.NaN);
        for (int rows : new int[] {1, 2, 7, ROWS}) {
            List<Example> some = it.rows.subList(ROWS - rows, ROWS);
            fill(pass, some);
            double loss = pass.gradient(it.parameters, rows, gradient, false);
            assertThat(loss).isCloseTo(reference.loss(parameters, some), within(1e-4 * Math.abs(loss) + 1e-6));
            assertClose(it, ReferenceNetwork.toDouble(gradient), reference.gradient(parameters, some), 1e-3);
            assertThat(pass.loss(it.parameters, rows)).as("loss alone").isEqualTo(loss);
            assertOutputs(pass, reference, parameters, some);

            fill(pass, it.rows.subList(0, 3));
            pass.gradient(it.parameters, 3, gradient, true);
            List<Example> both = new ArrayList<>(some);
            both.addAll(it.rows.subList(0, 3));
            assertClose(it, ReferenceNetwork.toDouble(gradient), reference.gradient(parameters, both), 1e-3);
        }
    }

    private static double[] centralDifferences(ReferenceNetwork reference, double[] parameters, List<Example> rows) {
        double[] differences = new double[parameters.length];
        for (int i = 0; i < parameters.length; i++) {
            double at = parameters[i];
            parameters[i] = at + H;
            double above = reference.loss(parameters, rows);
            parameters[i] = at - H;
            double below = reference.loss(parameters, rows);
            parameters[i] = at;
            differences[i] = (above - below) / (2 * H);
        }
        return differences;
    }

    private static void assertOutputs(
            Backpropagation pass, ReferenceNetwork reference, double[] parameters, List<Example> rows) {
        for (int r = 0; r < rows.size(); r++) {
            double[] expected = reference.outputs(parameters, rows.get(r).features());
            for (int o = 0; o < OUTPUTS; o++) {
                assertThat((double) pass.outputs()[r * OUTPUTS + o])
                        .as("output %d of row %d", o, r)
                        .isCloseTo(expected[o], within(1e-5 * Math.max(1, Math.abs(expected[o]))));
            }
        }
    }

    static void fill(Backpropagation pass, List<Example> rows) {
        boolean sparse = pass.features().length == 0;
        if (sparse) {
            pass.sparseFeatures().clear();
        }
        for (int r = 0; r < rows.size(); r++) {
            Example row = rows.get(r);
            int inputs = row.features().length;
            int width = row.targets().length;
            if (sparse) {
                pass.sparseFeatures().addDense(row.features(), 0);
            } else {
                System.arraycopy(row.features(), 0, pass.features(), r * inputs, inputs);
            }
            System.arraycopy(row.targets(), 0, pass.targets(), r * width, width);
            pass.weights()[r] = row.weight();
        }
    }

    /** Compares by norm, over all parameters and for each tensor. */
    private static void assertClose(Case it, double[] found, double[] expected, double tolerance) {
        assertThat(norm(expected, 0, expected.length)).as("‖gradient‖ of " + it).isGreaterThan(1e-6);
        assertClose("all of " + it, found, expected, 0, expected.length, tolerance);
        int from = 0;
        while (from < expected.length) {
            String tensor = it.network.tensorOf(from);
            int to = from;
            while (to < expected.length && it.network.tensorOf(to).equals(tensor)) {
                to++;
            }
            assertClose(tensor + " of " + it, found, expected, from, to, tolerance);
            from = to;
        }
    }

    private static void assertClose(
            String what, double[] found, double[] expected, int from, int to, double tolerance) {
        double[] difference = new double[expected.length];
        for (int i = from; i < to; i++) {
            difference[i] = found[i] - expected[i];
        }
        double scale = Math.max(norm(found, from, to), norm(expected, from, to));
        // A normalised layer is nearly invariant to the scale of its input: with a single input unit, the slope below
        // consists of rounding errors.
        double rounding = ROUNDING * norm(expected, 0, expected.length);
        assertThat(norm(difference, from, to)).as(what).isLessThanOrEqualTo(tolerance * (scale + rounding) + 1e-9);
    }

    private static double norm(double[] a, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += a[i] * a[i];
        }
        return Math.sqrt(sum);
    }
}
