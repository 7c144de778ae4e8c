package org.thalweg.model;

import java.util.Arrays;
import org.thalweg.data.FeatureStatistics;
import org.thalweg.math.Philox;

/**
 * Rows that a model carries with its own answers to them, so that each reader can see that it still gives them.
 *
 * <p>They are synthetic: each feature is drawn uniformly between the least and the greatest value it had in training; of
 * sparse rows, it is 0 as often as it was. A
 * model file is copied to places that the training data may not go to, so no real row of anyone's data stands in it.
 *
 * @param features [rows][inputs], raw: before scaling
 * @param outputs [rows][outputs]
 */
public record GoldenRows(float[][] features, float[][] outputs) {
    /** The rows of a model, unless they would take more than {@value #MAX_BYTES} bytes. */
    static final int DEFAULT_ROWS = 8;

    static final int MAX_BYTES = 1 << 20;

    // Any fixed number: the rows are a function of the statistics alone, and so is the file.
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

    /** Features a row. */
    int inputs() {
        return features[0].length;
    }

    /** Outputs a row. */
    int outputsOfRow() {
        return outputs[0].length;
    }

    /** Draws rows and has the predictor answer them. */
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
                boolean held = !statistics.isSparse() || random.nextFloat() < statistics.heldShare(i);
                features[r][i] = held ? between(statistics.minimum(i), statistics.maximum(i), share) : 0;
            }
            predictor.predict(features[r], 1, outputs[r]);
        }
        return new GoldenRows(features, outputs);
    }

    static int rowsFor(int inputs, int outputs) {
        return (int) Math.max(1, Math.min(DEFAULT_ROWS, MAX_BYTES / (4L * ((long) inputs + outputs))));
    }

    /** Of no rows the least and greatest value are infinite: then 0. */
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

    /** Whether the other holds the same numbers. */
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
