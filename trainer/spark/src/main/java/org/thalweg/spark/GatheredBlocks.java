package org.thalweg.spark;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.thalweg.data.RowBlock;

/** Moves packed blocks from the executors to the driver. */
final class GatheredBlocks {
    /** The maximum size of a task's result, unless one block is larger: below the limits of Spark's defaults. */
    private static final long PIECE_BYTES = 32L << 20;

    private static final String GROUP = "thalweg-rows";
    private static final String DESCRIPTION = "gather rows";

    /** Blocks by partition, by the id of the gathering: tasks of this JVM hand them over without a copy. */
    private static final Map<String, Map<Integer, List<RowBlock>>> HANDED_OVER = new ConcurrentHashMap<>();

    private GatheredBlocks() {}

    /**
     * Returns all blocks, in the order of the partitions.
     *
     * @throws org.thalweg.train.TrainingCancelledException if this thread was interrupted
     */
    static Iterator<RowBlock> of(JavaRDD<RowBlock> blocks) {
        Map<Integer, List<RowBlock>> here = blocks.context().isLocal() ? handedOver(blocks) : Map.of();
        return IntStream.range(0, blocks.getNumPartitions())
                .mapToObj(part -> here.containsKey(part) ? here.get(part) : sent(blocks, part))
                .flatMap(List::stream)
                .iterator();
    }

    /** The cached objects themselves; empty if Spark runs tasks with a different class loader. */
    static Map<Integer, List<RowBlock>> handedOver(JavaRDD<RowBlock> blocks) {
        String gathering = UUID.randomUUID().toString();
        Map<Integer, List<RowBlock>> byPartition = new ConcurrentHashMap<>();
        HANDED_OVER.put(gathering, byPartition);
        try {
            ClusterJobs.<RowBlock, Integer>run(
                    blocks,
                    GROUP,
                    DESCRIPTION,
                    (context, part) -> handOver(gathering, context.partitionId(), part),
                    (part, count) -> {});
            return byPartition;
        } finally {
            HANDED_OVER.remove(gathering);
        }
    }

    private static int handOver(String gathering, int partition, Iterator<RowBlock> blocks) {
        List<RowBlock> all = new ArrayList<>();
        blocks.forEachRemaining(all::add);
        Map<Integer, List<RowBlock>> byPartition = HANDED_OVER.get(gathering);
        if (byPartition != null) {
            byPartition.put(partition, all);
        }
        return all.size();
    }

    /** Copies of a partition's blocks, fetched in pieces. */
    static List<RowBlock> sent(JavaRDD<RowBlock> blocks, int partition) {
        JavaRDD<RowBlock> one = Partitions.only(blocks, partition, partition + 1);
        List<RowBlock> all = new ArrayList<>();
        int before = -1;
        while (before < all.size()) {
            before = all.size();
            int from = before;
            ClusterJobs.<RowBlock, ArrayList<RowBlock>>run(
                    one, GROUP, DESCRIPTION, (context, part) -> piece(part, from), (part, piece) -> all.addAll(piece));
        }
        return all;
    }

    private static ArrayList<RowBlock> piece(Iterator<RowBlock> blocks, int from) {
        for (int skipped = 0; skipped < from && blocks.hasNext(); skipped++) {
            blocks.next();
        }
        ArrayList<RowBlock> piece = new ArrayList<>();
        long bytes = 0;
        while (blocks.hasNext() && bytes < PIECE_BYTES) {
            RowBlock block = blocks.next();
            bytes += block.bytes();
            piece.add(block);
        }
        return piece;
    }
}
