package org.thalweg.math;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Hashes of numbers, to compare runs by. */
public final class Fingerprint {
    private static final int CHUNK = 4096;

    private Fingerprint() {}

    /** The SHA-256 of numbers as little-endian IEEE 754 bytes, in lower-case hex. */
    public static String sha256(float[] numbers) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] bytes = new byte[4 * CHUNK];
            ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            for (int at = 0; at < numbers.length; at += CHUNK) {
                int count = Math.min(CHUNK, numbers.length - at);
                buffer.asFloatBuffer().put(numbers, at, count);
                digest.update(bytes, 0, 4 * count);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
