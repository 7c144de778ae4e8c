package org.thalweg.spark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.HashPartitioner;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.thalweg.data.RowBlock;
import org.thalweg.math.TreeSum;
import org.thalweg.train.GradientSum;
import org.thalweg.train.LaneRunner;
import scala.Tuple2;

/**
 * Sums gradients that are too large for the driver to receive one from every task. A shuffle sends each slice of the
 * gradients to a task, which adds it in the order of the tree, so that the driver receives every number only once. The bits
 * are those of a sum on the driver, because each number is added independently of the others.
 */
final class SlicedSums {
    /** The smallest slice that is worth a task. */
    private static final int MIN_SLICE = 1 << 16;

    private final int length;
    private final int slices;

    /**
     * The slices of sums.
     *
     * @param length the length of a sum
     * @param tasks the number of task slots
     */
    SlicedSums(int length, int tasks) {
        this.length = length;
        this.slices = Math.max(1, Math.min(tasks, length / MIN_SLICE));
    }

    private int first(int slice) {
        return (int) ((long) length * slice / slices);
    }

    /** Sums over all partitions into a tree. */
    void sum(
            JavaRDD<RowBlock> blocks,
            String group,
            String description,
            LaneJobs.Summing<GradientSum> task,
            StepClock clock,
            TreeSum<GradientSum> tree) {
        int of = slices;
        int[] firsts = IntStream.rangeClosed(0, of).map(this::first).toArray();
        JavaPairRDD<Integer, TreeSum.Node<GradientSum>> sliced = blocks.mapPartitionsToPair(
                        part -> cut(task.run(TaskContext.get(), part).nodes(), firsts))
                .partitionBy(new HashPartitioner(of));
        Map<Subtree, GradientSum[]> bySubtree = new HashMap<>();
        try {
            ClusterJobs.<TreeSum.Node<GradientSum>, ArrayList<TreeSum.Node<GradientSum>>>run(
                    sliced.values(),
                    group,
                    description,
                    (context, nodes) -> added(nodes),
                    (slice, nodes) -> nodes.forEach(node -> bySubtree
                                    .computeIfAbsent(
                                            new Subtree(node.level(), node.index()), at -> new GradientSum[of])[slice] =
                            node.value()));
        } finally {
            sliced.rdd().cleanShuffleDependencies(false);
        }
        clock.adding(() -> bySubtree.forEach((at, parts) -> tree.put(at.level(), at.index(), joined(parts))));
    }

    /** A node of the tree, without its value. */
    private record Subtree(int level, int index) {}

    /** Cuts each subtree into slices; the statistics go with the first slice. */
    private static Iterator<Tuple2<Integer, TreeSum.Node<GradientSum>>> cut(
            List<TreeSum.Node<GradientSum>> nodes, int[] firsts) {
        return nodes.stream()
                .flatMap(node -> IntStream.range(0, firsts.length - 1).mapToObj(slice -> {
                    GradientSum sum = node.value();
                    int from = sum.form().columnStart(firsts[slice]); // Columns are not split.
                    int end = sum.form().columnStart(firsts[slice + 1]);
                    float[] part = sum.rows() == 0 ? new float[0] : Arrays.copyOfRange(sum.gradient(), from, end);
                    GradientSum of = sum.with(part, slice == 0 ? sum.statistics() : List.of())
                            .withForm(sum.form().slice(from, end));
                    return new Tuple2<>(slice, new TreeSum.Node<>(node.level(), node.index(), of));
                }))
                .iterator();
    }

    private static ArrayList<TreeSum.Node<GradientSum>> added(Iterator<TreeSum.Node<GradientSum>> nodes) {
        TreeSum<GradientSum> tree = LaneRunner.newGradientTree();
        nodes.forEachRemaining(tree::put);
        return new ArrayList<>(tree.roots());
    }

    private GradientSum joined(GradientSum[] parts) {
        GradientSum head = parts[0];
        float[] gradient = new float[head.rows() == 0 ? 0 : length];
        int at = 0;
        for (GradientSum slice : parts) {
            float[] part = slice.gradient();
            System.arraycopy(part, 0, gradient, at, part.length);
            at += part.length;
        }
        return head.with(gradient, head.statistics());
    }
}
