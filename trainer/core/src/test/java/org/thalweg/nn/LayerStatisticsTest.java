package org.thalweg.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.thalweg.data.Example;
import org.thalweg.math.Philox;
import org.thalweg.settings.Choice;

class LayerStatisticsTest {
    private static final int ROWS = 12;

    private static List<Example> rows() {
        Philox random = new Philox(5, 0);
        List<Example> rows = new ArrayList<>();
        for (int r = 0; r < ROWS; r++) {
            float[] features = new float[4];
            for (int i = 0; i < features.length; i++) {
                features[i] = (float) random.nextNormal();
            }
            rows.add(new Example(features, new float[] {random.nextInt(3)}, 1 + r % 3));
        }
        return rows;
    }

    /** The first layers of a network, with another activation in the last one; its parameters are the first ones. */
    private static double[] outputs(Network network, int layer, Activation last, float[] parameters, Example row) {
        List<Layer> layers = new ArrayList<>(network.layers().subList(0, layer));
        layers.add(new Layer(network.layers().get(layer).outputs(), last));
        ReferenceNetwork reference = new ReferenceNetwork(new Network(4, layers), Loss.HALF_SQUARED_ERROR);
        return reference.outputs(ReferenceNetwork.toDouble(parameters), row.features());
    }

    @Test
    void figuresAreThoseOfAPlainComputationForEveryActivation() {
        List<Activation> hidden = new ArrayList<>(List.of(FormulaActivation.of("tanh(x) + x^2 / 10")));
        Activation.CHOICES.stream()
                .map(Choice::withDefaults)
                .filter(it -> !(it instanceof Softmax))
                .forEach(hidden::add);
        for (Activation activation : hidden) {
            Network network = Network.of(4, List.of(9, 5), activation, 3, Activation.SOFTMAX);
            float[] parameters = Initialisation.GLOROT_NORMAL.parameters(network, 3);
            boolean grows = activation instanceof Exponential || activation instanceof FormulaActivation;
            for (int i = 0; i < parameters.length; i++) {
                parameters[i] *= grows ? 0.5f : 3;
            }
            parameters[network.biasOffset(0)] = -12; // saturated for every row, for most activations
            assertFigures(network, parameters);
        }
    }

    private static void assertFigures(Network network, float[] parameters) {
        List<Example> rows = rows();
        for (Dropout dropout : List.of(Dropout.NONE, new Dropout(List.of(0.5, 0.0)))) {
            Backpropagation pass = new Backpropagation(network, Loss.CROSS_ENTROPY, dropout, ROWS);
            GradientTest.fill(pass, rows);
            pass.gradient(parameters, ROWS, new float[parameters.length], false);
            List<LayerStatistics> statistics = LayerStatistics.of(network);
            pass.addStatistics(ROWS, statistics);
            int layers = dropout.dropsAny() ? 1 : 3; // dropout changes the activations of later layers
            for (int l = 0; l < layers; l++) {
                assertLayer(network, l, parameters, rows, statistics.get(l));
            }
            assertThat(statistics.get(2).saturatedShare()).isNaN();
            assertThat(statistics.get(2).deadShare()).isNaN();
        }
    }

