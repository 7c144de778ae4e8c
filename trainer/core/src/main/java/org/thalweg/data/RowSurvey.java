package org.thalweg.data;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.thalweg.math.TreeSum;

/**
 * A survey of all rows: the number of rows in each split, and the training rows' statistics as the roots of complete
 * subtrees.
 *
 * <p>The leaves of the tree are {@linkplain #cells cells}: equal ranges of content keys, which depend only on the rows'
 * shape. Surveys of consecutive ranges of cells are merged into one; the bits are the same for any division into
 * ranges.
 *
 * @param rows of each split, by {@link Split#ordinal}
 * @param numbers stored in the rows of each split: for dense rows all features and targets, for sparse rows the
 *     non-zero features and all targets
 * @param statistics of the training rows: subtrees in the order of their cells
 * @param content the rows' fingerprint
 */
public record RowSurvey(
        long[] rows, long[] numbers, List<TreeSum.Node<FeatureStatistics>> statistics, RowContent content)
        implements Serializable {
    /** The maximum number of cells, and of parts that rows can be surveyed in. */
    public static final int MAX_CELLS = 1 << 14;

    private static final Split[] SPLITS = Split.values();
    private static final int MIN_CELLS = 1 << 10;

    /** This many numbers of statistics can be merged quickly. */
    private static final int MERGED_NUMBERS = 1 << 26;

    /**
     * The number of cells for rows of a shape, a power of two; smaller for wide rows, whose statistics take long to
     * merge.
     */
    public static Lanes cells(RowShape shape) {
        int most = Integer.highestOneBit(Math.max(1, MERGED_NUMBERS / shape.inputs()));
        return new Lanes(Math.max(MIN_CELLS, Math.min(MAX_CELLS, most)));
    }

    /**
     * Surveys the rows of the cells first to end − 1.
     *
     * @param rows the rows of these cells, sorted, each content and side once
     */
    public static RowSurvey of(Iterator<EqualRows> rows, HoldOut holdOut, int first, int end, RowShape shape) {
        Builder builder = new Builder(holdOut, first, end, shape);
        while (rows.hasNext()) {
            builder.add(rows.next());
        }
        return builder.survey();
    }

    /** Builds a survey row by row. */
    public static final class Builder {
        private final Lanes cells;
        private final HoldOut holdOut;
        private final RowShape shape;
        private final int end;
        private final long[] rows = new long[Split.values().length];
        private final long[] numbers = new long[Split.values().length];
        private final TreeSum<FeatureStatistics> tree = newTree();
        private final FeatureStatistics none;
        private FeatureStatistics open;
        private RowContent content = RowContent.NONE;
        private int cell;

        /** Starts a survey of the cells first to end − 1. */
        public Builder(HoldOut holdOut, int first, int end, RowShape shape) {
            this.cells = cells(shape);
            this.holdOut = holdOut;
            this.shape = shape;
            this.cell = first;
            this.end = end;
            this.none = FeatureStatistics.of(shape);
            this.open = none;
        }

        /**
         * Adds the next equal rows: all rows of one content and side.
         *
         * @return how many of them are in each split, by {@link Split#ordinal}
         */
        public long[] add(EqualRows equal) {
            long[] counts = new long[rows.length];
            add(equal.key(), equal.side(), equal.count(), RowView.of(equal.example()), counts);
            return counts;
        }

        /**
         * The same for equal rows given by their key.
         *
         * @param row the content of each
         * @param counts written: how many of them are in each split, by {@link Split#ordinal}
         */
        public void add(long key, HoldOut.Side side, long count, RowView row, long[] counts) {
            closeBefore(cells.of(key));
            holdOut.countInto(key, side, count, counts);
            for (Split split : SPLITS) {
                long inSplit = counts[split.ordinal()];
                if (inSplit > 0) {
                    rows[split.ordinal()] += inSplit;
                    numbers[split.ordinal()] += inSplit * row.numbers();
                    content = content.plus(key, split, inSplit);
                }
            }
            long training = counts[Split.TRAINING.ordinal()];
            if (training > 0) {
                open = open == none ? FeatureStatistics.of(shape) : open;
                open.add(row, training);
            }
        }

        private void closeBefore(int next) {
            if (cell < next && open != none) {
                tree.put(0, cell++, open);
                open = none;
            }
            while (cell < next) { // empty cells, in the largest subtrees that start here
                int level = 31 - Integer.numberOfLeadingZeros(next - cell);
                level = cell == 0 ? level : Math.min(level, Integer.numberOfTrailingZeros(cell));
                tree.put(level, cell >> level, none);
                cell += 1 << level;
            }
        }

        /** The survey, after all rows have been added. */
        public RowSurvey survey() {
            closeBefore(end);
            return new RowSurvey(rows.clone(), numbers.clone(), tree.roots(), content);
        }
    }

    /** Merges surveys that cover each cell exactly once into a survey of all cells. */
    public static RowSurvey all(List<RowSurvey> parts, RowShape shape) {
        RowSurvey merged = merged(parts);
        TreeSum<FeatureStatistics> tree = newTree();
        merged.statistics.forEach(tree::put);
        int cells = cells(shape).count();
        List<TreeSum.Node<FeatureStatistics>> root = new ArrayList<>();
        root.add(new TreeSum.Node<>(Integer.numberOfTrailingZeros(cells), 0, tree.total(cells)));
        return new RowSurvey(merged.rows, merged.numbers, root, merged.content);
    }

    /** Merges surveys of disjoint cells. */
    public static RowSurvey merged(List<RowSurvey> parts) {
        long[] rows = new long[Split.values().length];
        long[] numbers = new long[Split.values().length];
        TreeSum<FeatureStatistics> tree = newTree();
        RowContent content = RowContent.NONE;
        for (RowSurvey part : parts) {
            content = content.plus(part.content);
            for (int s = 0; s < rows.length; s++) {
                rows[s] += part.rows[s];
                numbers[s] += part.numbers[s];
            }
            part.statistics.forEach(node -> tree.put(node.level(), node.index(), copy(node.value())));
        }
        return new RowSurvey(rows, numbers, tree.roots(), content);
    }

    /** A copy, since the tree adds in place but a survey is immutable. Merging into empty statistics is exact. */
    private static FeatureStatistics copy(FeatureStatistics statistics) {
        FeatureStatistics copy = statistics.ofNoRows();
        copy.merge(statistics);
        return copy;
    }

    /** Empty cells share one object of empty statistics, which must not be changed. */
    private static TreeSum<FeatureStatistics> newTree() {
        return new TreeSum<>((left, right) -> {
            if (left.rows() == 0) {
                return right;
            }
            left.merge(right);
            return left;
        });
    }

    /** The number of rows of a split. */
    public long rows(Split split) {
        return rows[split.ordinal()];
    }

    /** The number of training rows. */
    public long training() {
        return rows(Split.TRAINING);
    }

    /** The number of validation rows. */
    public long heldOut() {
        return rows(Split.VALIDATION);
    }

    /** The number of rows of all splits. */
    public long all() {
        return rows[0] + rows[1] + rows[2];
    }

    /** The approximate {@linkplain #bytes(long, long, boolean) bytes} of a split's rows. */
    public long bytes(Split split) {
        return bytes(rows(split), numbers[split.ordinal()], total().isSparse());
    }

    /**
     * The approximate size of packed rows in bytes: 4 per number and weight; for sparse rows 8 per number.
     *
     * @param numbers stored, counted like {@link #numbers}
     */
    public static long bytes(long rows, long numbers, boolean sparse) {
        return (sparse ? 8L : 4L) * numbers + 4 * rows;
    }

    /**
     * The statistics of all training rows.
     *
     * @throws IllegalStateException if this is not a survey of all cells
     */
    public FeatureStatistics total() {
        if (statistics.size() != 1) {
            throw new IllegalStateException(
                    "survey: expected a survey of all cells, found " + statistics.size() + " parts");
        }
        return statistics.get(0).value();
    }
}
