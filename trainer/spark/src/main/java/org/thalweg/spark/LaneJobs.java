package org.thalweg.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Executor;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.thalweg.data.LaneLayout;
import org.thalweg.data.RowBlock;
import org.thalweg.math.TreeSum;
import org.thalweg.train.GradientSum;
import org.thalweg.train.LaneRunner;
import org.thalweg.train.LaneSet;
import org.thalweg.train.StepTimes;

/** Runs Spark jobs that sum over lanes. The parameters are broadcast for the job, and destroyed after it. */
final class LaneJobs {
    private final JavaSparkContext spark;
    private final String group;
    private final Broadcast<ExecutorRunner> runner;

    LaneJobs(JavaSparkContext spark, String group, Broadcast<ExecutorRunner> runner) {
        this.spark = spark;
        this.group = group;
        this.runner = runner;
    }

    /** The computation of a task over its lanes. */
    interface LaneTask<R> extends Serializable {
        List<TreeSum.Node<R>> run(LaneRunner runner, float[] weights, LaneSet lanes, int threads, Executor pool);
    }

    /** The groups of tasks of a step: few enough that all can run at the same time, because each sends a sum. */
    private record Tasks(
            JavaRDD<RowBlock> blocks, LaneLayout layout, TaskLanes lanes, TaskGroups groups, int[] numbers) {
        static Tasks of(SparkRows rows, BitSet tasks, int slots) {
            TaskGroups groups = TaskGroups.of(rows.tasks(), slots);
            BitSet some = groups.groupsOf(tasks);
            JavaRDD<RowBlock> all = Partitions.grouped(rows.blocks(), groups);
            return new Tasks(
                    some.cardinality() == groups.groups() ? all : Partitions.only(all, some),
                    rows.layout(),
                    rows.taskLanes(),
                    groups,
                    some.stream().toArray());
        }
    }

    private Tasks of(SparkRows rows, BitSet tasks) {
        return Tasks.of(rows, tasks, ClusterSlots.tasks(spark.sc()));
    }

    /** Every group of tasks sends its sum to the driver. */
    <R> StepTimes gather(
            SparkRows rows, BitSet tasks, String description, float[] parameters, TreeSum<R> tree, LaneTask<R> task) {
        Tasks of = of(rows, tasks);
        return broadcasting(parameters, (weights, clock) -> {
            Summing<R> summing = summing(of, weights, task);
            ClusterJobs.<RowBlock, TaskSums<R>>run(
                    of.blocks(), group, description, summing::run, (part, sums) -> clock.add(sums, tree));
            return clock.stop();
        });
    }

    /** Tasks exchange slices of their sums, and the driver receives every number once. */
    StepTimes slice(
            SparkRows rows,
            BitSet tasks,
            String description,
            float[] parameters,
            TreeSum<GradientSum> tree,
            LaneTask<GradientSum> task) {
        Tasks of = of(rows, tasks);
        return broadcasting(parameters, (weights, clock) -> {
            Summing<GradientSum> summing = summing(of, weights, task);
            new SlicedSums(parameters.length, ClusterSlots.tasks(spark.sc()))
                    .sum(of.blocks(), group, description, summing, clock, tree);
            return clock.stop();
        });
    }

    /** The computation of a task over its partition. */
    interface Summing<R> extends Serializable {
        TaskSums<R> run(TaskContext context, Iterator<RowBlock> blocks);
    }

    private <R> Summing<R> summing(Tasks of, Broadcast<float[]> weights, LaneTask<R> task) {
        Broadcast<ExecutorRunner> workers = runner;
        LaneLayout layout = of.layout();
        TaskLanes lanes = of.lanes();
        TaskGroups groups = of.groups();
        int[] numbers = of.numbers();
        return (context, blocks) -> workers.value().run(context, (laneRunner, pool) -> {
            int number = numbers[context.partitionId()];
            LaneSet own = lanes.lanesOf(groups.first(number), groups.first(number + 1), blocks, layout);
            long start = System.nanoTime();
            float[] fetched = weights.value();
            long ready = System.nanoTime();
            ArrayList<TreeSum.Node<R>> nodes =
                    new ArrayList<>(task.run(laneRunner, fetched, own, context.cpus(), pool));
            return new TaskSums<>(nodes, ready - start, System.nanoTime() - ready);
        });
    }

    private interface WithParameters {
        StepTimes run(Broadcast<float[]> weights, StepClock clock);
    }

    private StepTimes broadcasting(float[] parameters, WithParameters work) {
        StepClock clock = new StepClock();
        Broadcast<float[]> weights = clock.broadcasting(() -> spark.broadcast(parameters));
        try {
            return work.run(weights, clock);
        } finally {
            weights.destroy();
        }
    }
}
