package org.thalweg.spark;

import org.apache.spark.Partitioner;
import org.thalweg.data.KeyedExample;
import org.thalweg.data.Lanes;

/** Gives each task a contiguous range of lanes. */
final class LanePartitioner extends Partitioner {
    private static final long serialVersionUID = 1;

    private final int lanes;
    private final int parts;

    LanePartitioner(Lanes lanes, int parts) {
        this.lanes = lanes.count();
        this.parts = parts;
    }

    @Override
    public int numPartitions() {
        return parts;
    }

    @Override
    public int getPartition(Object key) {
        Lanes all = new Lanes(lanes);
        return all.partOf(all.of(((KeyedExample) key).key()), parts);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LanePartitioner that && lanes == that.lanes && parts == that.parts;
    }

    @Override
    public int hashCode() {
        return 31 * lanes + parts;
    }
}
