package org.thalweg.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.thalweg.data.CompressedRows;
import org.thalweg.math.Philox;

/** The result is bit-identical to loops over rows, their values and the outputs. */
class SparseProductsTest {
    private static final int OFFSET = 3;

    private static float[] random(int count, long seed) {
        Philox random = new Philox(seed, 0);
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = 2 * random.nextFloat() - 1;
        }
        return numbers;
    }

    /** Some rows are empty, and some features occur in no row. */
    private static CompressedRows rows(int count, int inputs, int density, long seed) {
        Philox random = new Philox(seed, 1);
        CompressedRows rows = new CompressedRows(inputs);
        for (int r = 0; r < count; r++) {
            float[] row = new float[inputs];
            for (int i = 0; i < inputs; i++) {
                row[i] = r % 5 != 4 && random.nextInt(density) == 0 ? (float) random.nextNormal() : 0;
            }
            rows.addDense(row, 0);
        }
        return rows;
    }

    @ParameterizedTest
    @CsvSource({"1,1,1,1", "1,7,3,2", "5,40,1,3", "64,300,17,10", "33,1000,64,50", "128,50,5,1"})
    void productsAreThoseOfPlainLoops(int count, int inputs, int outputs, int density) {
        CompressedRows x = rows(count, inputs, density, count);
        float[] w = random(OFFSET + inputs * outputs, 2);
        float[] delta = random(count * outputs, 3);
        float[] z = random(count * outputs, 4);
        float[] expectedZ = z.clone();
        float[] sums = new float[inputs * outputs];
        for (int r = 0; r < count; r++) {
            for (int k = x.starts()[r]; k < x.starts()[r + 1]; k++) {
                for (int o = 0; o < outputs; o++) {
                    int at = x.indices()[k] * outputs + o;
                    expectedZ[r * outputs + o] += x.values()[k] * w[OFFSET + at];
                    sums[at] += x.values()[k] * delta[r * outputs + o];
                }
            }
        }
        SparseProducts products = new SparseProducts(inputs, outputs, 128);
        products.transpose(rows(128, inputs, 1, 9));
        products.transpose(x);

        products.addRowsTimesWeights(count, w, OFFSET, z);
        assertThat(z).isEqualTo(expectedZ);

        float[] gradient = new float[OFFSET + inputs * outputs + 1];
        Arrays.fill(gradient, 8);
        products.addRowsTimesDelta(count, delta, false, gradient, OFFSET);
        assertThat(Arrays.copyOfRange(gradient, OFFSET, gradient.length - 1)).isEqualTo(sums);
        assertThat(gradient[OFFSET - 1]).isEqualTo(8);
        assertThat(gradient[gradient.length - 1]).isEqualTo(8);

        float[] before = random(gradient.length, 5);
        float[] added = before.clone();
        products.addRowsTimesDelta(count, delta, true, added, OFFSET);
        for (int i = 0; i < sums.length; i++) {
            assertThat(added[OFFSET + i]).isEqualTo(before[OFFSET + i] + sums[i]);
        }
    }

    @Test
    void aSparseNetworksPassIsThatOfTheDenseOneWithinRounding() {
        Network dense = Network.of(200, java.util.List.of(30, 8), Activation.TANH, 4, Activation.SOFTMAX);
        Network sparse = dense.withSparse(true);
        CompressedRows x = rows(20, 200, 10, 7);
        Backpropagation ofDense = new Backpropagation(dense, Loss.CROSS_ENTROPY, 20);
        Backpropagation ofSparse = new Backpropagation(sparse, Loss.CROSS_ENTROPY, 20);
        for (int r = 0; r < 20; r++) {
            for (int k = x.starts()[r]; k < x.starts()[r + 1]; k++) {
                ofDense.features()[r * 200 + x.indices()[k]] = x.values()[k];
            }
            ofSparse.sparseFeatures().add(x.indices(), x.values(), x.starts()[r], x.starts()[r + 1]);
            ofDense.targets()[r] = r % 4;
            ofSparse.targets()[r] = r % 4;
            ofDense.weights()[r] = 1;
            ofSparse.weights()[r] = 1;
        }
        float[] denseGradient = new float[dense.parameterCount()];
        float[] sparseGradient = new float[dense.parameterCount()];
        ofDense.gradient(Initialisation.AUTO.parameters(dense, 5), 20, denseGradient, false);
        ofSparse.gradient(Initialisation.AUTO.parameters(sparse, 5), 20, sparseGradient, false);
        for (int o = 0; o < 30; o++) {
            for (int i = 0; i < 200; i++) {
                assertThat(sparseGradient[sparse.weightIndex(0, o, i)])
                        .isCloseTo(
                                denseGradient[dense.weightIndex(0, o, i)],
                                org.assertj.core.api.Assertions.within(1e-5f));
            }
        }
        assertThat(Arrays.copyOfRange(sparseGradient, sparse.biasOffset(0), sparseGradient.length))
                .usingComparatorWithPrecision(1e-5f)
                .containsExactly(Arrays.copyOfRange(denseGradient, dense.biasOffset(0), denseGradient.length));
    }
}
