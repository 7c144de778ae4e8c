package org.thalweg.nn;

import java.util.Arrays;
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
     * Tries the products of every layer: about the time of ten passes.
     *
     * @param rows of each half, 1 or more
     */
    public static PairTrial of(Network network, int rows) {
        Blas blas = Blas.get();
        Philox random = new Philox(rows, 0);
        float[] parameters = uniform(random, network.parameterCount());
        int layers = network.layers().size();
        boolean addsExactly = true;
        boolean[] forwardTogether = new boolean[layers];
        boolean[] deltaTogether = new boolean[layers];
        for (int l = 0; l < layers; l++) {
            int inputs = network.inputsOf(l);
            int outputs = network.layers().get(l).outputs();
            float[] x = uniform(random, 2 * rows * inputs);
            float[] delta = uniform(random, 2 * rows * outputs);
            addsExactly &= addsExactly(blas, l, network, delta, x, rows);

            float[] z = uniform(random, 2 * rows * outputs);
            float[] apart = z.clone();
            Backpropagation.addRowsTimesWeights(blas, l, network, x, 0, 2 * rows, parameters, z);
            Backpropagation.addRowsTimesWeights(blas, l, network, x, 0, rows, parameters, apart);
            Backpropagation.addRowsTimesWeights(blas, l, network, x, rows, rows, parameters, apart);
            forwardTogether[l] = Arrays.equals(z, apart);

            float[] below = new float[2 * rows * inputs];
            float[] belowApart = new float[2 * rows * inputs];
            Backpropagation.deltaTimesWeights(blas, l, network, delta, 0, 2 * rows, parameters, below);
            Backpropagation.deltaTimesWeights(blas, l, network, delta, 0, rows, parameters, belowApart);
            Backpropagation.deltaTimesWeights(blas, l, network, delta, rows, rows, parameters, belowApart);
            deltaTogether[l] = Arrays.equals(below, belowApart);
        }
        return new PairTrial(rows, addsExactly, forwardTogether, deltaTogether);
    }

    private static boolean addsExactly(Blas blas, int l, Network network, float[] delta, float[] x, int rows) {
        int weights = network.inputsOf(l) * network.layers().get(l).outputs();
        float[] added = new float[weights];
        float[] left = new float[weights];
        float[] right = new float[weights];
        Backpropagation.addDeltaTimesRows(blas, l, network, delta, x, 0, rows, false, added, 0);
        Backpropagation.addDeltaTimesRows(blas, l, network, delta, x, rows, rows, true, added, 0);
        Backpropagation.addDeltaTimesRows(blas, l, network, delta, x, 0, rows, false, left, 0);
        Backpropagation.addDeltaTimesRows(blas, l, network, delta, x, rows, rows, false, right, 0);
        Kernels.addInPlace(left, right);
        return Arrays.equals(added, left);
    }

    private static float[] uniform(Philox random, int length) {
        float[] numbers = new float[length];
        for (int i = 0; i < length; i++) {
            numbers[i] = 2 * random.nextFloat() - 1;
        }
        return numbers;
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
