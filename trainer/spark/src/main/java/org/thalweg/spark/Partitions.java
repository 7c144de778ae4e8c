package org.thalweg.spark;

import java.io.Serializable;
import java.util.BitSet;
import java.util.function.IntUnaryOperator;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.PartitionCoalescer;
import org.apache.spark.rdd.PartitionGroup;
import org.apache.spark.rdd.PartitionPruningRDD;
import org.apache.spark.rdd.RDD;
import scala.Option;
import scala.runtime.AbstractFunction1;

/** Selects and joins partitions of an RDD, without a shuffle. */
final class Partitions {
    private Partitions() {}

    /** Only the partitions first to end − 1. */
    static <T> JavaRDD<T> only(JavaRDD<T> rdd, int first, int end) {
        BitSet partitions = new BitSet();
        partitions.set(first, end);
        return only(rdd, partitions);
    }

    /** Only the given partitions, in their order. */
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

    /** One partition per task: joins the task's ranges, with the task's {@linkplain TaskLocality preferred location}. */
    static <T> JavaRDD<T> joined(JavaRDD<T> ranges, TaskLanes tasks) {
        TaskLocality places = TaskLocality.of(ranges.context());
        if (places.isEmpty() && tasks.ranges() == tasks.tasks()) {
            return ranges;
        }
        return coalesced(ranges, tasks.tasks(), tasks::firstRange, places);
    }

    /** One partition per group of tasks, with the group's preferred location. */
    static <T> JavaRDD<T> grouped(JavaRDD<T> tasks, TaskGroups groups) {
        return groups.groups() == groups.tasks()
                ? tasks
                : coalesced(tasks, groups.groups(), groups::first, TaskLocality.of(tasks.context()));
    }

    private static <T> JavaRDD<T> coalesced(JavaRDD<T> parents, int count, FirstOf first, TaskLocality places) {
        RDD<T> joined = parents.rdd().coalesce(count, false, Option.apply(new Join(count, first, places)), null);
        return new JavaRDD<>(joined, parents.classTag());
    }

    /** The first parent partition of a joined partition. */
    private interface FirstOf extends IntUnaryOperator, Serializable {}

    private static final class Join implements PartitionCoalescer, Serializable {
        private static final long serialVersionUID = 1;

        private final int count;
        private final FirstOf first;
        private final TaskLocality places;

        Join(int count, FirstOf first, TaskLocality places) {
            this.count = count;
            this.first = first;
            this.places = places;
        }

        @Override
        public PartitionGroup[] coalesce(int maxPartitions, RDD<?> parent) {
            PartitionGroup[] groups = new PartitionGroup[count];
            for (int group = 0; group < groups.length; group++) {
                groups[group] =
                        new PartitionGroup(places.isEmpty() ? Option.empty() : Option.apply(places.of(group, count)));
                for (int each = first.applyAsInt(group); each < first.applyAsInt(group + 1); each++) {
                    groups[group].partitions().$plus$eq(parent.partitions()[each]);
                }
            }
            return groups;
        }
    }
}
