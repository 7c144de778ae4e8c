package org.thalweg.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thalweg.data.Block;
import org.thalweg.data.CompressedRows;
import org.thalweg.data.RowBlock;
import org.thalweg.data.RowShape;
import org.thalweg.data.Split;
import org.thalweg.math.Philox;

class RowFileTest {
    @TempDir
    private Path folder;

    private static float[] numbers(Philox random, int count) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = random.nextFloat();
        }
        return numbers;
    }

    private static Block dense(int number, int inputs, int targets) {
        Philox random = new Philox(5, number);
        int rows = 1 + random.nextInt(40);
        return new Block(
                number / 3,
                Split.values()[number % 3],
                rows,
                numbers(random, rows * inputs),
                numbers(random, rows * targets),
                number % 2 == 0 ? new float[0] : numbers(random, rows));
    }

    private static Block sparse(int number) {
        Philox random = new Philox(6, number);
        int rows = 1 + random.nextInt(5);
        CompressedRows features = new CompressedRows(1000);
        for (int row = 0; row < rows; row++) {
            for (int feature = random.nextInt(400); feature < 1000; feature += 1 + random.nextInt(500)) {
                features.put(feature, 1 + random.nextFloat());
            }
            features.endRow();
        }
        int count = features.numbers();
        return new Block(
                number,
                Split.TRAINING,
                rows,
                Arrays.copyOf(features.starts(), rows + 1),
                Arrays.copyOf(features.indices(), count),
                Arrays.copyOf(features.values(), count),
                numbers(random, rows),
                new float[0]);
    }

    private List<RowBlock> mapped(List<Block> blocks, RowShape shape, long partBytes) {
        List<RowBlock> mapped = new ArrayList<>();
        Iterator<RowBlock> written = RowFile.mapped(blocks.iterator(), shape, folder.resolve("rows"), partBytes);
        written.forEachRemaining(mapped::add);
        return mapped;
    }

    /** In parts of one block, of several, and in one part; a block is larger than the buffer that it is written by. */
    @Test
    void blocksAreWhatTheyWereOnTheHeap() throws IOException {
        List<Block> blocks = new ArrayList<>();
        for (int number = 0; number < 30; number++) {
            blocks.add(dense(number, 9000, 2));
        }
        for (long partBytes : new long[] {1, 3_000_000, 1 << 30}) {
            List<RowBlock> mapped = mapped(blocks, RowShape.dense(9000, 2), partBytes);
            assertThat(mapped.stream().map(RowBlock::onHeap).toList()).isEqualTo(blocks);
            for (int b = 0; b < blocks.size(); b++) {
                assertReadAlike(mapped.get(b), blocks.get(b));
            }
            try (var left = Files.list(folder)) {
                assertThat(left).as("the file has no name").isEmpty();
            }
        }
    }

    private static void assertReadAlike(RowBlock mapped, Block block) {
        assertThat(mapped.bytes()).isEqualTo(block.bytes());
        for (int row = 0; row < block.rows(); row++) {
            float[] read = new float[9010];
            float[] expected = new float[9010];
            mapped.copyFeatures(row, read, 3);
            block.copyFeatures(row, expected, 3);
            mapped.copyTargets(row, read, 9005);
            block.copyTargets(row, expected, 9005);
            assertThat(read).isEqualTo(expected);
            assertThat(mapped.weight(row)).isEqualTo(block.weight(row));
        }
    }

    @Test
    void sparseBlocksToo() {
        List<Block> blocks = new ArrayList<>();
        for (int number = 0; number < 20; number++) {
            blocks.add(sparse(number));
        }
        List<RowBlock> mapped = mapped(blocks, new RowShape(1000, 1, true), 100);
        assertThat(mapped.stream().map(RowBlock::onHeap).toList()).isEqualTo(blocks);
        CompressedRows read = new CompressedRows(1000);
        CompressedRows expected = new CompressedRows(1000);
        for (int b = 0; b < blocks.size(); b++) {
            for (int row = 0; row < blocks.get(b).rows(); row++) {
                mapped.get(b).copyFeatures(row, read);
                blocks.get(b).copyFeatures(row, expected);
            }
        }
        assertThat(read.rows()).isEqualTo(expected.rows());
        assertThat(Arrays.copyOf(read.starts(), read.rows() + 1))
                .isEqualTo(Arrays.copyOf(expected.starts(), read.rows() + 1));
        assertThat(Arrays.copyOf(read.indices(), read.numbers()))
                .isEqualTo(Arrays.copyOf(expected.indices(), read.numbers()));
        assertThat(Arrays.copyOf(read.values(), read.numbers()))
                .isEqualTo(Arrays.copyOf(expected.values(), read.numbers()));
    }

    @Test
    void folderThatCannotBeWrittenIsNamed() {
        Path nowhere = folder.resolve("none");
        assertThatThrownBy(() -> RowFile.mapped(
                        List.of(dense(1, 2, 1)).iterator(), RowShape.dense(2, 1), nowhere.resolve("rows")))
                .hasMessageContaining("rows: expected room for a file of packed rows in " + nowhere)
                .hasMessageContaining("spark.local.dir");
    }
}
