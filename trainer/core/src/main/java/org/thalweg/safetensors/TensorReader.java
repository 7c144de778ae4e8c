package org.thalweg.safetensors;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Reads one tensor file from start to end. All sizes in the header are checked against the file's size before memory is
 * allocated. Call {@link #header} first, allocate the tensors, then call {@link #read}.
 */
public final class TensorReader {
    private final InputStream in;
    private final long size;
    private final TensorSource file;
    private final MessageDigest digest = TensorFile.sha256();
    private long position;
    private String storedHash;
    private TensorHeader header;

    /**
     * A reader from the stream's current position to its end.
     *
     * @param in is not closed
     * @param size the file's actual size in bytes, against which all sizes in the header are checked
     */
    public TensorReader(InputStream in, long size, TensorSource file) {
        this.in = in;
        this.size = size;
        this.file = file;
    }

    /**
     * Reads the header; must be called first.
     *
     * @throws TensorFileException if it is not a valid header
     */
    public TensorHeader header() throws IOException {
        byte[] head = readHead();
        storedHash = TensorHeader.hashOf(head);
        TensorHeader.setHash(head, "0".repeat(TensorHeader.HASH_DIGITS));
        digest.update(head);
        header = HeaderParser.parse(file, head);
        return header;
    }

    /**
     * Reads the tensors into memory, and verifies the hash.
     *
     * @param tensors exactly those that the file must contain; their arrays are written
     * @throws TensorFileException if the file contains other tensors, or is damaged
     */
    public void read(Collection<Tensor> tensors) throws IOException {
        Map<String, Tensor> byName = new HashMap<>();
        tensors.forEach(tensor -> byName.put(tensor.shape().name(), tensor));
        requireTensors(tensors.stream().map(Tensor::shape).toList());
        byte[] chunk = new byte[TensorFile.CHUNK_BYTES];
        for (TensorHeader.Entry entry : requireTiled()) {
            readTensor(byName.get(entry.shape().name()), chunk);
        }
        if (in.read() >= 0) {
            throw file.damaged(position, "the file's end", "more bytes");
        }
        String found = HexFormat.of().formatHex(digest.digest());
        if (!found.equals(storedHash)) {
            throw file.impossible("expected the SHA-256 " + storedHash + ", found " + found);
        }
    }

    private byte[] readHead() throws IOException {
        long least = TensorHeader.HASH_OFFSET + TensorHeader.HASH_DIGITS;
        if (size < least) {
            throw file.damaged(-1, "a " + file.kind().what() + " file of at least " + least + " bytes", "" + size);
        }
        byte[] lengthBytes = readExactly(TensorHeader.LENGTH_BYTES);
        long length =
                ByteBuffer.wrap(lengthBytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
        long most = Math.min(TensorHeader.MAX_BYTES, size - TensorHeader.LENGTH_BYTES);
        if (length < 0 || length > most) {
            throw file.damaged(0, "a header of at most " + most + " bytes", Long.toUnsignedString(length));
        }
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        head.writeBytes(lengthBytes);
        head.writeBytes(readExactly((int) length));
        byte[] bytes = head.toByteArray();
        if (!TensorHeader.hasPrefix(bytes)) {
            throw file.damaged(
                    TensorHeader.LENGTH_BYTES,
                    "a Thalweg " + file.kind().what() + " whose header starts with " + TensorHeader.PREFIX,
                    "another start");
        }
        return bytes;
    }

    private byte[] readExactly(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        position += bytes.length;
        requireAll(length - bytes.length);
        return bytes;
    }

    private void requireAll(long missing) {
        if (missing > 0) {
            throw file.damaged(position, "a file of " + size + " bytes", "its end");
        }
    }

    /**
     * Checks that the file contains exactly these tensors, and that they fill it without gaps or overlaps.
     *
     * @throws TensorFileException if it does not
     */
    public void requireTensors(List<TensorShape> expected) {
        for (TensorShape shape : expected) {
            TensorHeader.Entry entry = header.tensors().get(shape.name());
            if (entry == null || !entry.shape().equals(shape)) {
                throw file.impossible("tensor " + shape.name() + ": expected shape " + shape.shape() + ", found "
                        + (entry == null ? "no such tensor" : entry.shape().shape()));
            }
        }
        if (header.tensors().size() != expected.size()) {
            List<String> more = new ArrayList<>(header.tensors().keySet());
            expected.forEach(shape -> more.remove(shape.name()));
            throw file.impossible("tensors: expected " + expected.size() + ", found also " + String.join(", ", more));
        }
        requireTiled();
    }

    /** The tensors in file order; checks that they fill the file without gaps or overlaps. */
    private List<TensorHeader.Entry> requireTiled() {
        List<TensorHeader.Entry> entries = new ArrayList<>(header.tensors().values());
        entries.sort(Comparator.comparingLong(TensorHeader.Entry::begin));
        long end = 0;
        for (TensorHeader.Entry entry : entries) {
            long bytes = bytesOf(entry.shape());
            if (entry.begin() != end || entry.end() - entry.begin() != bytes) {
                throw file.impossible("tensor " + entry.shape().name() + ": expected " + bytes + " bytes from " + end
                        + " on, found " + entry.begin() + " to " + entry.end());
            }
            end = entry.end();
        }
        if (end != size - position) {
            throw file.damaged(-1, "a file of " + (position + end) + " bytes", size + " bytes");
        }
        return entries;
    }

    private long bytesOf(TensorShape shape) {
        try {
            long numbers = shape.numbers();
            if (numbers <= Integer.MAX_VALUE - 8) {
                return numbers * Float.BYTES;
            }
        } catch (ArithmeticException e) {
            // Above 2^63: rejected below, like any number above 2^31.
        }
        throw file.impossible(
                "tensor " + shape.name() + ": expected at most 2^31 numbers, found shape " + shape.shape());
    }

    private void readTensor(Tensor tensor, byte[] chunk) throws IOException {
        var floats = ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        int length = tensor.length();
        int done = 0;
        while (done < length) {
            int count = Math.min(TensorFile.CHUNK_BYTES / Float.BYTES, length - done);
            int bytes = in.readNBytes(chunk, 0, count * Float.BYTES);
            position += bytes;
            requireAll(count * Float.BYTES - bytes);
            digest.update(chunk, 0, bytes);
            floats.clear().get(tensor.array(), tensor.offset() + done, count);
            done += count;
        }
    }
}
