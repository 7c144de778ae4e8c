package org.thalweg.benchmarks.peers;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Rows in two files: features, as little-endian 32-bit floats, row by row; and labels, one byte each. */
record RawRows(Path features, Path labels) {
    /** The rows with the given name in a folder. */
    static RawRows in(Path folder, String name) {
        return new RawRows(folder.resolve(name + ".features"), folder.resolve(name + ".labels"));
    }

    /** Generates rows. */
    @FunctionalInterface
    interface Source {
        /** Writes a row's features, and returns its label. */
        int row(long number, float[] featuresInto);
    }

    /** Writes the rows from {@code first} on. */
    RawRows write(long first, int count, int inputs, Source source) {
        try (OutputStream ofFeatures = new BufferedOutputStream(Files.newOutputStream(features));
                OutputStream ofLabels = new BufferedOutputStream(Files.newOutputStream(labels))) {
            float[] row = new float[inputs];
            ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * inputs).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < count; i++) {
                ofLabels.write(source.row(first + i, row));
                bytes.asFloatBuffer().put(row);
                ofFeatures.write(bytes.array());
            }
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int count() {
        try {
            return (int) Files.size(labels);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The labels of a range of rows. */
    byte[] labels(int first, int count) {
        return bytes(labels, first, count);
    }

    /** The features of a range of rows, row by row. */
    float[] features(int first, int count, int inputs) {
        ByteBuffer bytes = ByteBuffer.wrap(
                bytes(features, (long) Float.BYTES * inputs * first, Math.multiplyExact(Float.BYTES * inputs, count)));
        float[] values = new float[inputs * count];
        bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return values;
    }

    private static byte[] bytes(Path file, long position, int count) {
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer into = ByteBuffer.allocate(count);
            while (into.hasRemaining() && channel.read(into, position + into.position()) >= 0) {}
            return Arrays.copyOf(into.array(), into.position());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
