package org.thalweg.benchmarks.common;

import java.util.ArrayList;
import java.util.List;
import org.thalweg.data.Example;
import org.thalweg.math.Philox;

/** Generates rows for measurements. */
public final class Rows {
    private static final int CLASSES = 10;

    private Rows() {}

    /** Features in [0, 1); the ten classes alternate. */
    public static List<Example> random(int count, int features) {
        return random(count, features, CLASSES);
    }

    /** Features in [0, 1); the classes alternate. */
    public static List<Example> random(int count, int features, int classes) {
        Philox random = new Philox(5, 0);
        List<Example> rows = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            float[] x = new float[features];
            for (int f = 0; f < x.length; f++) {
                x[f] = random.nextFloat();
            }
            rows.add(new Example(x, new float[] {i % classes}));
        }
        return rows;
    }

    /** Sparse rows: non-zero features in [0, 1), spread evenly over all features; the classes alternate. */
    public static List<Example> sparse(int count, int features, int nonZeros, int classes) {
        Philox random = new Philox(5, 0);
        List<Example> rows = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int[] indices = new int[nonZeros];
            float[] values = new float[nonZeros];
            for (int k = 0; k < nonZeros; k++) {
                int from = (int) ((long) features * k / nonZeros);
                int end = (int) ((long) features * (k + 1) / nonZeros);
                indices[k] = from + random.nextInt(end - from);
                values[k] = random.nextFloat();
            }
            rows.add(new Example(features, indices, values, new float[] {i % classes}, 1));
        }
        return rows;
    }
}
