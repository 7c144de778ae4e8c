package org.thalweg.spark;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.thalweg.data.Block;
import org.thalweg.data.CompressedRows;
import org.thalweg.data.Example;
import org.thalweg.data.FeatureStatistics;
import org.thalweg.data.LaneLayout;
import org.thalweg.data.Lanes;
import org.thalweg.data.PackedRows;
import org.thalweg.data.RowBlock;
import org.thalweg.data.RowChunk;
import org.thalweg.data.RowContent;
import org.thalweg.data.RowSurvey;
import org.thalweg.data.Split;
import org.thalweg.data.TargetScaling;
import org.thalweg.math.TreeSum;
import org.thalweg.model.Task;
import org.thalweg.nn.Dropout;
import org.thalweg.nn.LayerStatistics;
import org.thalweg.nn.Loss;
import org.thalweg.nn.Network;
import org.thalweg.nn.NetworkText;
import org.thalweg.train.Batches;
import org.thalweg.train.EpochOrder;
import org.thalweg.train.GradientPrecision;
import org.thalweg.train.GradientSum;
import org.thalweg.train.SumForm;
import org.thalweg.train.TrainingPlan;

/** Kryo serializers for the classes that training sends between driver and executors. Never used for files. */
final class WireSerializers {
    private static final int CHUNK_BYTES = 1 << 14;
    private static final Split[] SPLITS = Split.values();
    private static final GradientPrecision[] PRECISIONS = GradientPrecision.values();

    private WireSerializers() {}

    /** Serializes a run's plan. */
    static byte[] bytes(ExecutorRunner runner) {
        Output output = new Output(CHUNK_BYTES, -1);
        new Runners().write(null, output, runner);
        return output.toBytes();
    }

    /** Deserializes a run's plan. */
    static ExecutorRunner runner(byte[] bytes) {
        return new Runners().read(null, new Input(bytes), ExecutorRunner.class);
    }

    private static void writeFloats(Output output, float[] floats) {
        writeFloats(output, floats, floats.length);
    }

    /** The first of the numbers. */
    private static void writeFloats(Output output, float[] floats, int length) {
        writeFloats(output, floats, length, GradientPrecision.FLOAT32);
    }

    /** The first of the numbers, which are of the precision. */
    private static void writeFloats(Output output, float[] floats, int length, GradientPrecision precision) {
        output.writeInt(length, true);
        int most = Math.min(CHUNK_BYTES / precision.bytes(), length);
        byte[] chunk = new byte[most * precision.bytes()];
        for (int at = 0; at < length; at += most) {
            int count = Math.min(most, length - at);
            precision.encode(floats, at, count, chunk);
            output.writeBytes(chunk, 0, count * precision.bytes());
        }
    }

    private static float[] readFloats(Input input) {
        return readFloats(input, GradientPrecision.FLOAT32);
    }

    private static float[] readFloats(Input input, GradientPrecision precision) {
        float[] floats = new float[input.readInt(true)];
        int most = Math.min(CHUNK_BYTES / precision.bytes(), floats.length);
        byte[] chunk = new byte[most * precision.bytes()];
        for (int at = 0; at < floats.length; at += most) {
            int count = Math.min(most, floats.length - at);
            input.readBytes(chunk, 0, count * precision.bytes());
            precision.decode(chunk, floats, at, count);
        }
        return floats;
    }

    static void writeInts(Output output, int[] ints) {
        output.writeInt(ints.length, true);
        output.writeInts(ints);
    }

    /** The first of the numbers. */
    private static void writeInts(Output output, int[] ints, int length) {
        output.writeInt(length, true);
        for (int i = 0; i < length; i++) {
            output.writeInt(ints[i]);
        }
    }

    static int[] readInts(Input input) {
        return input.readInts(input.readInt(true));
    }

    /** Weights and gradients. */
    static final class Floats extends Serializer<float[]> {
        @Override
        public void write(Kryo kryo, Output output, float[] floats) {
            writeFloats(output, floats);
        }

        @Override
        public float[] read(Kryo kryo, Input input, Class<float[]> type) {
            return readFloats(input);
        }
    }

    /** Examples, made by a program. */
    static final class Examples extends Serializer<Example> {
        @Override
        public void write(Kryo kryo, Output output, Example example) {
            output.writeInt(example.inputs(), true);
            output.writeBoolean(example.isSparse());
            if (example.isSparse()) {
                writeInts(output, example.indices());
            }
            writeFloats(output, example.features());
            writeFloats(output, example.targets());
            output.writeFloat(example.weight());
        }

        @Override
        public Example read(Kryo kryo, Input input, Class<Example> type) {
            int inputs = input.readInt(true);
            int[] indices = input.readBoolean() ? readInts(input) : new int[0];
            return new Example(inputs, indices, readFloats(input), readFloats(input), input.readFloat());
        }
    }

