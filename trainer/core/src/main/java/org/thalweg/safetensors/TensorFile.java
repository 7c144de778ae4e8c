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

/** Writes files of tensors. */
public final class TensorFile {
    /** Numbers are read and written by so many bytes. */
    public static final int CHUNK_BYTES = 1 << 16;

    private TensorFile() {}

    /**
     * Writes a file. Its bytes are a function of what is given alone.
     *
     * @param metadata strings by key, in the order in which they are written
     * @param tensors in the order in which they are written
     * @param out not closed
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

    /** What writes a file's bytes. */
    @FunctionalInterface
    public interface Content {
        /** Writes them; the stream is not to be closed. */
        void to(OutputStream out) throws IOException;
    }

    /**
     * Writes a local file, in place of one that is there. It appears whole or not at all: it is written beside its place,
     * forced to the disk, then renamed.
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

    /** Where bytes go. */
    private interface Sink<E extends Exception> {
        void accept(byte[] bytes, int offset, int length) throws E;
    }

    /** Hands on all numbers, little-endian, chunk by chunk. */
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
