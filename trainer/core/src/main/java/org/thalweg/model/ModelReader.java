package org.thalweg.model;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.thalweg.data.Scaling;

/**
 * Reads one model file from its first byte to its last. All that the header claims is held against the file's size
 * before memory is taken for it.
 */
final class ModelReader {
    private static final double ABSOLUTE = 1e-4;
    private static final double RELATIVE = 1e-3;

    private final InputStream in;
    private final long size;
    private final String path;
    private final java.security.MessageDigest digest = ModelFile.sha256();
    private long position;

    ModelReader(InputStream in, long size, String path) {
        this.in = in;
        this.size = size;
        this.path = path;
    }

    Model read() throws IOException {
        byte[] head = readHead();
        String stored = ModelHeader.hashOf(head);
        ModelHeader.setHash(head, "0".repeat(ModelHeader.HASH_DIGITS));
        digest.update(head);
        ModelHeader header = HeaderParser.parse(path, head);
        ModelDescription description = ModelText.description(path, header.metadata(), size / Float.BYTES);
        List<TensorShape> shapes = requireTensors(description, header.tensors());
        List<ModelHeader.Entry> entries = requireTiled(header.tensors());
        ModelTensors tensors =
                ModelTensors.allocate(shapes, description.network().parameterCount());
        for (ModelHeader.Entry entry : entries) {
            readTensor(tensors.places().get(entry.shape().name()));
        }
        if (in.read() >= 0) {
            throw ModelFileException.damaged(path, position, "the file's end", "more bytes");
        }
        String found = HexFormat.of().formatHex(digest.digest());
        if (!found.equals(stored)) {
            throw ModelFileException.impossible(path, "expected the SHA-256 " + stored + ", found " + found);
        }
        Model model = model(description, tensors);
        requireSameAnswers(model);
        return model;
    }