    /** Rows before they are packed. */
    static final class RowChunks extends Serializer<RowChunk> {
        @Override
        public void write(Kryo kryo, Output output, RowChunk chunk) {
            output.writeInt(chunk.part());
            writeRows(output, chunk.rows());
            output.writeLongs(chunk.keys());
            output.writeBoolean(chunk.counts().length > 0);
            if (chunk.counts().length > 0) {
                output.writeLongs(chunk.counts(), true);
            }
            output.writeBytes(chunk.sides());
        }

        private static void writeRows(Output output, PackedRows rows) {
            int size = rows.rows();
            output.writeInt(size, true);
            output.writeInt(rows.inputs(), true);
            output.writeInt(rows.targetWidth(), true);
            output.writeBoolean(rows.isSparse());
            if (rows.isSparse()) {
                CompressedRows sparse = rows.sparse();
                writeInts(output, sparse.starts(), size + 1);
                writeInts(output, sparse.indices(), sparse.numbers());
                writeFloats(output, sparse.values(), sparse.numbers());
            } else {
                writeFloats(output, rows.features(), size * rows.inputs());
            }
            writeFloats(output, rows.targets(), size * rows.targetWidth());
            writeFloats(output, rows.weights(), rows.weights().length == 0 ? 0 : size);
        }

        private static PackedRows readRows(Input input, int size) {
            int inputs = input.readInt(true);
            int targetWidth = input.readInt(true);
            if (input.readBoolean()) {
                CompressedRows sparse =
                        CompressedRows.of(inputs, size, readInts(input), readInts(input), readFloats(input));
                return PackedRows.ofSparse(sparse, targetWidth, readFloats(input), readFloats(input));
            }
            float[] features = readFloats(input);
            return PackedRows.ofDense(size, inputs, features, targetWidth, readFloats(input), readFloats(input));
        }

        @Override
        public RowChunk read(Kryo kryo, Input input, Class<RowChunk> type) {
            int part = input.readInt();
            int size = input.readInt(true);
            PackedRows rows = readRows(input, size);
            long[] keys = input.readLongs(size);
            long[] counts = input.readBoolean() ? input.readLongs(size, true) : new long[0];
            return new RowChunk(part, rows, keys, counts, input.readBytes(size));
        }
    }

    /** A task's survey. */
    static final class TaskSurveys extends Serializer<KeyedRows.Surveyed> {
        @Override
        public void write(Kryo kryo, Output output, KeyedRows.Surveyed surveyed) {
            kryo.writeObject(output, surveyed.survey());
            output.writeLong(surveyed.copies(), true);
            output.writeInt(surveyed.sums().length, true);
            output.writeLongs(surveyed.sums());
        }

        @Override
        public KeyedRows.Surveyed read(Kryo kryo, Input input, Class<KeyedRows.Surveyed> type) {
            return new KeyedRows.Surveyed(
                    kryo.readObject(input, RowSurvey.class),
                    input.readLong(true),
                    input.readLongs(input.readInt(true)));
        }
    }

    /** Packed rows, when the cache spills or moves them; when read they are on the heap. */
    static final class Blocks extends Serializer<RowBlock> {
        @Override
        public void write(Kryo kryo, Output output, RowBlock rows) {
            Block block = rows.onHeap();
            output.writeInt(block.lane(), true);
            output.writeByte(block.split().ordinal());
            output.writeInt(block.rows(), true);
            writeInts(output, block.starts());
            writeInts(output, block.indices());
            writeFloats(output, block.features());
            writeFloats(output, block.targets());
            writeFloats(output, block.weights());
        }

        @Override
        public RowBlock read(Kryo kryo, Input input, Class<RowBlock> type) {
            return new Block(
                    input.readInt(true),
                    SPLITS[input.readByte()],
                    input.readInt(true),
                    readInts(input),
                    readInts(input),
                    readFloats(input),
                    readFloats(input),
                    readFloats(input));
        }
    }

    /** A task's gradients; the array is left out if there are no rows. */
    static final class GradientSums extends Serializer<GradientSum> {
        @Override
        public void write(Kryo kryo, Output output, GradientSum sum) {
            writeScalars(output, sum);
            Optional<NonZeroColumns> touched = NonZeroColumns.of(sum);
            writeColumns(output, touched);
            float[] numbers = sum.rows() == 0
                    ? new float[0]
                    : touched.map(NonZeroColumns::numbers).orElse(sum.gradient());
            writeFloats(output, numbers, numbers.length, sum.form().precision());
        }

