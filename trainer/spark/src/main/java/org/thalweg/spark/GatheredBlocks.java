package org.thalweg.spark;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.thalweg.data.Block;

/** Brings packed blocks from their executors to the driver. */
final class GatheredBlocks {
    /** What one task sends at most, or one block where that is larger: below what Spark refuses by its defaults. */
    private static final long PIECE_BYTES = 32L << 20;

    private static final String GROUP = "thalweg-rows";
    private static final String DESCRIPTION = "gather rows";

    /** Blocks by partition, by gathering: what tasks of this JVM hand over without a copy. */
    private static final Map<String, Map<Integer, List<Block>>> HANDED_OVER = new ConcurrentHashMap<>();

    private GatheredBlocks() {}

    /**
     * All blocks, partition after partition, each partition's in their order.
     *
     * @throws org.thalweg.train.TrainingCancelledException if this thread was interrupted
     */
    static Iterator<Block> of(JavaRDD<Block> blocks) {
        Map<Integer, List<Block>> here = blocks.context().isLocal() ? handedOver(blocks) : Map.of();
        return IntStream.range(0, blocks.getNumPartitions())
                .mapToObj(part -> here.containsKey(part) ? here.get(part) : sent(blocks, part))
                .flatMap(List::stream)
                .iterator();
    }

    /** The cached objects themselves; of no partition where Spark runs tasks with classes loaded once more. */
    static Map<Integer, List<Block>> handedOver(JavaRDD<Block> blocks) {
        String gathering = UUID.randomUUID().toString();
        Map<Integer, List<Block>> found = new ConcurrentHashMap<>();
        HANDED_OVER.put(gathering, found);
        try {
            ClusterJobs.<Block, Integer>run(
                    blocks,
                    GROUP,
                    DESCRIPTION,
                    (context, part) -> handOver(gathering, context.partitionId(), part),
                    (part, count) -> {});
            return found;
        } finally {
            HANDED_OVER.remove(gathering);
        }
    }

    private static int handOver(String gathering, int partition, Iterator<Block> blocks) {
        List<Block> all = new ArrayList<>();
        blocks.forEachRemaining(all::add);
        Map<Integer, List<Block>> found = HANDED_OVER.get(gathering);
        if (found != null) {
            found.put(partition, all);
        }
        return all.size();
    }

    /** Copies of a partition's blocks, in pieces. */
    static List<Block> sent(JavaRDD<Block> blocks, int partition) {
        JavaRDD<Block> one = Partitions.only(blocks, partition, partition + 1);
        List<Block> all = new ArrayList<>();
        int before = -1;
        while (before < all.size()) {
            before = all.size();
            int from = before;
            ClusterJobs.<Block, ArrayList<Block>>run(
                    one, GROUP, DESCRIPTION, (context, part) -> piece(part, from), (part, piece) -> all.addAll(piece));
        }
        return all;
    }

    private static ArrayList<Block> piece(Iterator<Block> blocks, int from) {
        for (int skipped = 0; skipped < from && blocks.hasNext(); skipped++) {
            blocks.next();
        }
        ArrayList<Block> piece = new ArrayList<>();
        long bytes = 0;
        while (blocks.hasNext() && bytes < PIECE_BYTES) {
            Block block = blocks.next();
            bytes += 4L * (block.features().length + block.indices().length + block.targets().length);
            piece.add(block);
        }
        return piece;
    }
}