    private byte[] readHead() throws IOException {
        long least = ModelHeader.HASH_OFFSET + ModelHeader.HASH_DIGITS;
        if (size < least) {
            throw ModelFileException.damaged(path, -1, "a model file of at least " + least + " bytes", "" + size);
        }
        byte[] lengthBytes = readExactly(ModelHeader.LENGTH_BYTES);
        long length =
                ByteBuffer.wrap(lengthBytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
        long most = Math.min(ModelHeader.MAX_BYTES, size - ModelHeader.LENGTH_BYTES);
        if (length < 0 || length > most) {
            throw ModelFileException.damaged(
                    path, 0, "a header of at most " + most + " bytes", Long.toUnsignedString(length));
        }
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        head.writeBytes(lengthBytes);
        head.writeBytes(readExactly((int) length));
        byte[] bytes = head.toByteArray();
        if (!ModelHeader.hasPrefix(bytes)) {
            throw ModelFileException.damaged(
                    path,
                    ModelHeader.LENGTH_BYTES,
                    "a Thalweg model, its header beginning with " + ModelHeader.PREFIX,
                    "another beginning");
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
            throw ModelFileException.damaged(path, position, "a file of " + size + " bytes", "its end");
        }
    }

    /** The tensors that the network asks for, having checked that the file has these and no others. */
    private List<TensorShape> requireTensors(ModelDescription description, Map<String, ModelHeader.Entry> tensors) {
        ModelHeader.Entry golden = tensors.get(TensorShape.GOLDEN_FEATURES);
        long goldenRows = golden == null || golden.shape().shape().isEmpty()
                ? 1
                : golden.shape().shape().get(0);
        List<TensorShape> expected = TensorShape.ofModel(
                description.network(),
                tensors.containsKey(TensorShape.SHIFT),
                tensors.containsKey(TensorShape.FILL),
                Math.max(1, goldenRows));
        for (TensorShape shape : expected) {
            ModelHeader.Entry entry = tensors.get(shape.name());
            if (entry == null || !entry.shape().equals(shape)) {
                throw ModelFileException.impossible(
                        path,
                        "tensor " + shape.name() + ": expected shape " + shape.shape() + ", found "
                                + (entry == null
                                        ? "no such tensor"
                                        : entry.shape().shape()));
            }
        }
        if (tensors.size() != expected.size()) {
            List<String> more = new ArrayList<>(tensors.keySet());
            expected.forEach(shape -> more.remove(shape.name()));
            throw ModelFileException.impossible(
                    path, "tensors: expected " + expected.size() + ", found also " + String.join(", ", more));
        }
        return expected;
    }

    /** The tensors in the file's order, having checked that they fill it without gap and overlap. */
    private List<ModelHeader.Entry> requireTiled(Map<String, ModelHeader.Entry> tensors) {
        List<ModelHeader.Entry> entries = new ArrayList<>(tensors.values());
        entries.sort(Comparator.comparingLong(ModelHeader.Entry::begin));
        long end = 0;
        for (ModelHeader.Entry entry : entries) {
            long bytes = bytesOf(entry.shape());
            if (entry.begin() != end || entry.end() - entry.begin() != bytes) {
                throw ModelFileException.impossible(
                        path,
                        "tensor " + entry.shape().name() + ": expected " + bytes + " bytes from " + end + " on, found "
                                + entry.begin() + " to " + entry.end());
            }
            end = entry.end();
        }
        if (end != size - position) {
            throw ModelFileException.damaged(path, -1, "a file of " + (position + end) + " bytes", size + " bytes");
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
            // Above 2^63: refused as any number above 2^31 is.
        }
        throw ModelFileException.impossible(
                path, "tensor " + shape.name() + ": expected at most 2^31 numbers, found shape " + shape.shape());
    }

    private void readTensor(ModelTensors.Place place) throws IOException {
        byte[] chunk = new byte[ModelTensors.CHUNK_BYTES];
        var floats = ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        int done = 0;
        while (done < place.length()) {
            int count = Math.min(ModelTensors.CHUNK_BYTES / Float.BYTES, place.length() - done);
            int bytes = in.readNBytes(chunk, 0, count * Float.BYTES);
            position += bytes;
            requireAll(count * Float.BYTES - bytes);
            digest.update(chunk, 0, bytes);
            floats.clear().get(place.array(), place.offset() + done, count);
            done += count;
        }
    }

    private Model model(ModelDescription description, ModelTensors tensors) {
        Scaling scaling = new Scaling(
                tensors.array(TensorShape.SHIFT), tensors.array(TensorShape.FACTOR), tensors.array(TensorShape.FILL));
        float[] outputs = tensors.array(TensorShape.GOLDEN_OUTPUTS);
        int rows = outputs.length / description.network().outputs();
        try {
            return new Model(
                    Model.FORMAT_VERSION,
                    description,
                    tensors.array("layer.1.weight"),
                    scaling,
                    new GoldenRows(
                            GoldenRows.unflat(tensors.array(TensorShape.GOLDEN_FEATURES), rows),
                            GoldenRows.unflat(outputs, rows)));
        } catch (IllegalArgumentException e) {
            throw ModelFileException.impossible(path, e.getMessage());
        }
    }

    private void requireSameAnswers(Model model) {
        Predictor predictor = model.predictor();
        float[][] features = model.goldenRows().features();
        float[][] expected = model.goldenRows().outputs();
        float[] found = new float[predictor.outputs()];
        for (int r = 0; r < features.length; r++) {
            try {
                predictor.predict(features[r], 1, found);
            } catch (IllegalArgumentException e) {
                throw ModelFileException.impossible(path, "golden " + e.getMessage());
            }
            for (int o = 0; o < found.length; o++) {
                if (!isClose(found[o], expected[r][o])) {
                    throw ModelFileException.unusable(
                            path,
                            "golden row " + r + ", output " + o + ": expected " + expected[r][o]
                                    + " as when the model was written, found " + found[o],
                            "the arithmetic of this machine or the file is wrong: try -Dthalweg.blas=java, copy the file"
                                    + " again, or train anew");
                }
            }
        }
    }

    /** Other processors round otherwise. Equal infinities and NaN are close. */
    private static boolean isClose(float found, float expected) {
        return Float.compare(found, expected) == 0
                || Math.abs((double) found - expected) <= ABSOLUTE + RELATIVE * Math.abs((double) expected)
                        && Float.isFinite(expected);
    }
}
