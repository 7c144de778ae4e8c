package org.thalweg.benchmarks;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.thalweg.math.Blas;
import org.thalweg.math.Philox;
import org.thalweg.nn.Network;
import org.thalweg.train.EpochOrder;
import org.thalweg.train.Step;

/**
 * Only the matrix products of a network's gradients, in the shapes of an epoch's steps and lanes. Each thread has a
 * contiguous range of the lanes and its own operands.
 */
final class NetworkProducts {
    private final Network network;
    private final int[][] rows; // [steps][lanes]
    private final Operands[] operands; // [threads]

    NetworkProducts(Network network, EpochOrder order, int threads) {
        this.network = network;
        rows = new int[(int) order.steps()][];
        int most = 1;
        for (int step = 0; step < rows.length; step++) {
            rows[step] = lanesOf(order, new Step(0, step));
            most = Math.max(most, Arrays.stream(rows[step]).max().orElseThrow());
        }
        operands = new Operands[threads];
        for (int t = 0; t < threads; t++) {
            operands[t] = new Operands(network, most);
        }
    }

    /** The number of rows of each lane in a step. */
    private static int[] lanesOf(EpochOrder order, Step step) {
        return Arrays.stream(order.groups(step))
                .flatMap(group -> IntStream.range(0, order.layout().groupSize()).map(place -> order.lane(group, place)))
                .map(lane -> (int) order.rowsOf(step, lane, lane + 1))
                .toArray();
    }

    /** Nanoseconds of the products of the first steps of an epoch, on all threads at the same time. */
    double nanos(int steps) {
        AtomicInteger next = new AtomicInteger();
        return AllThreads.nanos(operands.length, () -> {
            int thread = next.getAndIncrement();
            return () -> {
                for (int step = 0; step < steps; step++) {
                    int[] ofLanes = rows[step % rows.length];
                    int from = thread * ofLanes.length / operands.length;
                    int end = (thread + 1) * ofLanes.length / operands.length;
                    for (int lane = from; lane < end; lane++) {
                        operands[thread].multiply(network, ofLanes[lane]);
                    }
                }
            };
        });
    }

    /** The matrices of one thread. */
    private static final class Operands {
        private final Blas blas = Blas.get();
        private final float[] parameters;
        private final float[] gradient;
        private final float[][] activations; // [layers + 1][rows × width]
        private final float[][] deltas; // [layers][rows × width]

        Operands(Network network, int maxRows) {
            parameters = random(network.parameterCount());
            gradient = new float[network.parameterCount()];
            int layers = network.layers().size();
            activations = new float[layers + 1][];
            deltas = new float[layers][];
            activations[0] = random(maxRows * network.inputs());
            for (int l = 0; l < layers; l++) {
                activations[l + 1] = random(maxRows * network.layers().get(l).outputs());
                deltas[l] = random(activations[l + 1].length);
            }
        }

        private static float[] random(int count) {
            Philox random = new Philox(count, 0);
            float[] numbers = new float[count];
            for (int i = 0; i < count; i++) {
                numbers[i] = random.nextFloat() / 16;
            }
            return numbers;
        }

        void multiply(Network network, int rows) {
            int layers = deltas.length;
            for (int l = 0; l < layers; l++) {
                int in = network.inputsOf(l);
                int out = network.layers().get(l).outputs();
                int w = network.weightOffset(l);
                blas.multiply(
                        false, true, rows, out, in, activations[l], 0, parameters, w, false, activations[l + 1], 0);
            }
            for (int l = layers - 1; l >= 0; l--) {
                int in = network.inputsOf(l);
                int out = network.layers().get(l).outputs();
                int w = network.weightOffset(l);
                blas.multiply(true, false, out, in, rows, deltas[l], 0, activations[l], 0, false, gradient, w);
                if (l > 0) {
                    blas.multiply(false, false, rows, in, out, deltas[l], 0, parameters, w, false, deltas[l - 1], 0);
                }
            }
        }
    }
}
