package org.thalweg.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.thalweg.data.Scaling;

/**
 * The numbers of a model file where they stand in memory.
 *
 * @param shapes in the order in which they are written
 * @param places by name
 */
record ModelTensors(List<TensorShape> shapes, Map<String, ModelTensors.Place> places) {
    static final int CHUNK_BYTES = 1 << 16;

    /** A tensor's numbers. */
    record Place(float[] array, int offset, int length) {}

    static ModelTensors of(Model model) {
        Scaling scaling = model.sharedScaling();
        GoldenRows golden = model.goldenRows();
        List<TensorShape> shapes = TensorShape.ofModel(
                model.network(), scaling.shift().length > 0, scaling.fill().length > 0, golden.rows());
        return of(
                shapes,
                model.sharedParameters(),
                scaling,
                GoldenRows.flat(golden.features()),
                GoldenRows.flat(golden.outputs()));
    }

    /** Takes the memory of a model: the shapes are those that the network asks for, and fit arrays. */
    static ModelTensors allocate(List<TensorShape> shapes, int parameters) {
        Map<String, Integer> lengths = new LinkedHashMap<>();
        shapes.forEach(shape -> lengths.put(shape.name(), Math.toIntExact(shape.numbers())));
        Scaling scaling = new Scaling(
                new float[lengths.getOrDefault(TensorShape.SHIFT, 0)],
                new float[lengths.getOrDefault(TensorShape.FACTOR, 0)],
                new float[lengths.getOrDefault(TensorShape.FILL, 0)]);
        return of(
                shapes,
                new float[parameters],
                scaling,
                new float[lengths.get(TensorShape.GOLDEN_FEATURES)],
                new float[lengths.get(TensorShape.GOLDEN_OUTPUTS)]);
    }

    private static ModelTensors of(
            List<TensorShape> shapes, float[] parameters, Scaling scaling, float[] features, float[] outputs) {
        Map<String, float[]> own = Map.of(
                TensorShape.SHIFT,
                scaling.shift(),
                TensorShape.FACTOR,
                scaling.factor(),
                TensorShape.FILL,
                scaling.fill(),
                TensorShape.GOLDEN_FEATURES,
                features,
                TensorShape.GOLDEN_OUTPUTS,
                outputs);
        Map<String, Place> places = new LinkedHashMap<>();
        int offset = 0;
        for (TensorShape shape : shapes) {
            float[] array = own.get(shape.name());
            int length = Math.toIntExact(shape.numbers());
            places.put(
                    shape.name(), array == null ? new Place(parameters, offset, length) : new Place(array, 0, length));
            // A layer's weight, bias and gain follow each other in the file as they do in the parameters.
            offset += array == null ? length : 0;
        }
        return new ModelTensors(shapes, places);
    }

    float[] array(String name) {
        Place place = places.get(name);
        return place == null ? new float[0] : place.array();
    }

    /** Where bytes go. */
    interface Sink<E extends Exception> {
        void accept(byte[] bytes, int offset, int length) throws E;
    }

    /** Hands on all numbers, little-endian, chunk by chunk. */
    <E extends Exception> void forEachChunk(Sink<E> sink) throws E {
        byte[] chunk = new byte[CHUNK_BYTES];
        var floats = ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        for (TensorShape shape : shapes) {
            Place place = places.get(shape.name());
            int done = 0;
            while (done < place.length()) {
                int count = Math.min(CHUNK_BYTES / Float.BYTES, place.length() - done);
                floats.clear().put(place.array(), place.offset() + done, count);
                sink.accept(chunk, 0, count * Float.BYTES);
                done += count;
            }
        }
    }
}
