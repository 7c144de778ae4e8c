package org.thalweg.spark;

import java.io.Serializable;
import java.util.BitSet;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.PartitionCoalescer;
import org.apache.spark.rdd.PartitionGroup;
import org.apache.spark.rdd.PartitionPruningRDD;
import org.apache.spark.rdd.RDD;
import scala.Option;
import scala.runtime.AbstractFunction1;

/** Some of an RDD's partitions, and several as one: without a shuffle. */
final class Partitions {
    private Partitions() {}

    /** The partitions first to end − 1 alone. */
    static <T> JavaRDD<T> only(JavaRDD<T> rdd, int first, int end) {
        BitSet partitions = new BitSet();
        partitions.set(first, end);
        return only(rdd, partitions);
    }

    /** The given partitions alone, in their order. */
    static <T> JavaRDD<T> only(JavaRDD<T> rdd, BitSet partitions) {
        return new JavaRDD<>(PartitionPruningRDD.create(rdd.rdd(), new Contains(partitions)), rdd.classTag());
    }

    private static final class Contains extends AbstractFunction1<Object, Object> implements Serializable {
        private static final long serialVersionUID = 1;

        private final BitSet partitions;

        Contains(BitSet partitions) {
            this.partitions = partitions;
        }

        @Override
        public Object apply(Object partition) {
            return partitions.get((Integer) partition);
        }
    }

    /** One partition for each task: its ranges, one behind the other, with {@linkplain TaskPlaces the places} of the tasks. */
    static <T> JavaRDD<T> joined(JavaRDD<T> ranges, TaskLanes tasks) {
        TaskPlaces places = TaskPlaces.of(ranges.context());
        if (places.isEmpty() && tasks.ranges() == tasks.tasks()) {
            return ranges;
        }
        RDD<T> joined = ranges.rdd().coalesce(tasks.tasks(), false, Option.apply(new Join(tasks, places)), null);
        return new JavaRDD<>(joined, ranges.classTag());
    }

    private static final class Join implements PartitionCoalescer, Serializable {
        private static final long serialVersionUID = 1;

        private final TaskLanes tasks;
        private final TaskPlaces places;

        Join(TaskLanes tasks, TaskPlaces places) {
            this.tasks = tasks;
            this.places = places;
        }

        @Override
        public PartitionGroup[] coalesce(int maxPartitions, RDD<?> parent) {
            PartitionGroup[] groups = new PartitionGroup[tasks.tasks()];
            for (int task = 0; task < groups.length; task++) {
                groups[task] = new PartitionGroup(
                        places.isEmpty() ? Option.empty() : Option.apply(places.of(task, groups.length)));
                for (int range = tasks.firstRange(task); range < tasks.firstRange(task + 1); range++) {
                    groups[task].partitions().$plus$eq(parent.partitions()[range]);
                }
            }
            return groups;
        }
    }
}
