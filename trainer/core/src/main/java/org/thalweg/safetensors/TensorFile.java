package org.thalweg.safetensors;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Writes tensor files. */
public final class TensorFile {
    /** Values are read and written in chunks of this many bytes. */
    public static final int CHUNK_BYTES = 1 << 16;

    private TensorFile() {}

    /**
     * Writes a file. Its bytes depend only on the arguments.
     *
     * @param metadata strings by key, in the order in which they are written
     * @param tensors in the order in which they are written
     * @param out is not closed
     * @throws IllegalArgumentException if the names take more than 64 MiB
     */
    public static void write(Map<String, String> metadata, List<Tensor> tensors, OutputStream out) throws IOException {
        byte[] head = TensorHeader.toBytes(
                metadata, tensors.stream().map(Tensor::shape).toList());
        MessageDigest digest = sha256();
        digest.update(head);
        forEachChunk(tensors, digest::update);
        TensorHeader.setHash(head, HexFormat.of().formatHex(digest.digest()));
        out.write(head);
        forEachChunk(tensors, out::write);
    }

    /** Writes the content of a file. */
    @FunctionalInterface
    public interface Content {
        /** Writes the bytes; must not close the stream. */
        void to(OutputStream out) throws IOException;
    }

    /**
     * Writes a local file atomically, replacing one that exists: it is written under a temporary name in the same
     * folder, forced to disk, then renamed.
     */
    public static void publish(Path path, Content content) throws IOException {
        Path part = path.resolveSibling(path.getFileName() + ".part-"
                + ProcessHandle.current().pid() + "-" + Thread.currentThread().getId());
        try {
            try (OutputStream out = Files.newOutputStream(part)) {
                content.to(out);
            }
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(part, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** A destination of bytes. */
    private interface Sink<E extends Exception> {
        void accept(byte[] bytes, int offset, int length) throws E;
    }

    /** Passes all values to the sink, little-endian, chunk by chunk. */
    private static <E extends Exception> void forEachChunk(List<Tensor> tensors, Sink<E> sink) throws E {
        byte[] chunk = new byte[CHUNK_BYTES];
        var floats = ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        for (Tensor tensor : tensors) {
            int length = tensor.length();
            int done = 0;
            while (done < length) {
                int count = Math.min(CHUNK_BYTES / Float.BYTES, length - done);
                floats.clear().put(tensor.array(), tensor.offset() + done, count);
                sink.accept(chunk, 0, count * Float.BYTES);
                done += count;
            }
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256: expected in every JDK", e);
        }
    }
}
