package org.thalweg.model;

import java.util.Arrays;
import java.util.List;

/** A model's prediction for one row. */
public sealed interface Prediction {
    /**
     * A classifier's prediction.
     *
     * @param classIndex the most probable class, the first one in a tie; for a model with a threshold, the second class
     *     if its probability reaches the threshold, otherwise the first
     * @param label its label
     * @param probabilities of every class, by class index; they sum to 1
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

        /** Whether the other has the same content, number by number. */
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
     * A multilabel model's prediction.
     *
     * @param labels the predicted labels, in the order of the outputs
     * @param probabilities of every label, by output, independent of each other
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

        /** Whether the other has the same content, number by number. */
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
     * An autoencoder's reconstruction.
     *
     * @param values the row reconstructed from the code, in the units of the data
     * @param code the activations of the narrowest hidden layer, the first one in a tie
     * @param error the mean squared difference between the scaled row and its reconstruction
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

        /** Whether the other has the same content, number by number. */
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
     * A regressor's prediction.
     *
     * @param values one per target
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

        /** Whether the other has the same content, number by number. */
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
