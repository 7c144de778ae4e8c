package org.thalweg.model;

import java.util.Arrays;
import org.thalweg.data.FeatureStatistics;
import org.thalweg.math.Philox;

/**
 * Rows stored in a model file together with the model's outputs for them, so that every reader can verify that it
 * computes the same outputs.
 *
 * <p>They are synthetic: each feature is drawn uniformly between its minimum and maximum in training; for sparse rows,
 * it is 0 as often as in training. A model file may be copied to places where the training data must not go, so it
 * contains no real rows.
 *
 * @param features [rows][inputs], raw: before scaling
 * @param outputs [rows][outputs]
 */
public record GoldenRows(float[][] features, float[][] outputs) {
    /** The number of rows, unless they would take more than {@value #MAX_BYTES} bytes. */
    static final int DEFAULT_ROWS = 8;

    static final int MAX_BYTES = 1 << 20;

    // An arbitrary constant, so that the rows, and the file, depend only on the statistics.
    private static final long SEED = 0x676F6C64656EL;

    /** Copies the arrays. @throws IllegalArgumentException if there is no row, or rows differ in length */
    public GoldenRows {
        if (features.length == 0 || features.length != outputs.length) {
            throw new IllegalArgumentException("golden rows: expected features and outputs of one or more rows, found "
                    + features.length + " and " + outputs.length + " rows");
        }
        features = copy("features", features);
        outputs = copy("outputs", outputs);
    }

    /** A copy of the rows' features. */
    @Override
    public float[][] features() {
        return copy("features", features);
    }

    /** A copy of the rows' outputs. */
    @Override
    public float[][] outputs() {
        return copy("outputs", outputs);
    }

    /** The number of rows. */
    public int rows() {
        return features.length;
    }

    /** Features per row. */
    int inputs() {
        return features[0].length;
    }

    /** Outputs per row. */
    int outputsOfRow() {
        return outputs[0].length;
    }

    /** Draws rows and computes the predictor's outputs for them. */
    static GoldenRows draw(FeatureStatistics statistics, Predictor predictor) {
        int inputs = statistics.inputs();
        int width = predictor.outputs();
        int rows = rowsFor(inputs, width);
        Philox random = new Philox(SEED, 0);
        float[][] features = new float[rows][inputs];
        float[][] outputs = new float[rows][width];
        for (int r = 0; r < rows; r++) {
            for (int i = 0; i < inputs; i++) {
                float share = random.nextFloat();
                boolean held = !statistics.isSparse() || random.nextFloat() < statistics.storedShare(i);
                features[r][i] = held ? between(statistics.minimum(i), statistics.maximum(i), share) : 0;
            }
            predictor.predict(features[r], 1, outputs[r]);
        }
        return new GoldenRows(features, outputs);
    }

    static int rowsFor(int inputs, int outputs) {
        return (int) Math.max(1, Math.min(DEFAULT_ROWS, MAX_BYTES / (4L * ((long) inputs + outputs))));
    }

    /** Returns 0 if there were no rows: minimum and maximum are then infinite. */
    private static float between(float least, float greatest, float share) {
        return least <= greatest ? (float) (least + share * ((double) greatest - least)) : 0;
    }

    static float[] flat(float[][] rows) {
        float[] flat = new float[rows.length * rows[0].length];
        for (int r = 0; r < rows.length; r++) {
            System.arraycopy(rows[r], 0, flat, r * rows[0].length, rows[0].length);
        }
        return flat;
    }

    static float[][] unflat(float[] flat, int rows) {
        int width = flat.length / rows;
        float[][] result = new float[rows][];
        for (int r = 0; r < rows; r++) {
            result[r] = Arrays.copyOfRange(flat, r * width, (r + 1) * width);
        }
        return result;
    }

    private static float[][] copy(String what, float[][] rows) {
        float[][] copy = new float[rows.length][];
        for (int r = 0; r < rows.length; r++) {
            if (rows[r].length != rows[0].length) {
                throw new IllegalArgumentException("golden rows: expected " + rows[0].length + " " + what
                        + " in every row, found " + rows[r].length + " in row " + r);
            }
            copy[r] = rows[r].clone();
        }
        return copy;
    }

    /** Whether the other has the same values. */
    @Override
    public boolean equals(Object other) {
        return other instanceof GoldenRows that
                && Arrays.deepEquals(features, that.features)
                && Arrays.deepEquals(outputs, that.outputs);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.deepHashCode(features) + Arrays.deepHashCode(outputs);
    }

    @Override
    public String toString() {
        return "GoldenRows[" + rows() + " rows]";
    }
}
