package org.thalweg.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.thalweg.data.Block;
import org.thalweg.data.RowBlock;
import org.thalweg.data.RowShape;
import org.thalweg.train.TrainingCancelledException;

/**
 * Writes packed rows into a file and maps it into memory, so that rows may be larger than the heap.
 *
 * <p>The file loses its name before anything is written: its space is given back when the last block of it is garbage, or the
 * JVM has ended in whatever way, and no other JVM can open it.
 */
final class RowFile {
    /** A mapped part of a file ends with the block that reaches so many bytes: a mapping is at most 2 GiB. */
    private static final long PART_BYTES = 1L << 30;

    private static final int BUFFER_BYTES = 1 << 20;

    private final RowShape shape;
    private final Path path;
    private final long partBytes;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.nativeOrder());
    private final List<RowBlock> mapped = new ArrayList<>();
    private final List<MappedBlock.Layout> open = new ArrayList<>(); // of the blocks that are not mapped yet
    private FileChannel channel;
    private long partStart;
    private long written;

    private RowFile(RowShape shape, Path path, long partBytes) {
        this.shape = shape;
        this.path = path;
        this.partBytes = partBytes;
    }

    /**
     * Writes blocks.
     *
     * @param path of a file that there is not yet
     * @return the blocks, mapped, in their order
     * @throws UncheckedIOException if the file cannot be written, such as where the disk is full
     */
    static Iterator<RowBlock> mapped(Iterator<Block> blocks, RowShape shape, Path path) {
        return mapped(blocks, shape, path, PART_BYTES);
    }

    /** The same in parts of other sizes. */
    static Iterator<RowBlock> mapped(Iterator<Block> blocks, RowShape shape, Path path, long partBytes) {
        return new RowFile(shape, path, partBytes).write(blocks);
    }

    private Iterator<RowBlock> write(Iterator<Block> blocks) {
        try (FileChannel file = FileChannel.open(
                path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            Files.delete(path);
            channel = file;
            while (blocks.hasNext()) {
                append(blocks.next());
            }
            mapPart();
            return mapped.iterator();
        } catch (ClosedByInterruptException e) {
            throw new TrainingCancelledException("the writing of rows was interrupted");
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "rows: expected room for a file of packed rows in " + path.getParent() + ", found "
                            + e.getMessage() + " after " + written + " bytes; make room there, or name another folder"
                            + " in spark.local.dir",
                    e);
        }
    }

    private void append(Block block) throws IOException {
        MappedBlock.Layout layout = MappedBlock.Layout.of(block, Math.toIntExact((written - partStart) / 4));
        open.add(layout);
        write(block.starts());
        write(block.indices());
        write(block.features());
        write(block.targets());
        write(block.weights());
        if (4L * layout.end() >= partBytes) {
            mapPart();
        }
    }

    private void write(int[] numbers) throws IOException {
        for (int at = 0; at < numbers.length; at += BUFFER_BYTES / 4) {
            int count = Math.min(BUFFER_BYTES / 4, numbers.length - at);
            buffer.asIntBuffer().put(numbers, at, count);
            drain(4 * count);
        }
    }

    private void write(float[] numbers) throws IOException {
        for (int at = 0; at < numbers.length; at += BUFFER_BYTES / 4) {
            int count = Math.min(BUFFER_BYTES / 4, numbers.length - at);
            buffer.asFloatBuffer().put(numbers, at, count);
            drain(4 * count);
        }
    }

    private void drain(int bytes) throws IOException {
        buffer.position(0).limit(bytes);
        while (buffer.hasRemaining()) {
            written += channel.write(buffer);
        }
        buffer.clear();
    }

    private void mapPart() throws IOException {
        if (open.isEmpty()) {
            return;
        }
        ByteBuffer part = channel.map(FileChannel.MapMode.READ_ONLY, partStart, written - partStart)
                .order(ByteOrder.nativeOrder());
        FloatBuffer floats = part.asFloatBuffer();
        IntBuffer ints = part.asIntBuffer();
        open.forEach(layout -> mapped.add(new MappedBlock(layout, shape, floats, ints)));
        open.clear();
        partStart = written;
    }
}
