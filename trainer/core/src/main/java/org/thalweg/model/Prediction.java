package org.thalweg.model;

import java.util.Arrays;
import java.util.List;

/** What a model answers to one row. */
public sealed interface Prediction {
    /**
     * The answer of a classifier.
     *
     * @param classIndex the most probable class, the first of equals; of a model with a threshold, the second class where its
     *     probability reaches that, else the first
     * @param label its label
     * @param probabilities of every class, by class index; add up to 1
     */
    record OfClass(int classIndex, String label, float[] probabilities) implements Prediction {
        /** Copies the array. */
        public OfClass {
            probabilities = probabilities.clone();
        }

        /** A copy of the probabilities of every class. */
        @Override
        public float[] probabilities() {
            return probabilities.clone();
        }

        /** The predicted class's probability. */
        public float probability() {
            return probabilities[classIndex];
        }

        /** Whether the other says the same, number by number. */
        @Override
        public boolean equals(Object other) {
            return other instanceof OfClass that
                    && classIndex == that.classIndex
                    && label.equals(that.label)
                    && Arrays.equals(probabilities, that.probabilities);
        }

        @Override
        public int hashCode() {
            return 31 * label.hashCode() + Arrays.hashCode(probabilities);
        }

        @Override
        public String toString() {
            return "OfClass[" + label + ", probabilities " + Arrays.toString(probabilities) + "]";
        }
    }

    /**
     * The answer of a model of several labels a row.
     *
     * @param labels those that the row is predicted to bear, in the order of the outputs
     * @param probabilities of every label, by output, each for itself
     */
    record OfLabels(List<String> labels, float[] probabilities) implements Prediction {
        /** Copies the list and the array. */
        public OfLabels {
            labels = List.copyOf(labels);
            probabilities = probabilities.clone();
        }

        /** A copy of the probabilities of every label. */
        @Override
        public float[] probabilities() {
            return probabilities.clone();
        }

        /** Whether the other says the same, number by number. */
        @Override
        public boolean equals(Object other) {
            return other instanceof OfLabels that
                    && labels.equals(that.labels)
                    && Arrays.equals(probabilities, that.probabilities);
        }

        @Override
        public int hashCode() {
            return 31 * labels.hashCode() + Arrays.hashCode(probabilities);
        }

        @Override
        public String toString() {
            return "OfLabels" + labels + ", probabilities " + Arrays.toString(probabilities);
        }
    }

    /**
     * The answer of an autoencoder.
     *
     * @param values the row as it was read back from the code, in the units of the data
     * @param code the activations of the narrowest hidden layer, the first of equals
     * @param error the mean of the squared differences from the row, both scaled
     */
    record OfReconstruction(float[] values, float[] code, float error) implements Prediction {
        /** Copies the arrays. */
        public OfReconstruction {
            values = values.clone();
            code = code.clone();
        }

        /** A copy of the values. */
        @Override
        public float[] values() {
            return values.clone();
        }

        /** A copy of the code. */
        @Override
        public float[] code() {
            return code.clone();
        }

        /** Whether the other says the same, number by number. */
        @Override
        public boolean equals(Object other) {
            return other instanceof OfReconstruction that
                    && Arrays.equals(values, that.values)
                    && Arrays.equals(code, that.code)
                    && error == that.error;
        }

        @Override
        public int hashCode() {
            return 31 * Arrays.hashCode(values) + Arrays.hashCode(code);
        }

        @Override
        public String toString() {
            return "OfReconstruction[code " + Arrays.toString(code) + ", error " + error + "]";
        }
    }

    /**
     * The answer of a regressor.
     *
     * @param values one a target
     */
    record OfValues(float[] values) implements Prediction {
        /** Copies the array. */
        public OfValues {
            values = values.clone();
        }

        /** A copy of the values. */
        @Override
        public float[] values() {
            return values.clone();
        }

        /** Whether the other says the same, number by number. */
        @Override
        public boolean equals(Object other) {
            return other instanceof OfValues that && Arrays.equals(values, that.values);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(values);
        }

        @Override
        public String toString() {
            return "OfValues" + Arrays.toString(values);
        }
    }
}
