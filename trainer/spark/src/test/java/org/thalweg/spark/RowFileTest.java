package org.thalweg.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
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
        DiskSpace.Share share = DiskSpace.HERE.reserve(folder, 1000, "");
        new RowFile(shape, folder.resolve("rows"), share, UnlinkedFile::at, partBytes)
                .write(blocks.iterator())
                .forEachRemaining(mapped::add);
        return mapped;
    }

    /** With parts of one block, of several blocks, and with one part; blocks are larger than the write buffer. */
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
                assertReadTheSame(mapped.get(b), blocks.get(b));
            }
            try (var left = Files.list(folder)) {
                assertThat(left).as("the file has no name").isEmpty();
            }
        }
    }

    private static void assertReadTheSame(RowBlock mapped, Block block) {
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
        RowFile file = new RowFile(
                RowShape.dense(2, 1), nowhere.resolve("rows"), new DiskSpace(disk -> PLENTY).reserve(nowhere, 10, ""));
        assertThatThrownBy(() -> file.write(List.of(dense(1, 2, 1)).iterator()))
                .hasMessageContaining("rows: expected to write a file of packed rows in " + nowhere)
                .hasMessageContaining("spark.local.dir");
    }

    private static final DiskSpace.Disk PLENTY = new DiskSpace.Disk("disk", 40_000_000);

    /** A store with limited space. */
    private static final class Full implements RowFile.Store {
        private final int room;
        private int written;
        private boolean closed;

        Full(int room) {
            this.room = room;
        }

        @Override
        public int write(ByteBuffer bytes) throws IOException {
            int count = Math.min(bytes.remaining(), room - written);
            if (count == 0) {
                throw new IOException("No space left on device");
            }
            bytes.position(bytes.position() + count);
            written += count;
            return count;
        }

        @Override
        public ByteBuffer map(long start, long bytes) {
            return ByteBuffer.allocate((int) bytes);
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    /** Its share is released: another task gets all the free space. */
    @Test
    void fullDiskIsOneMessageAndTheTasksShareIsGivenBack() {
        DiskSpace room = new DiskSpace(disk -> PLENTY);
        Full store = new Full(1_000_000);
        RowFile file = new RowFile(
                RowShape.dense(9000, 2),
                folder.resolve("rows"),
                room.reserve(folder, 30_000_000, " on host, executor 3"),
                path -> store,
                1 << 30);
        List<Block> blocks = List.of(dense(1, 9000, 2), dense(4, 9000, 2), dense(7, 9000, 2));
        assertThat(blocks.stream().mapToLong(Block::bytes).sum()).isGreaterThan(store.room);
        assertThatThrownBy(() -> file.write(blocks.iterator()))
                .isInstanceOf(DiskSpaceException.class)
                .hasMessageStartingWith(
                        "disk: expected room for 30 MB of packed rows, a task's share, found a full disk"
                                + " after 1 MB (" + folder
                                + " on host, executor 3); free space there, set another folder in"
                                + " spark.local.dir");
        assertThat(store.closed).isTrue();
        assertThat(room.free(List.of(folder))).isEqualTo(40_000_000);
    }
}
