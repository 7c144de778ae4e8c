package org.thalweg.spark;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file that is deleted while it is open, before anything is written. Its space is released when its last mapping is garbage
 * collected or the JVM ends, even by a crash, and no other process can open it.
 */
final class UnlinkedFile implements RowFile.Store {
    private final FileChannel channel;

    private UnlinkedFile(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Creates a file.
     *
     * @param path a path that does not exist yet
     */
    static UnlinkedFile at(Path path) throws IOException {
        FileChannel channel = FileChannel.open(
                path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            Files.delete(path);
            return new UnlinkedFile(channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        return channel.write(bytes);
    }

    @Override
    public ByteBuffer map(long start, long bytes) throws IOException {
        return channel.map(FileChannel.MapMode.READ_ONLY, start, bytes);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
