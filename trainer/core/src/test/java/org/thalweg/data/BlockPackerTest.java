package org.thalweg.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class BlockPackerTest {
    private static final long SEED = 11;

    private static LaneLayout lanes(int count) {
        return new LaneLayout(new Lanes(count), count, new Lanes(2 * count));
    }

    private static List<Block> pack(List<Example> rows, LaneLayout lanes, double heldOut, Scaling scaling, int inputs) {
        List<Block> blocks = new ArrayList<>();
        new BlockPacker(RandomRows.dealt(rows, SEED, heldOut).iterator(), lanes, scaling, RowShape.dense(inputs, 1))
                .forEachRemaining(blocks::add);
        return blocks;
    }

    private static List<Example> unpack(List<Block> blocks) {
        List<Example> rows = new ArrayList<>();
        for (Block block : blocks) {
            for (int r = 0; r < block.rows(); r++) {
                int inputs = block.inputs();
                int width = block.targetWidth();
                rows.add(new Example(
                        Arrays.copyOfRange(block.features(), r * inputs, (r + 1) * inputs),
                        Arrays.copyOfRange(block.targets(), r * width, (r + 1) * width),
                        block.weight(r)));
            }
        }
        return rows;
    }

    /** 1,000 numbers per row: about 33 rows per block. */
    @Test
    void sparseRowsArePackedOnceInOrderAndMemoryFollowsTheirNumbers() {
        List<Example> rows = new ArrayList<>();
        for (Example row : RandomRows.of(300, 1000, 3, true, 1)) {
            int[] indices = new int[1000];
            Arrays.setAll(indices, i -> 100 * i + 7);
            rows.add(new Example(100_000, indices, withoutZeros(row.features()), row.targets(), row.weight()));
        }
        rows.add(new Example(100_000, new int[0], new float[0], new float[1], 1));
        float[] factor = new float[100_000];
        Arrays.fill(factor, 2);
        RowShape shape = new RowShape(100_000, 1, true);
        List<Block> blocks = new ArrayList<>();
        new BlockPacker(
                        RandomRows.dealt(rows, SEED, 0.2).iterator(),
                        lanes(2),
                        new Scaling(new float[100_000], factor),
                        shape)
                .forEachRemaining(blocks::add);
        List<Example> unpacked = new ArrayList<>();
        long bytes = 0;
        for (Block block : blocks) {
            bytes += 4L * (block.starts().length + block.indices().length + block.features().length);
            assertThat(block.features().length).isLessThan(Block.TARGET_BYTES / 8 + 1000);
            for (int r = 0; r < block.rows(); r++) {
                float[] halved = Arrays.copyOfRange(block.features(), block.starts()[r], block.starts()[r + 1]);
                for (int k = 0; k < halved.length; k++) {
                    halved[k] /= 2;
                }
                unpacked.add(new Example(
                        100_000,
                        Arrays.copyOfRange(block.indices(), block.starts()[r], block.starts()[r + 1]),
                        halved,
                        new float[] {block.targets()[r]},
                        block.weight(r)));
            }
        }
        assertThat(unpacked).containsExactlyInAnyOrderElementsOf(rows);
        assertThat(bytes).isLessThan(8L * 1000 * 301);
        BlockPacker mixed = new BlockPacker(
                RandomRows.dealt(RandomRows.of(1, 3, 2, false, 1), SEED, 0).iterator(),
                lanes(1),
                Scaling.NONE,
                new RowShape(3, 1, true));
        assertThatThrownBy(mixed::hasNext).hasMessage("rows: expected sparse rows, found a dense row");
    }

    private static float[] withoutZeros(float[] numbers) {
        float[] held = numbers.clone();
        for (int i = 0; i < held.length; i++) {
            held[i] = held[i] == 0 ? 1 : held[i];
        }
        return held;
    }

    /** 16-bit indices are packed two per int, so the previous row may end in the middle of one. */
    @Test
    void narrowIndicesAreThoseOfTheRows() {
        for (int inputs : new int[] {65_536, 65_537}) {
            List<Example> rows = new ArrayList<>();
            for (Example row : RandomRows.of(50, 3, 2, false, 4)) {
                int held = 1 + rows.size() % 3;
                int[] indices = {rows.size(), 40_000 + rows.size(), inputs - 1};
                rows.add(new Example(
                        inputs,
                        Arrays.copyOfRange(indices, 3 - held, 3),
                        Arrays.copyOf(withoutZeros(row.features()), held),
                        row.targets(),
                        row.weight()));
            }
            List<Block> blocks = new ArrayList<>();
            new BlockPacker(
                            RandomRows.dealt(rows, SEED, 0).iterator(),
                            lanes(1),
                            Scaling.NONE,
                            new RowShape(inputs, 1, true))
                    .forEachRemaining(blocks::add);
            CompressedRows found = new CompressedRows(inputs);
            List<Example> unpacked = new ArrayList<>();
            for (Block block : blocks) {
                assertThat(block.indices()).hasSize(inputs > 65_536 ? 99 : 50);
                for (int r = 0; r < block.rows(); r++) {
                    found.clear();
                    block.copyFeatures(r, found);
                    unpacked.add(new Example(
                            inputs,
                            Arrays.copyOf(found.indices(), found.numbers()),
                            Arrays.copyOf(found.values(), found.numbers()),
                            new float[] {block.targets()[r]},
                            block.weight(r)));
                }
            }
            assertThat(unpacked).containsExactlyInAnyOrderElementsOf(rows);
        }
    }

    /** Rows of 200 features make blocks of 256 rows: two full ones and a tail in most lanes. */
    @Test
    void everyRowIsPackedOnceInOrderWithItsWeight() {
        for (boolean weighted : new boolean[] {false, true}) {
            List<Example> rows = RandomRows.of(2500, 200, 3, weighted, 1);
            rows.addAll(rows.subList(0, 40));
            LaneLayout lanes = lanes(4);
            List<Block> blocks = pack(rows, lanes, 0.2, Scaling.NONE, 200);
            for (Split split : List.of(Split.TRAINING, Split.VALIDATION)) {
                for (int lane = 0; lane < lanes.lanes(split).count(); lane++) {
                    int itsLane = lane;
                    List<Example> expected = RandomRows.dealt(rows, SEED, 0.2).stream()
                            .filter(row -> lanes.lanes(split).of(row.key()) == itsLane && row.split() == split)
                            .map(KeyedExample::example)
                            .toList();
                    List<Block> its = blocks.stream()
                            .filter(block -> block.lane() == itsLane && block.split() == split)
                            .toList();
                    assertThat(unpack(its)).as("lane %d, %s", lane, split).isEqualTo(expected);
                    assertThat(expected).isNotEmpty();
                    for (int b = 0; b < its.size(); b++) {
                        assertThat(its.get(b).rows()).isBetween(b + 1 < its.size() ? 256 : 1, 256);
                        assertThat(its.get(b).weights())
                                .hasSize(weighted ? its.get(b).rows() : 0);
                    }
                }
            }
            assertThat(blocks.stream()
                            .filter(block -> block.split() == Split.TRAINING)
                            .map(Block::lane))
                    .as("lanes one behind another")
                    .isSorted();
        }
    }

    @Test
    void blocksAreBounded() {
        for (int width : new int[] {1, 2, 7, 785, 65_536, 1_000_000}) {
            int rows = Block.rowsOfFullBlock(RowShape.dense(width, 1));
            assertThat(Integer.bitCount(rows)).isEqualTo(1);
            assertThat(rows == 1 || 4L * rows * (width + 1) <= Block.TARGET_BYTES)
                    .isTrue();
            assertThat(rows == 1 << 14 || 2 * 4L * rows * (width + 1) > Block.TARGET_BYTES)
                    .isTrue();
        }
    }

    @Test
    void weightsAreKeptWhereOneRowOfABlockHasOne() {
        List<Example> rows = new ArrayList<>(RandomRows.of(9, 2, 2, false, 2));
        rows.add(new Example(new float[] {1, 2}, new float[] {0}, 0.25f));
        List<Block> blocks = pack(rows, lanes(1), 0, Scaling.NONE, 2);
        assertThat(blocks).hasSize(1);
        assertThat(unpack(blocks)).containsExactlyInAnyOrderElementsOf(rows);
        assertThat(blocks.get(0).weights()).hasSize(10);
    }

    @Test
    void weightsOfAFullBlockDoNotStickToTheNext() {
        List<Example> rows = RandomRows.of(300, 1000, 2, false, 5);
        List<KeyedExample> sorted = new ArrayList<>(RandomRows.dealt(rows, SEED, 0));
        KeyedExample first = sorted.get(0);
        sorted.set(
                0,
                new KeyedExample(
                        first.key(),
                        first.split(),
                        new Example(first.example().features(), first.example().targets(), 3)));
        List<Block> blocks = new ArrayList<>();
        new BlockPacker(sorted.iterator(), lanes(1), Scaling.NONE, RowShape.dense(1000, 1))
                .forEachRemaining(blocks::add);
        assertThat(blocks.stream().map(block -> block.weights().length)).containsExactly(64, 0, 0, 0, 0);
    }

    @Test
    void packedRowsAreScaledAndTheExamplesAreNot() {
        List<Example> rows = RandomRows.of(50, 2, 2, false, 3);
        List<Example> before = RandomRows.of(50, 2, 2, false, 3);
        Scaling scaling = new Scaling(new float[] {1, -2}, new float[] {3, 0.5f});
        List<Example> scaled = unpack(pack(rows, lanes(1), 0, scaling, 2));
        assertThat(rows).isEqualTo(before);
        List<KeyedExample> sorted = RandomRows.dealt(rows, SEED, 0);
        for (int r = 0; r < 50; r++) {
            float[] x = sorted.get(r).example().features();
            assertThat(scaled.get(r).features()).containsExactly((x[0] - 1) * 3, (x[1] + 2) * 0.5f);
        }
    }

    @Test
    void noRowsGiveNoBlocks() {
        BlockPacker packer =
                new BlockPacker(List.<KeyedExample>of().iterator(), lanes(8), Scaling.NONE, RowShape.dense(3, 1));
        assertThat(packer.hasNext()).isFalse();
        assertThatThrownBy(packer::next).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void rowsStreamThroughWithoutBeingReadAhead() {
        List<KeyedExample> sorted = RandomRows.dealt(RandomRows.of(2000, 200, 2, false, 1), SEED, 0);
        int[] read = {0};
        Iterator<KeyedExample> counting = sorted.stream().peek(row -> read[0]++).iterator();
        BlockPacker packer = new BlockPacker(counting, lanes(1), Scaling.NONE, RowShape.dense(200, 1));
        packer.next();
        assertThat(read[0]).isEqualTo(256);
    }

    @Test
    void rowOfAnotherWidthIsRefused() {
        List<Example> narrow = List.of(new Example(new float[] {1, 2}, new float[] {0}));
        assertThatThrownBy(() -> pack(narrow, lanes(1), 0, Scaling.NONE, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("features of a row: expected 3, found 2");
        List<Example> wide = List.of(new Example(new float[] {1, 2}, new float[] {0, 1}));
        assertThatThrownBy(() -> pack(wide, lanes(1), 0, Scaling.NONE, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("targets of a row: expected 1, found 2");
    }

    @Test
    void scalingOfAnotherWidthIsRefused() {
        Scaling three = new Scaling(new float[3], new float[3]);
        assertThatThrownBy(() -> pack(RandomRows.of(5, 2, 2, false, 1), lanes(1), 0, three, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("scaling");
    }

    @Test
    void rowsOutOfOrderAreRefused() {
        List<KeyedExample> sorted = new ArrayList<>(RandomRows.dealt(RandomRows.of(50, 2, 2, false, 1), SEED, 0));
        java.util.Collections.reverse(sorted);
        BlockPacker packer = new BlockPacker(sorted.iterator(), lanes(4), Scaling.NONE, RowShape.dense(2, 1));
        assertThatThrownBy(() -> packer.forEachRemaining(block -> {})).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void blockOfBrokenRowsIsRefused() {
        assertThatThrownBy(() -> new Block(0, Split.TRAINING, 0, new float[0], new float[0], new float[0]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Block(0, Split.TRAINING, 2, new float[3], new float[2], new float[0]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Block(0, Split.TRAINING, 2, new float[4], new float[3], new float[0]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Block(0, Split.TRAINING, 2, new float[4], new float[2], new float[1]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void missingValuesAreFilledOrRefused() {
        List<Example> gap = List.of(new Example(new float[] {Float.NaN, 4}, new float[] {0}));
        Scaling fill = new Scaling(new float[0], new float[0], new float[] {3, 9});
        assertThat(unpack(pack(gap, lanes(1), 0, fill, 2)).get(0).features()).containsExactly(3, 4);
        assertThatThrownBy(() -> pack(gap, lanes(1), 0, Scaling.NONE, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "features of a row: expected a value for every feature, found feature 0 missing; use a scaling"
                                + " that fills missing values");
        Scaling three = new Scaling(new float[0], new float[0], new float[3]);
        assertThatThrownBy(() -> pack(gap, lanes(1), 0, three, 2)).hasMessageContaining("found 3");
    }
}
