package org.thalweg.train;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.thalweg.data.LaneLayout;
import org.thalweg.data.RowBlock;
import org.thalweg.data.Split;

/** The rows of a contiguous range of lanes: what one task, or one JVM, works on. A view of the blocks, not a copy. */
public final class LaneSet {
    private final LaneLayout layout;
    private final int first;
    private final LaneRows[][] rows; // by split, then by lane of the range

    private LaneSet(LaneLayout layout, int first, LaneRows[][] rows) {
        this.layout = layout;
        this.first = first;
        this.rows = rows;
    }

    /**
     * The training rows' lanes first to end − 1 over their blocks, and the held-out rows' lanes of the same keys.
     *
     * @param blocks of these lanes, each lane's in the order in which they were packed
     */
    public static LaneSet of(Iterator<? extends RowBlock> blocks, LaneLayout layout, int first, int end) {
        Split[] splits = Split.values();
        List<List<List<RowBlock>>> lists = new ArrayList<>();
        int[] firsts = new int[splits.length];
        for (Split split : splits) {
            firsts[split.ordinal()] = scaled(layout, split, first);
            List<List<RowBlock>> lanes = new ArrayList<>();
            for (int lane = firsts[split.ordinal()]; lane < scaled(layout, split, end); lane++) {
                lanes.add(new ArrayList<>(1));
            }
            lists.add(lanes);
        }
        while (blocks.hasNext()) {
            RowBlock block = blocks.next();
            int split = block.split().ordinal();
            lists.get(split).get(block.lane() - firsts[split]).add(block);
        }
        LaneRows[][] rows = lists.stream()
                .map(lanes -> lanes.stream().map(LaneRows::of).toArray(LaneRows[]::new))
                .toArray(LaneRows[][]::new);
        return new LaneSet(layout, first, rows);
    }

    private static int scaled(LaneLayout layout, Split split, int trainingLane) {
        return trainingLane * (layout.lanes(split).count() / layout.training().count());
    }

    /** The first lane of a split's rows. */
    int first(Split split) {
        return scaled(layout, split, first);
    }

    /** The lane behind the last of a split's rows. */
    int end(Split split) {
        return first(split) + rows[split.ordinal()].length;
    }

    LaneRows rows(int lane, Split split) {
        return rows[split.ordinal()][lane - first(split)];
    }

    /** The rows of each lane of a split, in the order of the lanes. */
    long[] laneRows(Split split) {
        long[] counts = new long[rows[split.ordinal()].length];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = rows[split.ordinal()][i].rows();
        }
        return counts;
    }
}
