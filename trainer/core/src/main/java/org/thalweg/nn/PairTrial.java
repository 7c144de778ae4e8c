package org.thalweg.nn;

import java.util.Arrays;
import java.util.function.BooleanSupplier;
import org.thalweg.math.Blas;
import org.thalweg.math.Kernels;
import org.thalweg.math.Philox;

/**
 * What this machine's matrix product makes of two halves of rows that are run in one pass, found out by trying.
 *
 * <p>The bits of a product's number are a function of its place in the product's shape; libraries promise nothing of
 * them across shapes. In OpenBLAS a row's numbers mostly do not depend on how many rows stand below it, and a product
 * that is added to a matrix is summed before it touches it, as long as its rows fit the library's blocking. Where that
 * holds, a pass over two lanes' rows gives the bits of two passes and an addition. It is tried number by number on the
 * network's own shapes, with random operands: the order of the arithmetic does not depend on them.
 */
public final class PairTrial {
    /** Of a network with more parameters, a trial would take longer than a job may have for it. */
    private static final int LARGEST = 1 << 24;

    private final int rows;
    private final boolean addsExactly;
    private final boolean[] forwardTogether;
    private final boolean[] deltaTogether;

    private PairTrial(int rows, boolean addsExactly, boolean[] forwardTogether, boolean[] deltaTogether) {
        this.rows = rows;
        this.addsExactly = addsExactly;
        this.forwardTogether = forwardTogether;
        this.deltaTogether = deltaTogether;
    }

    /**
     * Tries the products of every layer, many times where they are small: about the time of fifty passes. A network of
     * more than 2²⁴ parameters is not tried: its rows run apart; so do sparse rows.
     *
     * @param rows of each half, 1 or more
     */
    public static PairTrial of(Network network, int rows) {
        Blas blas = Blas.get();
        int layers = network.layers().size();
        boolean addsExactly = network.parameterCount() <= LARGEST && !network.sparse();
        boolean[] forwardTogether = new boolean[layers];
        boolean[] deltaTogether = new boolean[layers];
        for (int l = 0; l < layers && addsExactly; l++) {
            Trials trials = new Trials(blas, network, l, rows);
            addsExactly = trials.always(trials::addsExactly, trials.inputs * trials.outputs);
            forwardTogether[l] = trials.always(trials::goesForwardTogether, trials.delta.length);
            deltaTogether[l] = trials.always(trials::goesBackTogether, trials.x.length);
        }
        return new PairTrial(rows, addsExactly, forwardTogether, deltaTogether);
    }

    /** The trials of one layer's products. */
    private static final class Trials {
        /** Other orders of a sum often round to the same number: so many numbers are compared, or so many times all. */
        private static final int NUMBERS = 1 << 16;

        private static final int TIMES = 6;

        private final Blas blas;
        private final Network network;
        private final int l;
        private final int rows;
        private final int inputs;
        private final int outputs;
        private final float[] parameters;
        private final float[] x;
        private final float[] delta;
        private final Philox random;

        Trials(Blas blas, Network network, int l, int rows) {
            this.blas = blas;
            this.network = network;
            this.l = l;
            this.rows = rows;
            this.random = new Philox(rows, l);
            this.inputs = network.inputsOf(l);
            this.outputs = network.layers().get(l).outputs();
            this.parameters = new float[network.parameterCount()];
            this.x = new float[2 * rows * inputs];
            this.delta = new float[2 * rows * outputs];
        }

        boolean always(BooleanSupplier trial, int numbers) {
            int times = Math.max(TIMES, NUMBERS / numbers);
            for (int time = 0; time < times; time++) {
                fill(parameters, network.weightOffset(l), inputs * outputs);
                fill(x, 0, x.length);
                fill(delta, 0, delta.length);
                if (!trial.getAsBoolean()) {
                    return false;
                }
            }
            return true;
        }

        private void fill(float[] numbers, int offset, int length) {
            for (int i = offset; i < offset + length; i++) {
                numbers[i] = 2 * random.nextFloat() - 1;
            }
        }

        boolean addsExactly() {
            float[] added = new float[inputs * outputs];
            float[] left = new float[inputs * outputs];
            float[] right = new float[inputs * outputs];
            Backpropagation.addDeltaTimesRows(blas, l, network, delta, x, 0, rows, false, added, 0);
            Backpropagation.addDeltaTimesRows(blas, l, network, delta, x, rows, rows, true, added, 0);
            Backpropagation.addDeltaTimesRows(blas, l, network, delta, x, 0, rows, false, left, 0);
            Backpropagation.addDeltaTimesRows(blas, l, network, delta, x, rows, rows, false, right, 0);
            Kernels.addInPlace(left, right);
            return Arrays.equals(added, left);
        }

        boolean goesForwardTogether() {
            float[] together = new float[2 * rows * outputs];
            float[] apart = new float[2 * rows * outputs];
            Backpropagation.addRowsTimesWeights(blas, l, network, x, 0, 2 * rows, parameters, together);
            Backpropagation.addRowsTimesWeights(blas, l, network, x, 0, rows, parameters, apart);
            Backpropagation.addRowsTimesWeights(blas, l, network, x, rows, rows, parameters, apart);
            return Arrays.equals(together, apart);
        }

        boolean goesBackTogether() {
            float[] together = new float[2 * rows * inputs];
            float[] apart = new float[2 * rows * inputs];
            Backpropagation.deltaTimesWeights(blas, l, network, delta, 0, 2 * rows, parameters, together);
            Backpropagation.deltaTimesWeights(blas, l, network, delta, 0, rows, parameters, apart);
            Backpropagation.deltaTimesWeights(blas, l, network, delta, rows, rows, parameters, apart);
            return Arrays.equals(together, apart);
        }
    }

    /** The rows of each half. */
    public int rows() {
        return rows;
    }

    /** Whether {@link Backpropagation#gradientOfPair} gives the bits of two passes and an addition. */
    public boolean addsExactly() {
        return addsExactly;
    }

    /** Whether a layer's rows go forward as well in one product as in two. */
    boolean forwardTogether(int l) {
        return forwardTogether[l];
    }

    /** Whether a layer's δ goes back as well in one product as in two. */
    boolean deltaTogether(int l) {
        return deltaTogether[l];
    }
}
