package org.thalweg.train;

import java.util.List;
import org.thalweg.data.Block;
import org.thalweg.nn.Backpropagation;

/** A lane's rows, training or held out, over the blocks they are packed in: all but the last of one size. */
final class LaneRows {
    private static final LaneRows NONE = new LaneRows(List.of());

    private final List<Block> blocks;
    private final int rowsOfBlock;
    private final long rows;

    private LaneRows(List<Block> blocks) {
        this.blocks = blocks;
        this.rowsOfBlock = blocks.isEmpty() ? 1 : blocks.get(0).rows();
        this.rows = blocks.stream().mapToLong(Block::rows).sum();
    }

    static LaneRows of(List<Block> blocks) {
        return blocks.isEmpty() ? NONE : new LaneRows(blocks);
    }

    long rows() {
        return rows;
    }

    /** Copies a row of the lane into a row of a worker's pass; returns its weight. */
    float copy(long row, Backpropagation pass, int to) {
        Block block = blocks.get((int) (row / rowsOfBlock));
        int from = (int) (row % rowsOfBlock);
        int inputs = block.inputs();
        int targetWidth = block.targetWidth();
        System.arraycopy(block.features(), from * inputs, pass.features(), to * inputs, inputs);
        System.arraycopy(block.targets(), from * targetWidth, pass.targets(), to * targetWidth, targetWidth);
        pass.weights()[to] = block.weight(from);
        return block.weight(from);
    }
}