        @Override
        public GradientSum read(Kryo kryo, Input input, Class<GradientSum> type) {
            Scalars scalars = readScalars(input);
            Optional<int[]> columns = readColumns(input);
            return scalars.with(
                    gradient(columns, readFloats(input, scalars.form().precision()), scalars.form(), float[]::new));
        }
    }

    /** The fields of a sum without its gradient. */
    record Scalars(
            double loss,
            double ownLoss,
            double norms,
            double weight,
            long rows,
            List<LayerStatistics> statistics,
            SumForm form) {
        GradientSum with(float[] gradient) {
            return new GradientSum(gradient, loss, weight, rows, statistics)
                    .withForm(form)
                    .withOwnLoss(ownLoss)
                    .withNorms(norms);
        }
    }

    static void writeScalars(Output output, GradientSum sum) {
        output.writeDouble(sum.loss());
        output.writeDouble(sum.ownLoss());
        output.writeDouble(sum.norms());
        output.writeDouble(sum.weight());
        output.writeLong(sum.rows());
        output.writeInt(sum.statistics().size(), true);
        for (LayerStatistics layer : sum.statistics()) {
            output.writeInt(layer.units(), true);
            output.writeInt(layer.saturatedRows().length, true);
            output.writeLongs(layer.saturatedRows());
            output.writeLong(layer.rows());
            output.writeDoubles(layer.sums());
        }
        output.writeInt(sum.form().columns(), true);
        output.writeInt(sum.form().width(), true);
        output.writeByte(sum.form().precision().ordinal());
    }

    static Scalars readScalars(Input input) {
        double loss = input.readDouble();
        double ownLoss = input.readDouble();
        double norms = input.readDouble();
        double weight = input.readDouble();
        long rows = input.readLong();
        List<LayerStatistics> statistics = new ArrayList<>();
        for (int left = input.readInt(true); left > 0; left--) {
            int units = input.readInt(true);
            long[] saturatedRows = input.readLongs(input.readInt(true));
            statistics.add(new LayerStatistics(units, saturatedRows, input.readLong(), input.readDoubles(4)));
        }
        SumForm form = new SumForm(input.readInt(true), input.readInt(true), PRECISIONS[input.readByte()]);
        return new Scalars(loss, ownLoss, norms, weight, rows, statistics, form);
    }

    /** The columns that follow; nothing if all numbers follow. */
    static void writeColumns(Output output, Optional<NonZeroColumns> touched) {
        output.writeBoolean(touched.isPresent());
        if (touched.isPresent()) {
            int[] columns = touched.get().columns();
            output.writeInt(columns.length, true);
            int before = 0;
            for (int column : columns) {
                output.writeInt(column - before, true);
                before = column;
            }
        }
    }

    static Optional<int[]> readColumns(Input input) {
        if (!input.readBoolean()) {
            return Optional.empty();
        }
        int[] columns = new int[input.readInt(true)];
        int before = 0;
        for (int i = 0; i < columns.length; i++) {
            before += input.readInt(true);
            columns[i] = before;
        }
        return Optional.of(columns);
    }

    /** Restores a gradient from the received numbers; without columns these are the whole gradient. */
    static float[] gradient(Optional<int[]> columns, float[] numbers, SumForm form, IntFunction<float[]> memory) {
        return columns.map(each -> new NonZeroColumns(each, numbers).restored(form, memory))
                .orElse(numbers);
    }

    /** Subtrees with any registered value. */
    @SuppressWarnings("rawtypes")
    static final class Nodes extends Serializer<TreeSum.Node> {
        @Override
        public void write(Kryo kryo, Output output, TreeSum.Node node) {
            output.writeInt(node.level(), true);
            output.writeInt(node.index(), true);
            kryo.writeClassAndObject(output, node.value());
        }

        @Override
        public TreeSum.Node read(Kryo kryo, Input input, Class<TreeSum.Node> type) {
            return new TreeSum.Node<>(input.readInt(true), input.readInt(true), kryo.readClassAndObject(input));
        }
    }

    /** A task's message to the driver. */
    @SuppressWarnings("rawtypes")
    static final class TaskSumsSerializer extends Serializer<TaskSums> {
        @Override
        public void write(Kryo kryo, Output output, TaskSums sums) {
            output.writeLong(sums.fetchNanos());
            output.writeLong(sums.computeNanos());
            kryo.writeObject(output, sums.nodes());
        }

        @Override
        @SuppressWarnings("unchecked")
        public TaskSums read(Kryo kryo, Input input, Class<TaskSums> type) {
            long fetchNanos = input.readLong();
            long computeNanos = input.readLong();
            return new TaskSums<>(kryo.readObject(input, ArrayList.class), fetchNanos, computeNanos);
        }
    }

