package org.thalweg.benchmarks.peers;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** The real MNIST, with grey levels from 0 to 1. */
final class MnistRows {
    static final String NAME = "MNIST";

    private static final int PIXELS = 784;
    private static final int WHITE = 255;
    private static final String TRAIN = "train-";
    private static final String TEST = "t10k-";
    private static final String IMAGES = "images-idx3-ubyte.gz";
    private static final String LABELS = "labels-idx1-ubyte.gz";

    private MnistRows() {}

    /** Whether a folder has the four files. */
    static boolean areIn(Path folder) {
        return List.of(TRAIN + IMAGES, TRAIN + LABELS, TEST + IMAGES, TEST + LABELS).stream()
                .allMatch(file -> Files.isRegularFile(folder.resolve(file)));
    }

    /** Reads the files, and writes them to another folder for trainers that do not read IDX files. */
    static Problem prepare(Path folder, Path into) {
        Path from = folder.toAbsolutePath().normalize();
        return new Problem(
                NAME,
                PIXELS,
                List.of(500, 300),
                10,
                raw(from, TRAIN, into),
                raw(from, TEST, into),
                "format: idx, scale: maxAbs, " + paths(from, TRAIN),
                "{ " + paths(from, TEST) + " }");
    }

    private static String paths(Path folder, String part) {
        return "path: %s, labels: %s".formatted(folder.resolve(part + IMAGES), folder.resolve(part + LABELS));
    }

    private static RawRows raw(Path folder, String part, Path into) {
        byte[] images = bytes(folder.resolve(part + IMAGES), 16);
        byte[] labels = bytes(folder.resolve(part + LABELS), 8);
        return RawRows.in(into, part + "mnist").write(0, labels.length, PIXELS, (row, features) -> {
            for (int pixel = 0; pixel < PIXELS; pixel++) {
                features[pixel] = (images[(int) row * PIXELS + pixel] & 0xff) / (float) WHITE;
            }
            return labels[(int) row];
        });
    }

    private static byte[] bytes(Path file, int header) {
        try (DataInputStream in = new DataInputStream(new GZIPInputStream(Files.newInputStream(file)))) {
            in.skipNBytes(header);
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
