package org.thalweg.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TreeSumTest {
    /** A sum that shows how it was added. */
    private static TreeSum<String> shown() {
        return new TreeSum<>((left, right) -> "(" + left + right + ")");
    }

    private static String expected(int first, int leaves) {
        return leaves == 1
                ? first + "."
                : "(" + expected(first, leaves / 2) + expected(first + leaves / 2, leaves / 2) + ")";
    }

    @Test
    void leavesAreAddedPairwiseWhateverTheirOrder() {
        for (int leaves : new int[] {1, 2, 4, 32}) {
            List<Integer> order = new ArrayList<>();
            for (int leaf = 0; leaf < leaves; leaf++) {
                order.add(leaf);
            }
            for (long seed = 0; seed < 50; seed++) {
                Collections.shuffle(order, new java.util.Random(seed));
                TreeSum<String> tree = shown();
                order.forEach(leaf -> tree.put(0, leaf, leaf + "."));
                assertThat(tree.total(leaves)).as("seed %d", seed).isEqualTo(expected(0, leaves));
            }
        }
    }

    @Test
    void anyCutIntoRangesGivesTheSameSum() {
        int leaves = 16;
        for (int parts : new int[] {1, 2, 3, 5, 7, 16}) {
            for (long seed = 0; seed < 30; seed++) {
                java.util.Random random = new java.util.Random(seed);
                List<Integer> cuts = new ArrayList<>(List.of(0, leaves));
                for (int cut = 1; cut < parts; cut++) {
                    cuts.add(random.nextInt(leaves + 1));
                }
                Collections.sort(cuts);
                List<TreeSum.Node<String>> nodes = new ArrayList<>();
                for (int part = 0; part + 1 < cuts.size(); part++) {
                    TreeSum<String> tree = shown();
                    for (int leaf = cuts.get(part); leaf < cuts.get(part + 1); leaf++) {
                        tree.put(0, leaf, leaf + ".");
                    }
                    nodes.addAll(tree.roots());
                }
                Collections.shuffle(nodes, random);
                TreeSum<String> tree = shown();
                nodes.forEach(node -> tree.put(node.level(), node.index(), node.value()));
                assertThat(tree.total(leaves))
                        .as("cuts %s, seed %d", cuts, seed)
                        .isEqualTo(expected(0, leaves));
            }
        }
    }

    @Test
    void alignedRangeIsOneRoot() {
        TreeSum<String> tree = shown();
        for (int leaf = 7; leaf >= 4; leaf--) {
            tree.put(0, leaf, leaf + ".");
        }
        assertThat(tree.roots()).containsExactly(new TreeSum.Node<>(2, 1, expected(4, 4)));
        tree.put(0, 8, "8.");
        tree.put(0, 3, "3.");
        assertThat(tree.roots().stream().map(TreeSum.Node::value)).containsExactly("3.", expected(4, 4), "8.");
    }

    @Test
    @Timeout(30)
    void manyThreadsGiveTheSameBits() throws Exception {
        int leaves = 256;
        float[] values = new float[leaves];
        Philox random = new Philox(1, 0);
        for (int leaf = 0; leaf < leaves; leaf++) {
            values[leaf] = (float) (random.nextNormal() * Math.pow(10, random.nextInt(8)));
        }
        Float expected = null;
        for (int round = 0; round < 40; round++) {
            TreeSum<Float> tree = new TreeSum<>(Float::sum);
            AtomicInteger next = new AtomicInteger();
            CountDownLatch start = new CountDownLatch(1);
            ExecutorService pool = Executors.newFixedThreadPool(8);
            try {
                List<Future<?>> running = new ArrayList<>();
                for (int thread = 0; thread < 8; thread++) {
                    running.add(pool.submit(() -> {
                        start.await();
                        for (int i = next.getAndIncrement(); i < leaves; i = next.getAndIncrement()) {
                            int leaf = i * 77 % leaves;
                            tree.put(0, leaf, values[leaf]);
                        }
                        return null;
                    }));
                }
                start.countDown();
                for (Future<?> future : running) {
                    future.get();
                }
            } finally {
                pool.shutdownNow();
            }
            Float total = tree.total(leaves);
            expected = expected == null ? total : expected;
            assertThat(total).isEqualTo(expected);
        }
        float inOrder = 0;
        for (float value : values) {
            inOrder += value;
        }
        assertThat(expected).as("these values' sum depends on the order").isNotEqualTo(inOrder);
    }

    @Test
    void leafGivenTwiceIsRefusedAtTheLatestByTheTotal() {
        TreeSum<String> early = shown();
        early.put(0, 2, "2.");
        assertThatThrownBy(() -> early.put(0, 2, "2."))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("subtree 2 of level 0 was given twice");
        for (int again = 0; again < 4; again++) {
            TreeSum<String> late = shown();
            for (int leaf = 0; leaf < 4; leaf++) {
                late.put(0, leaf, leaf + ".");
            }
            late.put(0, again, "again");
            assertThatThrownBy(() -> late.total(4)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void missingOrForeignLeafIsRefused() {
        for (int missing = 0; missing < 4; missing++) {
            TreeSum<String> tree = shown();
            for (int leaf : new int[] {0, 1, 2, 3}) {
                if (leaf != missing) {
                    tree.put(0, leaf, leaf + ".");
                }
            }
            assertThatThrownBy(() -> tree.total(4))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("all of 4 leaves");
            tree.put(0, missing, "x");
            assertThat(tree.total(4)).contains("x");
            assertThatThrownBy(() -> tree.total(2)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> tree.total(8)).isInstanceOf(IllegalStateException.class);
            tree.put(0, 9, "y");
            assertThatThrownBy(() -> tree.total(4)).isInstanceOf(IllegalStateException.class);
        }
        assertThatThrownBy(() -> shown().total(1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void numberOfLeavesThatIsNoPowerOfTwoIsRefused() {
        TreeSum<String> tree = shown();
        tree.put(0, 0, "0.");
        tree.put(0, 1, "1.");
        for (int leaves : new int[] {0, 3, 6, -2, Integer.MIN_VALUE}) {
            assertThatThrownBy(() -> tree.total(leaves))
                    .as("%d of %s", leaves, Arrays.toString(tree.roots().toArray()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