    /** The survey of a range of keys. */
    static final class Surveys extends Serializer<RowSurvey> {
        @Override
        public void write(Kryo kryo, Output output, RowSurvey survey) {
            output.writeLongs(survey.rows());
            output.writeLongs(survey.numbers());
            output.writeLong(survey.content().low());
            output.writeLong(survey.content().high());
            output.writeInt(survey.statistics().size(), true);
            for (TreeSum.Node<FeatureStatistics> node : survey.statistics()) {
                kryo.writeObject(output, node);
            }
        }

        @Override
        @SuppressWarnings("unchecked")
        public RowSurvey read(Kryo kryo, Input input, Class<RowSurvey> type) {
            long[] rows = input.readLongs(SPLITS.length);
            long[] numbers = input.readLongs(SPLITS.length);
            RowContent content = new RowContent(input.readLong(), input.readLong());
            int nodes = input.readInt(true);
            List<TreeSum.Node<FeatureStatistics>> statistics = new ArrayList<>();
            for (int i = 0; i < nodes; i++) {
                statistics.add(kryo.readObject(input, TreeSum.Node.class));
            }
            return new RowSurvey(rows, numbers, statistics, content);
        }
    }

    /** The BLAS of executors. */
    static final class ExecutorBlasSerializer extends Serializer<ExecutorBlas> {
        @Override
        public void write(Kryo kryo, Output output, ExecutorBlas blas) {
            write(output, blas);
        }

        static void write(Output output, ExecutorBlas blas) {
            output.writeString(blas.executor());
            output.writeString(blas.host());
            output.writeString(blas.description());
            output.writeString(blas.kernelFingerprint());
        }

        @Override
        public ExecutorBlas read(Kryo kryo, Input input, Class<ExecutorBlas> type) {
            return read(input);
        }

        static ExecutorBlas read(Input input) {
            return new ExecutorBlas(input.readString(), input.readString(), input.readString(), input.readString());
        }
    }

    /** A run's plan, sent once per executor. */
    static final class Runners extends Serializer<ExecutorRunner> {
        @Override
        public void write(Kryo kryo, Output output, ExecutorRunner runner) {
            TrainingPlan plan = runner.plan();
            output.writeString(NetworkText.of(plan.network()));
            output.writeString(plan.loss().text());
            writeBatches(output, plan.batches());
            output.writeLong(plan.seed());
            output.writeString(plan.task().label());
            output.writeInt(plan.dropout().rates().size(), true);
            plan.dropout().rates().forEach(output::writeDouble);
            writeFloats(output, plan.targetScaling().mean());
            writeFloats(output, plan.targetScaling().deviation());
            output.writeByte(plan.precision().ordinal());
            writeOrder(output, runner.order());
        }

        private static RuntimeException error(String expected, String found, long offset) {
            return new IllegalArgumentException("network: expected " + expected + ", found " + found);
        }

        private static void writeBatches(Output output, Batches batches) {
            output.writeInt(batches.size());
            output.writeInt(batches.laneRows());
            output.writeInt(batches.restingRows());
        }

        private static Batches readBatches(Input input) {
            return new Batches(input.readInt(), input.readInt(), input.readInt());
        }

        /** The seed and the batches are those of the plan. */
        private static void writeOrder(Output output, EpochOrder order) {
            LaneLayout layout = order.layout();
            output.writeInt(layout.training().count(), true);
            output.writeInt(layout.groupSize(), true);
            output.writeInt(layout.heldOut().count(), true);
            output.writeLongs(order.laneRows());
        }

        private static EpochOrder readOrder(Input input, TrainingPlan plan) {
            int lanes = input.readInt(true);
            LaneLayout layout = new LaneLayout(new Lanes(lanes), input.readInt(true), new Lanes(input.readInt(true)));
            return new EpochOrder(plan.batches(), layout, plan.seed(), input.readLongs(lanes));
        }

        @Override
        public ExecutorRunner read(Kryo kryo, Input input, Class<ExecutorRunner> type) {
            Network network = NetworkText.parse(input.readString(), Integer.MAX_VALUE, Runners::error);
            Loss loss = Loss.parse(input.readString());
            Batches batches = readBatches(input);
            long seed = input.readLong();
            Task task = Task.labelled(input.readString());
            List<Double> rates = new ArrayList<>();
            for (int left = input.readInt(true); left > 0; left--) {
                rates.add(input.readDouble());
            }
            TargetScaling targetScaling = new TargetScaling(readFloats(input), readFloats(input));
            TrainingPlan plan = new TrainingPlan(
                    network,
                    loss,
                    batches,
                    seed,
                    task,
                    new Dropout(rates),
                    targetScaling,
                    PRECISIONS[input.readByte()]);
            return new ExecutorRunner(plan, readOrder(input, plan));
        }
    }
}
