package org.thalweg.spark;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.thalweg.data.Block;
import org.thalweg.data.RowBlock;
import org.thalweg.data.RowShape;
import org.thalweg.train.TrainingCancelledException;

/** Writes packed rows to a {@linkplain UnlinkedFile file} and maps it into memory, so that rows may exceed the heap. */
final class RowFile {
    /** A mapped part of a file ends with the block that reaches this size: a mapping is limited to 2 GiB. */
    private static final long PART_BYTES = 1L << 30;

    private static final int BUFFER_BYTES = 1 << 20;

    private final RowShape shape;
    private final Path path;
    private final DiskSpace.Share share;
    private final StoreFactory stores;
    private final long partBytes;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.nativeOrder());
    private final List<RowBlock> mapped = new ArrayList<>();
    private final List<MappedBlock.Layout> open = new ArrayList<>(); // blocks that are not mapped yet
    private Store store;
    private long partStart;
    private long written;

    /** A file that is written and then mapped. */
    interface Store extends Closeable {
        int write(ByteBuffer bytes) throws IOException;

        /** Maps bytes that were written. */
        ByteBuffer map(long start, long bytes) throws IOException;
    }

    /** Creates a store at a path. */
    @FunctionalInterface
    interface StoreFactory {
        Store at(Path path) throws IOException;
    }

    /**
     * A file to be written.
     *
     * @param path a path that does not exist yet
     * @param share the disk space reserved for it; closed when the file is written
     */
    RowFile(RowShape shape, Path path, DiskSpace.Share share) {
        this(shape, path, share, UnlinkedFile::at, PART_BYTES);
    }

    /** The same with another store and another part size. */
    RowFile(RowShape shape, Path path, DiskSpace.Share share, StoreFactory stores, long partBytes) {
        this.shape = shape;
        this.path = path;
        this.share = share;
        this.stores = stores;
        this.partBytes = partBytes;
    }

    /**
     * Writes blocks.
     *
     * @return the blocks, mapped, in their order
     * @throws DiskSpaceException if the disk is full
     * @throws UncheckedIOException if the file cannot be written for another reason
     */
    Iterator<RowBlock> write(Iterator<Block> blocks) {
        try (share;
                Store opened = stores.at(path)) {
            store = opened;
            while (blocks.hasNext()) {
                append(blocks.next());
            }
            mapPart();
            return mapped.iterator();
        } catch (ClosedByInterruptException e) {
            throw new TrainingCancelledException("writing the rows was interrupted");
        } catch (IOException e) {
            if (DiskSpaceException.isDiskFull(e)) {
                throw share.isFull();
            }
            throw new UncheckedIOException(
                    "rows: expected to write a file of packed rows in " + path.getParent() + ", found " + e.getMessage()
                            + " after " + written + " bytes; set another folder in spark.local.dir",
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
            int count = store.write(buffer);
            written += count;
            share.write(count);
        }
        buffer.clear();
    }

    private void mapPart() throws IOException {
        if (open.isEmpty()) {
            return;
        }
        ByteBuffer part = store.map(partStart, written - partStart).order(ByteOrder.nativeOrder());
        FloatBuffer floats = part.asFloatBuffer();
        IntBuffer ints = part.asIntBuffer();
        open.forEach(layout -> mapped.add(new MappedBlock(layout, shape, floats, ints)));
        open.clear();
        partStart = written;
    }
}
