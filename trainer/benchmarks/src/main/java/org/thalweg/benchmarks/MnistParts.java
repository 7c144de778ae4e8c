package org.thalweg.benchmarks;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.thalweg.benchmarks.common.MissingFilesException;

/** The real MNIST; writes parts of its training rows as separate IDX files. */
final class MnistParts {
    private static final int IMAGES = 0x803;
    private static final int LABELS = 0x801;
    private static final int PIXELS = 784;

    private final Path folder;
    private final byte[] images;
    private final byte[] labels;

    private MnistParts(Path folder) {
        this.folder = folder;
        this.images = bytes(folder.resolve("train-images-idx3-ubyte.gz"), 16);
        this.labels = bytes(folder.resolve("train-labels-idx1-ubyte.gz"), 8);
    }

    /** Reads MNIST from the folder in THALWEG_MNIST, or from data/mnist. */
    static MnistParts open() {
        String named = System.getenv("THALWEG_MNIST");
        Path folder = Path.of(named == null ? "data/mnist" : named);
        if (!Files.isRegularFile(folder.resolve("train-images-idx3-ubyte.gz"))) {
            throw new MissingFilesException("MNIST: expected its four files in " + folder.toAbsolutePath()
                    + ", found none; set THALWEG_MNIST to their folder");
        }
        return new MnistParts(folder.toAbsolutePath());
    }

    private static byte[] bytes(Path file, int header) {
        try (DataInputStream in = new DataInputStream(new GZIPInputStream(Files.newInputStream(file)))) {
            in.skipNBytes(header);
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file of the test rows' images, or of their labels. */
    Path test(boolean ofImages) {
        return folder.resolve(ofImages ? "t10k-images-idx3-ubyte.gz" : "t10k-labels-idx1-ubyte.gz");
    }

    int rows() {
        return labels.length;
    }

    int label(int row) {
        return labels[row];
    }

    /** Writes the selected rows to the files images-NAME and labels-NAME of a folder. */
    void write(Path into, String name, IntPredicate chosen) {
        int count = (int) IntStream.range(0, rows()).filter(chosen).count();
        try (DataOutputStream ofImages = new DataOutputStream(Files.newOutputStream(into.resolve("images-" + name)));
                DataOutputStream ofLabels =
                        new DataOutputStream(Files.newOutputStream(into.resolve("labels-" + name)))) {
            for (int number : new int[] {IMAGES, count, 28, 28}) {
                ofImages.writeInt(number);
            }
            ofLabels.writeInt(LABELS);
            ofLabels.writeInt(count);
            for (int row = 0; row < rows(); row++) {
                if (chosen.test(row)) {
                    ofImages.write(images, row * PIXELS, PIXELS);
                    ofLabels.write(labels[row]);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
