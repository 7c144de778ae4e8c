package org.thalweg.safetensors;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A tensor file split into parts, to build invalid files with a correct hash. Shares no code with the code under test.
 */
public record RawTensorFile(String header, byte[] data) {
    /** Parses a whole file. */
    public static RawTensorFile of(byte[] file) {
        int length = (int) ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
        return new RawTensorFile(
                new String(file, 8, length, StandardCharsets.UTF_8), Arrays.copyOfRange(file, 8 + length, file.length));
    }

    /** A copy with another text in the header. */
    public RawTensorFile replacing(String what, String by) {
        if (!header.contains(what)) {
            throw new AssertionError("the header has no " + what + ": " + header);
        }
        return new RawTensorFile(header.replace(what, by), data);
    }

    /** A copy with other numbers. */
    public RawTensorFile withData(byte[] other) {
        return new RawTensorFile(header, other);
    }

    /** The file with the correct hash. */
    public byte[] sealed() {
        return sealed(header.getBytes(StandardCharsets.UTF_8).length);
    }

    /** The file with the correct hash and a header length that may be wrong. */
    public byte[] sealed(long toldLength) {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(toldLength)
                .array());
        out.writeBytes(text);
        out.writeBytes(data);
        byte[] file = out.toByteArray();
        Arrays.fill(file, 35, 35 + 64, (byte) '0');
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(file);
            byte[] digits = HexFormat.of().formatHex(hash).getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(digits, 0, file, 35, 64);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
        return file;
    }
}
