package org.thalweg.spark;

import java.io.Serializable;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.Partitioner;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/** Merges the results of many partitions on the executors, so that the driver receives only the square root of their number. */
public final class MergedParts {
    /** Up to this number the driver merges the results itself. */
    static final int DRIVER_LIMIT = 64;

    private MergedParts() {}

    /** Merges results, in the order of their partitions. */
    @FunctionalInterface
    public interface Merge<T> extends Serializable {
        /** Merges one or more results. */
        T merge(Iterator<T> neighbours) throws Exception;
    }

    /**
     * Merges the results of neighbouring partitions.
     *
     * @param parts one value per partition
     * @return the merged values in the same order; the parts themselves if they are few
     */
    public static <T> JavaRDD<T> of(JavaRDD<T> parts, Merge<T> merge) {
        int count = parts.getNumPartitions();
        return count <= DRIVER_LIMIT ? parts : merged(parts, (int) Math.ceil(Math.sqrt(count)), merge);
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
