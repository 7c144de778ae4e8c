package org.thalweg.data;

import java.util.Arrays;
import java.util.StringJoiner;

/**
 * Class weights: a row's weight in losses, gradients and metrics is its own weight times its class's weight. The row's
 * key, its lane and the scaling of features do not depend on class weights.
 *
 * @param byClass by class index, finite and above 0; of length 0 for no class weights
 */
public record ClassWeights(float[] byClass) {
    /** No class weights. */
    public static final ClassWeights NONE = new ClassWeights(new float[0]);

    /** Checks the ranges. The array is not copied; the caller must not change it. */
    public ClassWeights {
        for (float weight : byClass) {
            require(weight, Float.toString(weight));
        }
    }

    /**
     * Weights that balance the classes: n / (K n_c), where n_c is the weight of the rows of class c, n the weight of
     * all rows, and K the number of classes that have rows. A class without rows has weight 1.
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
     * Parses what {@link #text} wrote.
     *
     * @throws IllegalArgumentException if it is not a list of weights
     */
    public static ClassWeights parse(String text) {
        String[] parts = text.split(" ", -1);
        float[] byClass = new float[parts.length];
        for (int c = 0; c < parts.length; c++) {
            byClass[c] = Float.parseFloat(parts[c]);
        }
        return new ClassWeights(byClass);
    }

    /** The weights as text that {@link #parse} reads back to the same bits. */
    public String text() {
        StringJoiner text = new StringJoiner(" ");
        for (float weight : byClass) {
            text.add(Float.toString(weight));
        }
        return text.toString();
    }

    /** Whether there are no class weights. */
    public boolean isNone() {
        return byClass.length == 0;
    }

    /**
     * A row's weight times its class's weight.
     *
     * @throws IllegalArgumentException if the product is not a finite float above 0
     */
    float of(RowView row) {
        if (isNone()) {
            return row.weight();
        }
        float ofClass = byClass[(int) row.targets()[row.targetsFrom()]];
        float product = row.weight() * ofClass;
        require(product, row.weight() + " × " + ofClass);
        return product;
    }

    private static void require(float weight, String found) {
        if (!(weight > 0) || !Float.isFinite(weight)) {
            throw new IllegalArgumentException("class weights: expected finite 32-bit floats above 0, found " + found);
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
