package org.thalweg.data;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;

/**
 * Packs sorted examples into blocks, one block at a time: a partition of any size streams through.
 *
 * <p>The examples must come in the order of {@link KeyedExample#compareTo}. Blocks of a lane come in the order of its rows,
 * all full but the last. Full blocks of dense rows have a power of
 * two of them; of sparse rows, as many as come to a block's bytes.
 */
public final class BlockPacker implements Iterator<Block> {
    private final Iterator<? extends KeyedRow> source;
    private final LaneLayout lanes;
    private final Scaling scaling;
    private final SparseScaling sparseScaling; // the same of sparse rows, else null
    private final ClassWeights classWeights;
    private final TargetScaling targetScaling;
    private final RowShape shape;
    private final int fullRows;
    private final Open[] open = new Open[Split.values().length]; // null where there was no row yet
    private final Queue<Block> ready = new ArrayDeque<>();

    /** Packs examples with their own weights and targets. See the other constructor. */
    public BlockPacker(Iterator<? extends KeyedRow> rows, LaneLayout lanes, Scaling scaling, RowShape shape) {
        this(rows, lanes, RowTransforms.of(scaling), shape);
    }

    /**
     * Packs examples as they are asked for.
     *
     * @param rows sorted; each of the given shape
     * @param transforms what is done to every row
     * @throws IllegalArgumentException if a scaling is of another number of features or targets; later, if it leaves a
     *     value missing
     */
    public BlockPacker(Iterator<? extends KeyedRow> rows, LaneLayout lanes, RowTransforms transforms, RowShape shape) {
        Scaling scaling = transforms.scaling();
        TargetScaling targetScaling = transforms.targetScaling();
        if (!targetScaling.isNone() && targetScaling.targets() != shape.targetWidth()) {
            throw new IllegalArgumentException("target scaling: expected one of " + shape.targetWidth()
                    + " targets, found one of " + targetScaling.targets());
        }
        if (scaling.inputs() != 0 && scaling.inputs() != shape.inputs()) {
            throw new IllegalArgumentException(
                    "scaling: expected one of " + shape.inputs() + " features, found one of " + scaling.inputs());
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
            for (Open each : open) {
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
            throw new NoSuchElementException("no block is left");
        }
        return ready.remove();
    }

    private void add(KeyedRow row) {
        int split = row.split().ordinal();
        if (open[split] == null) {
            open[split] = new Open(row.split());
        }
        open[split].add(lanes.lanes(row.split()).of(row.key()), row.row());
    }

    /** The block being filled. */
    private final class Open {
        private final Split split;
        private final float[] features; // of dense rows
        private final CompressedRows sparse; // of sparse rows, else null
        private final float[] targets;
        private final float[] weights;
        private int rows;
        private boolean weighted;
        private int lane;

        Open(Split split) {
            this.split = split;
            this.features = new float[shape.sparse() ? 0 : Math.multiplyExact(fullRows, shape.inputs())];
            this.sparse = shape.sparse() ? new CompressedRows(shape.inputs()) : null;
            this.targets = new float[Math.multiplyExact(fullRows, shape.targetWidth())];
            this.weights = new float[fullRows];
        }

        void add(int itsLane, RowView row) {
            shape.require(row);
            if (itsLane < lane) {
                throw new IllegalStateException("examples: expected in the order of their keys, found lane " + itsLane
                        + " behind lane " + lane);
            }
            if (itsLane > lane) {
                close();
                lane = itsLane;
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
                    throw new IllegalArgumentException("features of a row: expected a value for each, found feature "
                            + (sparse == null ? k - from : sparse.indices()[k])
                            + " missing; take a scaling that fills it");
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

        private Block block(float[] itsTargets, float[] itsWeights) {
            if (sparse == null) {
                float[] itsFeatures = Arrays.copyOf(features, rows * shape.inputs());
                return new Block(lane, split, rows, itsFeatures, itsTargets, itsWeights);
            }
            int numbers = sparse.numbers();
            return new Block(
                    lane,
                    split,
                    rows,
                    Arrays.copyOf(sparse.starts(), rows + 1),
                    NarrowIndices.pack(sparse.indices(), numbers, shape.inputs()),
                    Arrays.copyOf(sparse.values(), numbers),
                    itsTargets,
                    itsWeights);
        }
    }
}
