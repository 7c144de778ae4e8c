package org.thalweg.data;

import java.util.ArrayList;
import java.util.List;
import org.thalweg.math.Philox;

/** Rows for tests, which depend only on the arguments. */
public final class RandomRows {
    private RandomRows() {}

    /**
     * Rows of normally distributed features, rounded so that some values repeat, including −0.
     *
     * @param classes the target is a class index below this; 0 for a target in [−1, 1)
     * @param weighted whether some rows' weights are not 1
     */
    public static List<Example> of(int count, int inputs, int classes, boolean weighted, long seed) {
        List<Example> rows = new ArrayList<>();
        for (int r = 0; r < count; r++) {
            Philox random = new Philox(seed, r);
            float[] features = new float[inputs];
            for (int i = 0; i < inputs; i++) {
                features[i] = (float) Math.rint(random.nextNormal() * 64) / 64;
            }
            float target = classes > 0 ? random.nextInt(classes) : random.nextFloat() * 2 - 1;
            float weight = weighted && random.nextInt(3) > 0 ? 0.5f + 2 * random.nextFloat() : 1;
            rows.add(new Example(features, new float[] {target}, weight));
        }
        return rows;
    }

    /** Grouped into equal rows, sorted by key. */
    static List<EqualRows> equal(List<Example> rows, long seed) {
        List<EqualRows> equal = new ArrayList<>();
        rows.stream()
                .map(row -> EqualRows.of(seed, HoldOut.ofRows(0.5), new MarkedExample(row)))
                .sorted()
                .forEach(row -> {
                    int last = equal.size() - 1;
                    if (last >= 0 && equal.get(last).equalsRowsOf(row)) {
                        equal.set(last, equal.get(last).plus(1));
                    } else {
                        equal.add(row);
                    }
                });
        return equal;
    }

    /** Assigned to splits, sorted by key. */
    public static List<KeyedExample> dealt(List<Example> rows, long seed, double heldOut) {
        List<KeyedExample> dealt = new ArrayList<>();
        for (EqualRows equal : equal(rows, seed)) {
            long[] counts = HoldOut.ofRows(heldOut).counts(equal);
            for (Split split : Split.values()) {
                for (long number = 0; number < counts[split.ordinal()]; number++) {
                    dealt.add(equal.copy(split, number));
                }
            }
        }
        return dealt.stream().sorted().toList();
    }
}
