package org.thalweg.data;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;

/**
 * Packs sorted examples into blocks, one block at a time: a partition of any size streams through.
 *
 * <p>The examples must be in the order of {@link KeyedExample#compareTo}. The blocks of a lane are in the order of its
 * rows, all full but the last. The number of rows in a full dense block is a power of two; a sparse block is full when
 * it reaches the block size in bytes.
 */
public final class BlockPacker implements Iterator<Block> {
    private final Iterator<? extends KeyedRow> source;
    private final LaneLayout lanes;
    private final Scaling scaling;
    private final SparseScaling sparseScaling; // the same scaling for sparse rows, else null
    private final ClassWeights classWeights;
    private final TargetScaling targetScaling;
    private final RowShape shape;
    private final int fullRows;
    private final OpenBlock[] open = new OpenBlock[Split.values().length]; // null until the split's first row
    private final Queue<Block> ready = new ArrayDeque<>();

    /** Packs examples with their own weights and targets. See the other constructor. */
    public BlockPacker(Iterator<? extends KeyedRow> rows, LaneLayout lanes, Scaling scaling, RowShape shape) {
        this(rows, lanes, RowTransforms.of(scaling), shape);
    }

    /**
     * Packs examples lazily.
     *
     * @param rows sorted, each of the given shape
     * @param transforms applied to every row
     * @throws IllegalArgumentException if a scaling has another number of features or targets; later, if a missing
     *     value is not filled
     */
    public BlockPacker(Iterator<? extends KeyedRow> rows, LaneLayout lanes, RowTransforms transforms, RowShape shape) {
        Scaling scaling = transforms.scaling();
        TargetScaling targetScaling = transforms.targetScaling();
        if (!targetScaling.isNone() && targetScaling.targets() != shape.targetWidth()) {
            throw new IllegalArgumentException(
                    "target scaling: expected " + shape.targetWidth() + " targets, found " + targetScaling.targets());
        }
        if (scaling.inputs() != 0 && scaling.inputs() != shape.inputs()) {
            throw new IllegalArgumentException(
                    "scaling: expected " + shape.inputs() + " features, found " + scaling.inputs());
        }
        this.source = rows;
        this.lanes = lanes;
        this.scaling = scaling;
        this.sparseScaling = shape.sparse() ? new SparseScaling(scaling) : null;
        this.classWeights = transforms.classWeights();
        this.targetScaling = targetScaling;
        this.shape = shape;
        this.fullRows = Block.rowsOfFullBlock(shape);
    }

    @Override
    public boolean hasNext() {
        while (ready.isEmpty() && source.hasNext()) {
            add(source.next());
        }
        if (ready.isEmpty()) {
            for (OpenBlock each : open) {
                if (each != null) {
                    each.close();
                }
            }
        }
        return !ready.isEmpty();
    }

    @Override
    public Block next() {
        if (!hasNext()) {
            throw new NoSuchElementException("no more blocks");
        }
        return ready.remove();
    }

    private void add(KeyedRow row) {
        int split = row.split().ordinal();
        if (open[split] == null) {
            open[split] = new OpenBlock(row.split());
        }
        open[split].add(lanes.lanes(row.split()).of(row.key()), row.row());
    }

    /** The block being filled. */
    private final class OpenBlock {
        private final Split split;
        private final float[] features; // for dense rows
        private final CompressedRows sparse; // for sparse rows, else null
        private final float[] targets;
        private final float[] weights;
        private int rows;
        private boolean weighted;
        private int lane;

        OpenBlock(Split split) {
            this.split = split;
            this.features = new float[shape.sparse() ? 0 : Math.multiplyExact(fullRows, shape.inputs())];
            this.sparse = shape.sparse() ? new CompressedRows(shape.inputs()) : null;
            this.targets = new float[Math.multiplyExact(fullRows, shape.targetWidth())];
            this.weights = new float[fullRows];
        }

        void add(int rowLane, RowView row) {
            shape.require(row);
            if (rowLane < lane) {
                throw new IllegalStateException(
                        "examples: expected in the order of their keys, found lane " + rowLane + " after lane " + lane);
            }
            if (rowLane > lane) {
                close();
                lane = rowLane;
            }
            addFeatures(row);
            System.arraycopy(
                    row.targets(), row.targetsFrom(), targets, rows * shape.targetWidth(), shape.targetWidth());
            targetScaling.applyInPlace(targets, rows * shape.targetWidth());
            weights[rows] = classWeights.of(row);
            weighted |= weights[rows] != 1;
            rows++;
            if (rows == fullRows || sparse != null && 8L * sparse.numbers() >= Block.TARGET_BYTES) {
                close();
            }
        }

        private void addFeatures(RowView row) {
            int inputs = shape.inputs();
            if (sparse == null) {
                System.arraycopy(row.features(), row.from(), features, rows * inputs, inputs);
                scaling.applyInPlace(features, rows * inputs);
                requireFilled(features, rows * inputs, inputs);
            } else {
                int from = sparse.numbers();
                sparseScaling.add(row.indices(), row.features(), row.from(), row.end(), sparse);
                requireFilled(sparse.values(), from, sparse.numbers() - from);
            }
        }

        private void requireFilled(float[] values, int from, int count) {
            for (int k = from; k < from + count; k++) {
                if (Float.isNaN(values[k])) {
                    throw new IllegalArgumentException(
                            "features of a row: expected a value for every feature, found feature "
                                    + (sparse == null ? k - from : sparse.indices()[k])
                                    + " missing; use a scaling that fills missing values");
                }
            }
        }

        void close() {
            if (rows > 0) {
                ready.add(block(
                        Arrays.copyOf(targets, rows * shape.targetWidth()),
                        weighted ? Arrays.copyOf(weights, rows) : new float[0]));
            }
            rows = 0;
            weighted = false;
            if (sparse != null) {
                sparse.clear();
            }
        }

        private Block block(float[] blockTargets, float[] blockWeights) {
            if (sparse == null) {
                float[] blockFeatures = Arrays.copyOf(features, rows * shape.inputs());
                return new Block(lane, split, rows, blockFeatures, blockTargets, blockWeights);
            }
            int numbers = sparse.numbers();
            return new Block(
                    lane,
                    split,
                    rows,
                    Arrays.copyOf(sparse.starts(), rows + 1),
                    NarrowIndices.pack(sparse.indices(), numbers, shape.inputs()),
                    Arrays.copyOf(sparse.values(), numbers),
                    blockTargets,
                    blockWeights);
        }
    }
}
