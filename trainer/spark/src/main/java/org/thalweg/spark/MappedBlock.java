package org.thalweg.spark;

import java.io.Serializable;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import org.apache.spark.util.KnownSizeEstimation;
import org.thalweg.data.Block;
import org.thalweg.data.CompressedRows;
import org.thalweg.data.RowBlock;
import org.thalweg.data.RowShape;
import org.thalweg.data.Split;

/**
 * Rows in a memory-mapped file: see {@link RowFile}. When serialized, it becomes a {@link Block} with the rows themselves.
 *
 * <p>The layout is that of the arrays of {@link Block}, one after another: starts and indices of sparse rows, features, targets,
 * and weights if any row has a weight other than 1. The mapping lives as long as any of its blocks is reachable.
 */
final class MappedBlock implements RowBlock, KnownSizeEstimation {
    private static final long serialVersionUID = 1;

    /** The size of the object, with its share of the objects that it refers to. */
    private static final long OBJECT_BYTES = 128;

    private final Layout at;
    private final RowShape shape;
    private final transient FloatBuffer floats;
    private final transient IntBuffer ints;

    /**
     * A block of a mapped part of a file.
     *
     * @param at the positions of its arrays in the part
     * @param shape of the rows
     * @param floats the part as floats
     * @param ints the same bytes as ints
     */
    MappedBlock(Layout at, RowShape shape, FloatBuffer floats, IntBuffer ints) {
        this.at = at;
        this.shape = shape;
        this.floats = floats;
        this.ints = ints;
    }

    /** The start of each of a block's arrays in a part, and the end of the last one, in units of 4 bytes. */
    record Layout(
            int lane, Split split, int rows, int starts, int indices, int features, int targets, int weights, int end)
            implements Serializable {
        /** The layout of a block with the given start. */
        static Layout of(Block block, int start) {
            int indices = start + block.starts().length;
            int features = indices + block.indices().length;
            int targets = features + block.features().length;
            int weights = targets + block.targets().length;
            int end = weights + block.weights().length;
            return new Layout(
                    block.lane(), block.split(), block.rows(), start, indices, features, targets, weights, end);
        }
    }

    @Override
    public int lane() {
        return at.lane();
    }

    @Override
    public Split split() {
        return at.split();
    }

    @Override
    public int rows() {
        return at.rows();
    }

    @Override
    public boolean isSparse() {
        return shape.sparse();
    }

    @Override
    public int inputs() {
        return shape.inputs();
    }

    @Override
    public int targetWidth() {
        return shape.targetWidth();
    }

    @Override
    public float weight(int row) {
        return at.weights() < at.end() ? floats.get(at.weights() + row) : 1;
    }

    @Override
    public void copyFeatures(int row, float[] to, int offset) {
        floats.get(at.features() + row * shape.inputs(), to, offset, shape.inputs());
    }

    @Override
    public void copyTargets(int row, float[] to, int offset) {
        floats.get(at.targets() + row * shape.targetWidth(), to, offset, shape.targetWidth());
    }

    @Override
    public void copyFeatures(int row, CompressedRows to) {
        int from = ints.get(at.starts() + row);
        int end = ints.get(at.starts() + row + 1);
        if (at.features() - at.indices() < at.targets() - at.features()) { // two indices to a number: see Block
            to.addNarrow(ints, at.indices(), floats, at.features(), from, end);
        } else {
            to.add(ints, at.indices() + from, floats, at.features() + from, end - from);
        }
    }

    @Override
    public long bytes() {
        return 4L * (at.end() - at.starts());
    }

    @Override
    public Block onHeap() {
        return new Block(
                at.lane(),
                at.split(),
                at.rows(),
                ints(at.starts(), at.indices()),
                ints(at.indices(), at.features()),
                floats(at.features(), at.targets()),
                floats(at.targets(), at.weights()),
                floats(at.weights(), at.end()));
    }

    private int[] ints(int from, int end) {
        int[] copy = new int[end - from];
        ints.get(from, copy);
        return copy;
    }

    private float[] floats(int from, int end) {
        float[] copy = new float[end - from];
        floats.get(from, copy);
        return copy;
    }

    /** For sessions with Java's own serializer. */
    private Object writeReplace() {
        return onHeap();
    }

    /** Spark's own estimate would follow the buffers into objects of the JVM. */
    @Override
    public long estimatedSize() {
        return OBJECT_BYTES;
    }
}
