package org.thalweg.parity;

import java.util.Arrays;
import org.thalweg.data.Example;
import org.thalweg.math.Philox;

/**
 * Patterns of eight categorical columns; pattern k of 1, 2, … is drawn in proportion to k⁻ˢ (Zipf). A row's class is 1 with
 * the chance σ(z) of its pattern, z the sum of its categories' normal effects, of deviation 2 together.
 */
final class ZipfPatterns {
    private static final int COLUMNS = 8;
    private static final int CATEGORIES = 10;
    private static final double DEVIATION = 2;

    /** Features of a row: each column one-hot. */
    static final int INPUTS = COLUMNS * CATEGORIES;

    private final float[][] features; // [patterns][INPUTS]
    private final double[] chances; // [patterns], of class 1
    private final double[] upTo; // [patterns], the chance of this pattern or one before it

    ZipfPatterns(long seed, int patterns, double exponent) {
        features = new float[patterns][INPUTS];
        chances = new double[patterns];
        upTo = new double[patterns];
        Philox random = new Philox(seed, 0);
        double[] effects = new double[INPUTS];
        Arrays.setAll(effects, i -> DEVIATION / Math.sqrt(COLUMNS) * random.nextNormal());
        double sum = 0;
        for (int k = 0; k < patterns; k++) {
            double z = 0;
            for (int column = 0; column < COLUMNS; column++) {
                int feature = column * CATEGORIES + random.nextInt(CATEGORIES);
                features[k][feature] = 1;
                z += effects[feature];
            }
            chances[k] = 1 / (1 + StrictMath.exp(-z));
            sum += StrictMath.pow(k + 1, -exponent);
            upTo[k] = sum;
        }
        for (int k = 0; k < patterns; k++) {
            upTo[k] /= sum;
        }
    }

    Example row(Philox random) {
        int place = Arrays.binarySearch(upTo, random.nextDouble());
        int pattern = Math.min(upTo.length - 1, place < 0 ? -place - 1 : place + 1);
        return new Example(features[pattern].clone(), new float[] {random.nextDouble() < chances[pattern] ? 1 : 0});
    }

    /** The share of rows whose class the best of classifiers says. */
    double bestAccuracy() {
        double accuracy = 0;
        for (int k = 0; k < chances.length; k++) {
            accuracy += (upTo[k] - (k == 0 ? 0 : upTo[k - 1])) * Math.max(chances[k], 1 - chances[k]);
        }
        return accuracy;
    }
}
