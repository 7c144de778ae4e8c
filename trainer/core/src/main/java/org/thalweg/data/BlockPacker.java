package org.thalweg.data;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;

/**
 * Packs sorted examples into blocks, one block at a time: a partition of any size streams through.
 *
 * <p>The examples must come in the order of {@link KeyedExample#compareTo}. Blocks of a lane follow each other, all
 * full but the last of a lane's training rows and the last of its held-out rows.
 */
public final class BlockPacker implements Iterator<Block> {
    private final Iterator<KeyedExample> examples;
    private final Lanes lanes;
    private final double heldOutShare;
    private final Scaling scaling;
    private final int fullRows;
    private final Open training;
    private final Open heldOut;
    private final Queue<Block> ready = new ArrayDeque<>();
    private int lane = -1;

    /**
     * Packs examples as they are asked for.
     *
     * @param examples sorted; each of the given widths
     * @param heldOutShare the share of rows held out by key, [0, 1)
     * @param scaling applied to every row's features
     * @throws IllegalArgumentException if the scaling is of another number of features
     */
    public BlockPacker(
            Iterator<KeyedExample> examples,
            Lanes lanes,
            double heldOutShare,
            Scaling scaling,
            int inputs,
            int targetWidth) {
        if (scaling.shift().length != 0 && scaling.shift().length != inputs) {
            throw new IllegalArgumentException(
                    "scaling: expected one of " + inputs + " features, found one of " + scaling.shift().length);
        }
        this.examples = examples;
        this.lanes = lanes;
        this.heldOutShare = heldOutShare;
        this.scaling = scaling;
        this.fullRows = Block.rowsOfFullBlock(inputs, targetWidth);
        this.training = new Open(false, inputs, targetWidth);
        this.heldOut = new Open(true, inputs, targetWidth);
    }

    @Override
    public boolean hasNext() {
        while (ready.isEmpty() && examples.hasNext()) {
            add(examples.next());
        }
        if (ready.isEmpty()) {
            closeLane();
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

    private void add(KeyedExample row) {
        int itsLane = lanes.of(row.key());
        if (itsLane < lane) {
            throw new IllegalStateException(
                    "examples: expected in the order of their keys, found lane " + itsLane + " behind lane " + lane);
        }
        if (itsLane > lane) {
            closeLane();
            lane = itsLane;
        }
        (row.isHeldOut(heldOutShare) ? heldOut : training).add(row.example());
    }

    private void closeLane() {
        training.close();
        heldOut.close();
    }

    /** The block being filled. */
    private final class Open {
        private final boolean isHeldOut;
        private final int inputs;
        private final int targetWidth;
        private final float[] features;
        private final float[] targets;
        private final float[] weights;
        private int rows;
        private boolean weighted;

        Open(boolean isHeldOut, int inputs, int targetWidth) {
            this.isHeldOut = isHeldOut;
            this.inputs = inputs;
            this.targetWidth = targetWidth;
            this.features = new float[Math.multiplyExact(fullRows, inputs)];
            this.targets = new float[Math.multiplyExact(fullRows, targetWidth)];
            this.weights = new float[fullRows];
        }

        void add(Example example) {
            requireWidth("features", inputs, example.features().length);
            requireWidth("targets", targetWidth, example.targets().length);
            System.arraycopy(example.features(), 0, features, rows * inputs, inputs);
            scaling.applyInPlace(features, rows * inputs);
            System.arraycopy(example.targets(), 0, targets, rows * targetWidth, targetWidth);
            weights[rows] = example.weight();
            weighted |= example.weight() != 1;
            rows++;
            if (rows == fullRows) {
                close();
            }
        }

        void close() {
            if (rows == 0) {
                return;
            }
            ready.add(new Block(
                    lane,
                    isHeldOut,
                    rows,
                    Arrays.copyOf(features, rows * inputs),
                    Arrays.copyOf(targets, rows * targetWidth),
                    weighted ? Arrays.copyOf(weights, rows) : new float[0]));
            rows = 0;
            weighted = false;
        }

        private void requireWidth(String name, int expected, int found) {
            if (found != expected) {
                throw new IllegalArgumentException(name + " of a row: expected " + expected + ", found " + found);
            }
        }
    }
}
