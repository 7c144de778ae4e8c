package org.thalweg.spark;

import java.io.Serializable;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.Partitioner;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/** Merges what many partitions have found on the executors, so that the driver gets the square root of their number. */
public final class MergedParts {
    /** So few the driver merges itself. */
    static final int FEW = 64;

    private MergedParts() {}

    /** Makes one of several, which come in the order of their partitions. */
    @FunctionalInterface
    public interface Merge<T> extends Serializable {
        /** Merges one or more. */
        T merge(Iterator<T> neighbours) throws Exception;
    }

    /**
     * Merges neighbours.
     *
     * @param parts one value in each partition
     * @return the parts themselves where they are few; else fewer, in the same order
     */
    public static <T> JavaRDD<T> of(JavaRDD<T> parts, Merge<T> merge) {
        int count = parts.getNumPartitions();
        return count <= FEW ? parts : merged(parts, (int) Math.ceil(Math.sqrt(count)), merge);
    }

    static <T> JavaRDD<T> merged(JavaRDD<T> parts, int neighbours, Merge<T> merge) {
        return parts.mapToPair(part -> new Tuple2<>(TaskContext.getPartitionId(), part))
                .repartitionAndSortWithinPartitions(new Neighbours(parts.getNumPartitions(), neighbours))
                .values()
                .mapPartitions(several ->
                        several.hasNext() ? List.of(merge.merge(several)).iterator() : Collections.emptyIterator());
    }

    private static final class Neighbours extends Partitioner {
        private static final long serialVersionUID = 1;

        private final int parts;
        private final int neighbours;

        Neighbours(int parts, int neighbours) {
            this.parts = parts;
            this.neighbours = neighbours;
        }

        @Override
        public int numPartitions() {
            return (parts + neighbours - 1) / neighbours;
        }

        @Override
        public int getPartition(Object part) {
            return (int) part / neighbours;
        }
    }
}
