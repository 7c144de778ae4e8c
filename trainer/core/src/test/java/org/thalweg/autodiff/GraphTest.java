package org.thalweg.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.thalweg.autodiff.FormulaTest.ofX;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GraphTest {
    /** The table of the package's documentation, number by number. */
    @Test
    void workedExampleHasTheDocumentedNumbers() {
        Formula f = ofX("x * sigmoid(2 * x)");
        Graph graph = f.graph();
        assertThat(graph.nodes())
                .containsExactly(
                        new Node.Variable(0),
                        new Node.Constant(2),
                        new Node.Binary(BinaryOperation.MULTIPLY, 1, 0),
                        new Node.Unary(UnaryOperation.SIGMOID, 2),
                        new Node.Binary(BinaryOperation.MULTIPLY, 0, 3));
        double[] values = graph.values(new double[] {1});
        assertThat(values).containsExactly(new double[] {1, 2, 2, 0.880797, 0.880797}, within(5e-7));
        double[] adjoints = graph.adjoints(values);
        assertThat(adjoints[4]).isEqualTo(1);
        assertThat(adjoints[3]).isEqualTo(1);
        assertThat(adjoints[2]).isCloseTo(0.104994, within(5e-7));
        assertThat(adjoints[4] * values[3]).isCloseTo(0.880797, within(5e-7));
        assertThat(adjoints[2] * values[1]).isCloseTo(0.209987, within(5e-7));
        assertThat(adjoints[0]).isCloseTo(1.090784, within(5e-7));
        assertThat(f.gradient(1)).containsExactly(adjoints[0]);
    }

    @Test
    void equalPartsAreOneNodeAndDifferentiatedFully() {
        Formula f = ofX("exp(x * x) + exp(x * x) * tanh(x * x)");
        assertThat(f.graph().nodes()).hasSize(6);
        double s = 0.7 * 0.7;
        double tanh = StrictMath.tanh(s);
        double expected = 2 * 0.7 * StrictMath.exp(s) * (1 + tanh + 1 - tanh * tanh);
        assertThat(f.gradient(0.7)[0]).isCloseTo(expected, within(1e-14));
        assertThat(ofX("x + x").graph().nodes()).hasSize(2);
        assertThat(ofX("x + x").gradient(3)).containsExactly(2);
        assertThat(ofX("(x)*(x)*(x)").gradient(3)).containsExactly(27);
    }

    @Test
    void constantsAreFolded() {
        assertThat(ofX("2 * 3 + x^0 - min(4, 5)").graph().nodes()).containsExactly(new Node.Constant(3));
        assertThat(ofX("x * (sqrt(2 / pi) + exp(1))").graph().nodes())
                .containsExactly(
                        new Node.Variable(0),
                        new Node.Constant(StrictMath.sqrt(2 / Math.PI) + StrictMath.exp(1)),
                        new Node.Binary(BinaryOperation.MULTIPLY, 0, 1));
        assertThat(ofX("1 * x / 1").graph().nodes()).containsExactly(new Node.Variable(0));
        assertThat(ofX("e^x").graph()).isEqualTo(ofX("exp(x)").graph());
    }

    @Test
    void wholePowersAreFewProducts() {
        assertThat(ofX("x^2").graph().nodes()).hasSize(2);
        assertThat(ofX("x^8").graph().nodes()).hasSize(4);
        assertThat(ofX("x^1024").graph().nodes()).hasSize(11);
        assertThat(ofX("x^0.5").graph()).isEqualTo(ofX("sqrt(x)").graph());
        assertThat(ofX("x^-1").graph().nodes())
                .containsExactly(
                        new Node.Variable(0), new Node.Constant(1), new Node.Binary(BinaryOperation.DIVIDE, 1, 0));
    }

    @Test
    void operandsStandBeforeWhatUsesThemAndEveryNodeReachesTheResult() {
        for (long seed = 0; seed < 200; seed++) {
            Formula f = new RandomFormulas(seed).next();
            List<Node> nodes = f.graph().nodes();
            boolean[] reached = new boolean[nodes.size()];
            reached[f.graph().result()] = true;
            for (int i = nodes.size() - 1; i >= 0; i--) {
                assertThat(reached[i]).as("seed %d: %s, node %d", seed, f, i).isTrue();
                boolean[] operands = new boolean[nodes.size()];
                nodes.get(i).markOperands(operands);
                nodes.get(i).markOperands(reached);
                for (int j = i; j < operands.length; j++) {
                    assertThat(operands[j]).isFalse();
                }
            }
            assertThat(nodes).doesNotHaveDuplicates();
        }
    }

    @Test
    void variablesAreKnownByTheirPlaces() {
        Formula f = Formula.parse("c - a", List.of("a", "b", "c"), Map.of());
        assertThat(f.value(1, 2, 5)).isEqualTo(4);
        assertThat(f.gradient(1, 2, 5)).containsExactly(-1, 0, 1);
    }
}
