package org.thalweg.train;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.thalweg.data.Block;

/** The rows of a contiguous range of lanes: what one task, or one JVM, works on. A view of the blocks, not a copy. */
public final class LaneSet {
    private final int first;
    private final LaneRows[] training;
    private final LaneRows[] heldOut;

    private LaneSet(int first, LaneRows[] training, LaneRows[] heldOut) {
        this.first = first;
        this.training = training;
        this.heldOut = heldOut;
    }

    /**
     * The lanes first to end − 1 over their blocks.
     *
     * @param blocks of these lanes, each lane's in the order in which they were packed
     */
    public static LaneSet of(Iterator<Block> blocks, int first, int end) {
        List<List<Block>> training = new ArrayList<>();
        List<List<Block>> heldOut = new ArrayList<>();
        for (int lane = first; lane < end; lane++) {
            training.add(new ArrayList<>());
            heldOut.add(new ArrayList<>());
        }
        while (blocks.hasNext()) {
            Block block = blocks.next();
            (block.heldOut() ? heldOut : training).get(block.lane() - first).add(block);
        }
        return new LaneSet(first, rows(training), rows(heldOut));
    }

    private static LaneRows[] rows(List<List<Block>> lanes) {
        return lanes.stream().map(LaneRows::of).toArray(LaneRows[]::new);
    }

    int first() {
        return first;
    }

    int end() {
        return first + training.length;
    }

    LaneRows rows(int lane, Split split) {
        return (split == Split.TRAINING ? training : heldOut)[lane - first];
    }
}
