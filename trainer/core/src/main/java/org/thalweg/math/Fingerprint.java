package org.thalweg.math;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 hashes, which identify contents and runs. */
public final class Fingerprint {
    private static final int CHUNK = 4096;

    private Fingerprint() {}

    /** A new SHA-256 digest. */
    public static MessageDigest begin() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256: expected in every JDK", e);
        }
    }

    /** The hash of everything added to a digest, in lower-case hex. Resets the digest. */
    public static String end(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    /** The SHA-256 of numbers as little-endian IEEE 754 bytes, in lower-case hex. */
    public static String sha256(float[] numbers) {
        MessageDigest digest = begin();
        byte[] bytes = new byte[4 * CHUNK];
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < numbers.length; at += CHUNK) {
            int count = Math.min(CHUNK, numbers.length - at);
            buffer.asFloatBuffer().put(numbers, at, count);
            digest.update(bytes, 0, 4 * count);
        }
        return end(digest);
    }
}