    private static void assertLayer(
            Network network, int l, float[] parameters, List<Example> rows, LayerStatistics found) {
        Activation activation = network.layers().get(l).activation();
        int units = network.layers().get(l).outputs();
        double weight = 0;
        double sum = 0;
        double squares = 0;
        double saturated = 0;
        int[] saturatedRows = new int[units];
        for (Example row : rows) {
            double[] a = outputs(network, l, activation, parameters, row);
            double[] z = outputs(network, l, Activation.IDENTITY, parameters, row);
            weight += row.weight();
            for (int u = 0; u < units; u++) {
                sum += row.weight() * a[u];
                squares += row.weight() * a[u] * a[u];
                if (!(activation instanceof Softmax)
                        && Math.abs(ReferenceActivation.slope(activation, z[u])) < 0.01 * activation.greatestSlope()) {
                    saturated += row.weight();
                    saturatedRows[u]++;
                }
            }
        }
        String what = "layer " + (l + 1) + " of " + activation.text();
        double mean = sum / (weight * units);
        assertThat(found.rows()).isEqualTo(ROWS);
        assertThat(found.mean()).as(what).isCloseTo(mean, within(1e-5 * Math.max(1, Math.abs(mean))));
        double deviation = Math.sqrt(Math.max(0, squares / (weight * units) - mean * mean));
        assertThat(found.deviation()).as(what).isCloseTo(deviation, within(1e-5 * Math.max(1, deviation)));
        if (!(activation instanceof Softmax)) {
            assertThat(found.saturatedShare()).as(what).isCloseTo(saturated / (weight * units), within(1e-12));
            double dead = Arrays.stream(saturatedRows).filter(it -> it == ROWS).count();
            assertThat(found.deadShare()).as(what).isEqualTo(dead / units);
        }
    }

    @Test
    void rowsAddedInPartsAndMergedAreTheWholesSums() {
        Network network = Network.of(4, List.of(9, 5), new Gelu(), 3, Activation.SOFTMAX);
        float[] parameters = Initialisation.AUTO.parameters(network, 3);
        Backpropagation pass = new Backpropagation(network, Loss.CROSS_ENTROPY, ROWS);
        GradientTest.fill(pass, rows());
        List<LayerStatistics> whole = LayerStatistics.of(network);
        pass.gradient(parameters, ROWS, new float[parameters.length], false);
        pass.addStatistics(ROWS, whole);
        List<LayerStatistics> parts = LayerStatistics.of(network);
        List<LayerStatistics> right = LayerStatistics.of(network);
        GradientTest.fill(pass, rows().subList(0, ROWS / 2));
        pass.gradient(parameters, ROWS / 2, new float[parameters.length], false);
        pass.addStatistics(ROWS / 2, parts);
        GradientTest.fill(pass, rows().subList(ROWS / 2, ROWS));
        pass.gradient(parameters, ROWS / 2, new float[parameters.length], false);
        pass.addStatistics(ROWS / 2, right);
        for (int l = 0; l < 3; l++) {
            parts.get(l).add(right.get(l));
            assertThat(parts.get(l).rows()).isEqualTo(ROWS);
            assertThat(parts.get(l).saturatedRows()).isEqualTo(whole.get(l).saturatedRows());
            // BLAS may round a row's products differently if there are more rows.
            assertThat(parts.get(l).sums()).containsExactly(whole.get(l).sums(), within(1e-6));
        }
    }

    @Test
    void greatestSlopeIsTheReferencesOverAFineGrid() {
        for (Choice<Activation> choice : Activation.CHOICES) {
            Activation activation = choice.withDefaults();
            if (activation instanceof Softmax || activation instanceof Exponential) {
                continue; // no slope, and an unbounded slope
            }
            double greatest = 0;
            for (int i = -20_000; i <= 20_000; i++) {
                greatest = Math.max(greatest, Math.abs(ReferenceActivation.slope(activation, i / 1000.0)));
            }
            assertThat(activation.greatestSlope()).as(activation.text()).isCloseTo(greatest, within(1e-4));
        }
        assertThat(new Sigmoid(3).greatestSlope()).isEqualTo(0.75);
        assertThat(new Gaussian(7, 2).greatestSlope()).isCloseTo(0.2419707 / 4, within(1e-6));
        assertThat(new PiecewiseLinear(10, 12).greatestSlope()).isEqualTo(0.5);
        assertThat(FormulaActivation.of("3 * x").greatestSlope()).isCloseTo(3, within(1e-6));
        assertThat(FormulaActivation.of("sqrt(abs(x))").greatestSlope()).isFinite();
    }
}
