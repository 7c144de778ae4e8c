package org.thalweg.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A model's file, in safetensors' layout: other programs read its tensors as they are, and reading it runs no code.
 *
 * <pre>
 *   bytes 0–7     N, the header's length, little-endian
 *   N bytes       JSON: "__metadata__" (strings by key, "sha256" first), then each tensor's dtype F32, shape, data_offsets;
 *                 padded with spaces so that 8 + N is a multiple of 8
 *   the rest      the tensors, row-major, little-endian, without gaps:
 *                 layer.1.weight [outputs, inputs], layer.1.bias [outputs], …,
 *                 scaling.shift [inputs], scaling.factor [inputs] where features are scaled,
 *                 scaling.fill [inputs] where missing ones are filled,
 *                 golden.features [rows, inputs], golden.outputs [rows, outputs]
 * </pre>
 *
 * <p>The 64 hex digits of "sha256", from byte {@value ModelHeader#HASH_OFFSET} on, are the hash of the whole file with
 * these digits taken as '0': a file that is cut off or differs in any bit is refused. It tells accidents, not forgery.
 */
public final class ModelFile {
    private ModelFile() {}

    /**
     * Writes a model. The bytes are a function of the model alone.
     *
     * @param out not closed
     * @throws IllegalArgumentException if the names take more than 64 MiB
     */
    public static void write(Model model, OutputStream out) throws IOException {
        ModelTensors tensors = ModelTensors.of(model);
        byte[] head = ModelHeader.toBytes(ModelText.metadata(model.description()), tensors.shapes());
        MessageDigest digest = sha256();
        digest.update(head);
        tensors.forEachChunk(digest::update);
        ModelHeader.setHash(head, HexFormat.of().formatHex(digest.digest()));
        out.write(head);
        tensors.forEachChunk(out::write);
    }

    /**
     * Writes a model to a local file, in place of one that is there. The file appears whole or not at all: it is written
     * beside its place, forced to the disk, then renamed.
     *
     * @throws IllegalArgumentException if the names take more than 64 MiB
     */
    public static void write(Model model, Path path) throws IOException {
        Path part = path.resolveSibling(path.getFileName() + ".part-"
                + ProcessHandle.current().pid() + "-" + Thread.currentThread().getId());
        try {
            try (OutputStream out = Files.newOutputStream(part)) {
                write(model, out);
            }
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(part, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /**
     * Reads a model: from the stream's place to its end.
     *
     * @param in not closed
     * @param size the file's real size in bytes: nothing is believed that does not fit it
     * @param name the file's path, for messages
     * @throws ModelFileException if the file is not a whole model of a known format, or its golden rows come out
     *     otherwise on this machine
     */
    public static Model read(InputStream in, long size, String name) throws IOException {
        return new ModelReader(in, size, name).read();
    }

    /**
     * Reads a model from a local file.
     *
     * @throws ModelFileException if the file is not a whole model of a known format, or its golden rows come out
     *     otherwise on this machine
     */
    public static Model read(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            return read(in, Files.size(path), path.toString());
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
