package org.thalweg.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.thalweg.math.TreeSum;

/**
 * What a contiguous range of lanes holds: rows by lane, and the training rows' statistics as the roots of whole
 * subtrees. Surveys of ranges that follow each other make one of all lanes, of the same bits however they were cut.
 *
 * @param firstLane the range's first lane
 * @param trainingRows [lanes of the range]
 * @param heldOutRows [lanes of the range]
 * @param statistics of the training rows, subtrees in the order of their lanes
 * @param content which rows they are
 */
public record RowSurvey(
        int firstLane,
        long[] trainingRows,
        long[] heldOutRows,
        List<TreeSum.Node<FeatureStatistics>> statistics,
        RowContent content) {

    /**
     * Surveys the rows of the lanes first to end − 1.
     *
     * @param examples sorted, all of these lanes
     * @param heldOutShare the share of rows held out by key, [0, 1)
     */
    public static RowSurvey of(
            Iterator<KeyedExample> examples, Lanes lanes, int first, int end, double heldOutShare, RowShape shape) {
        long[] training = new long[end - first];
        long[] heldOut = new long[end - first];
        TreeSum<FeatureStatistics> tree = newTree();
        FeatureStatistics open = FeatureStatistics.of(shape);
        RowContent content = RowContent.NONE;
        int lane = first;
        while (examples.hasNext()) {
            KeyedExample row = examples.next();
            for (int itsLane = lanes.of(row.key()); lane < itsLane; lane++) {
                tree.put(0, lane, open);
                open = FeatureStatistics.of(shape);
            }
            boolean isHeldOut = row.isHeldOut(heldOutShare);
            content = content.plus(row.key(), isHeldOut);
            if (isHeldOut) {
                heldOut[lane - first]++;
            } else {
                training[lane - first]++;
                open.add(row.example());
            }
        }
        for (; lane < end; lane++) {
            tree.put(0, lane, open);
            open = FeatureStatistics.of(shape);
        }
        return new RowSurvey(first, training, heldOut, tree.roots(), content);
    }

    /** The survey of all lanes, of surveys that cover each lane once. */
    public static RowSurvey all(List<RowSurvey> parts, Lanes lanes) {
        long[] training = new long[lanes.count()];
        long[] heldOut = new long[lanes.count()];
        TreeSum<FeatureStatistics> tree = newTree();
        RowContent content = RowContent.NONE;
        for (RowSurvey part : parts) {
            content = content.plus(part.content);
            System.arraycopy(part.trainingRows, 0, training, part.firstLane, part.trainingRows.length);
            System.arraycopy(part.heldOutRows, 0, heldOut, part.firstLane, part.heldOutRows.length);
            part.statistics.forEach(node -> tree.put(node.level(), node.index(), copy(node.value())));
        }
        List<TreeSum.Node<FeatureStatistics>> root = new ArrayList<>();
        root.add(new TreeSum.Node<>(Integer.numberOfTrailingZeros(lanes.count()), 0, tree.total(lanes.count())));
        return new RowSurvey(0, training, heldOut, root, content);
    }

    /** The tree adds in place, but a survey is a value. Adding to no rows is exact. */
    private static FeatureStatistics copy(FeatureStatistics statistics) {
        FeatureStatistics copy = statistics.ofNoRows();
        copy.merge(statistics);
        return copy;
    }

    private static TreeSum<FeatureStatistics> newTree() {
        return new TreeSum<>((left, right) -> {
            left.merge(right);
            return left;
        });
    }

    /** All training rows. */
    public long training() {
        return Arrays.stream(trainingRows).sum();
    }

    /** All held-out rows. */
    public long heldOut() {
        return Arrays.stream(heldOutRows).sum();
    }

    /**
     * The statistics of all training rows.
     *
     * @throws IllegalStateException if this is not a survey of all lanes
     */
    public FeatureStatistics total() {
        if (statistics.size() != 1) {
            throw new IllegalStateException("survey: expected one of all lanes, found " + statistics.size() + " parts");
        }
        return statistics.get(0).value();
    }
}
