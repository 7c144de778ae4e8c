package org.thalweg.spark;

import java.io.Serializable;
import org.apache.spark.Partitioner;
import org.thalweg.data.Lanes;
import org.thalweg.data.RowChunk;

/**
 * How the keys of rows are divided: into ranges, one per partition of the shuffle, and each range into parts that are small
 * enough to be sorted in memory.
 *
 * @param ranges a power of two
 * @param parts a power of two, ranges or more
 */
record KeyParts(int ranges, int parts) implements Serializable {
    /** The number of parts of a task's rows. */
    private static final int PARTS_PER_TASK = 64;

    /**
     * The parts for a number of tasks.
     *
     * @param most the maximum number of parts: a power of two, ranges or more
     */
    static KeyParts of(int ranges, int tasks, Lanes most) {
        long wanted = Long.highestOneBit(2L * PARTS_PER_TASK * tasks - 1);
        return new KeyParts(ranges, (int) Math.max(ranges, Math.min(most.count(), wanted)));
    }

    /** The part of a key. */
    int of(long key) {
        return parts == 1 ? 0 : (int) (key >>> 64 - bits());
    }

    /** The range of a key. */
    int rangeOf(long key) {
        return of(key) / (parts / ranges);
    }

    /** The number of leading bits of a key that select its part. */
    int bits() {
        return Integer.numberOfTrailingZeros(parts);
    }

    /** The first part of a range. */
    int firstPart(int range) {
        return range * (parts / ranges);
    }

    /** The partitioner by range. */
    Partitioner partitioner() {
        return new ByRange(this);
    }

    private static final class ByRange extends Partitioner {
        private static final long serialVersionUID = 1;

        private final KeyParts parts;

        ByRange(KeyParts parts) {
            this.parts = parts;
        }

        @Override
        public int numPartitions() {
            return parts.ranges();
        }

        @Override
        public int getPartition(Object chunk) {
            return ((RowChunk) chunk).firstPart() / (parts.parts() / parts.ranges());
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof ByRange that && parts.equals(that.parts);
        }

        @Override
        public int hashCode() {
            return parts.hashCode();
        }
    }
}
