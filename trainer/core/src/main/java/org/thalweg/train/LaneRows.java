package org.thalweg.train;

import java.util.Arrays;
import java.util.List;
import org.thalweg.data.RowBlock;
import org.thalweg.nn.Backpropagation;

/**
 * A lane's rows of one split, over their packed blocks. Blocks of dense rows have the same power of two of rows, except the
 * last. Blocks of sparse rows may have any size.
 */
final class LaneRows {
    private static final LaneRows NONE = new LaneRows(List.of());

    private final RowBlock[] blocks;
    private final int shift; // log₂ of a full block's rows
    private final int mask;
    private final boolean sparse;
    private final long[] firstRows; // of sparse rows' blocks
    private final long rows;

    private LaneRows(List<? extends RowBlock> blocks) {
        this.blocks = blocks.toArray(RowBlock[]::new);
        this.sparse = !blocks.isEmpty() && blocks.get(0).isSparse();
        this.firstRows = new long[sparse ? blocks.size() : 0];
        for (int b = 1; b < firstRows.length; b++) {
            firstRows[b] = firstRows[b - 1] + blocks.get(b - 1).rows();
        }
        int full = blocks.isEmpty() ? 1 : blocks.get(0).rows();
        if (!sparse && blocks.size() > 1 && Integer.bitCount(full) != 1) {
            throw new IllegalArgumentException("blocks: expected a power of two of rows in all but the last, found "
                    + full + " in the first of " + blocks.size());
        }
        this.shift = 32 - Integer.numberOfLeadingZeros(full - 1); // rounded up, for a single block
        this.mask = (1 << shift) - 1;
        this.rows = blocks.stream().mapToLong(RowBlock::rows).sum();
    }

    static LaneRows of(List<? extends RowBlock> blocks) {
        return blocks.isEmpty() ? NONE : new LaneRows(blocks);
    }

    long rows() {
        return rows;
    }

    /**
     * Copies rows of the lane into the first rows of a worker's pass.
     *
     * @param places the rows' numbers in the lane
     * @param count how many of them
     * @return the sum of their weights
     */
    double copy(long[] places, int count, Backpropagation pass) {
        double weight = 0;
        // An array at a time: the small ones first, whose reads do not wait for one another.
        for (int i = 0; i < count; i++) {
            float ofRow = blockOf(places[i]).weight(rowInBlock(places[i]));
            pass.weights()[i] = ofRow;
            weight += ofRow;
        }
        if (count > 0) {
            int targetWidth = blocks[0].targetWidth();
            for (int i = 0; i < count; i++) {
                blockOf(places[i]).copyTargets(rowInBlock(places[i]), pass.targets(), i * targetWidth);
            }
            copyFeatures(places, count, pass);
        }
        return weight;
    }

    private void copyFeatures(long[] places, int count, Backpropagation pass) {
        if (!sparse) {
            int inputs = blocks[0].inputs();
            for (int i = 0; i < count; i++) {
                blockOf(places[i]).copyFeatures(rowInBlock(places[i]), pass.features(), i * inputs);
            }
            return;
        }
        pass.sparseFeatures().clear();
        for (int i = 0; i < count; i++) {
            blockOf(places[i]).copyFeatures(rowInBlock(places[i]), pass.sparseFeatures());
        }
    }

    private RowBlock blockOf(long row) {
        return blocks[sparse ? sparseBlockOf(row) : (int) (row >>> shift)];
    }

    private int rowInBlock(long row) {
        return sparse ? (int) (row - firstRows[sparseBlockOf(row)]) : (int) row & mask;
    }

    private int sparseBlockOf(long row) {
        int position = Arrays.binarySearch(firstRows, row);
        return position >= 0 ? position : -position - 2;
    }
}
