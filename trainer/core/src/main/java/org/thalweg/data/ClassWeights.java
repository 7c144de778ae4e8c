package org.thalweg.data;

import java.util.Arrays;
import java.util.StringJoiner;

/**
 * How much the rows of each class count, beside their own weights: a row's weight in losses, gradients and measures is its
 * own times its class's. Neither its key nor its lane, nor the scaling of features, depends on its class's weight.
 *
 * @param byClass of each class by its index, finite and above 0; of length 0 where rows keep their own weights
 */
public record ClassWeights(float[] byClass) {
    /** Rows keep their own weights. */
    public static final ClassWeights NONE = new ClassWeights(new float[0]);

    /** Checks the ranges. The array is not copied: the caller gives it away. */
    public ClassWeights {
        for (float weight : byClass) {
            require(weight, Float.toString(weight));
        }
    }

    /**
     * The weights by which every class counts as much as any other: n / (K n_c), n_c the weight of a class's rows, n the
     * weight of all, K the classes that there are rows of. A class without rows weighs 1.
     *
     * @param weightOfClass n_c by class, such as {@link FeatureStatistics#weightOfClasses()} of the training rows
     */
    public static ClassWeights balanced(double[] weightOfClass) {
        double all = 0;
        int present = 0;
        for (double weight : weightOfClass) {
            all += weight;
            present += weight > 0 ? 1 : 0;
        }
        float[] byClass = new float[weightOfClass.length];
        for (int c = 0; c < byClass.length; c++) {
            byClass[c] = weightOfClass[c] > 0 ? (float) (all / (present * weightOfClass[c])) : 1;
        }
        return new ClassWeights(byClass);
    }

    /**
     * What {@link #text} wrote.
     *
     * @throws IllegalArgumentException if it holds no such weights
     */
    public static ClassWeights parse(String text) {
        String[] parts = text.split(" ", -1);
        float[] byClass = new float[parts.length];
        for (int c = 0; c < parts.length; c++) {
            byClass[c] = Float.parseFloat(parts[c]);
        }
        return new ClassWeights(byClass);
    }

    /** The weights as one text, which {@link #parse} reads back to the bit. */
    public String text() {
        StringJoiner text = new StringJoiner(" ");
        for (float weight : byClass) {
            text.add(Float.toString(weight));
        }
        return text.toString();
    }

    /** Whether rows keep their own weights. */
    public boolean areNone() {
        return byClass.length == 0;
    }

    /**
     * A row's weight times its class's.
     *
     * @throws IllegalArgumentException if no finite float above 0 is near the product
     */
    float of(RowView row) {
        if (areNone()) {
            return row.weight();
        }
        float ofClass = byClass[(int) row.targets()[row.targetsFrom()]];
        float product = row.weight() * ofClass;
        require(product, row.weight() + " × " + ofClass);
        return product;
    }

    private static void require(float weight, String found) {
        if (!(weight > 0) || !Float.isFinite(weight)) {
            throw new IllegalArgumentException(
                    "class weights: expected finite numbers above 0, as a 32-bit float holds them, found " + found);
        }
    }

    /** Whether the other holds the same weights, number by number. */
    @Override
    public boolean equals(Object other) {
        return other instanceof ClassWeights that && Arrays.equals(byClass, that.byClass);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(byClass);
    }

    @Override
    public String toString() {
        return "ClassWeights" + Arrays.toString(byClass);
    }
}
