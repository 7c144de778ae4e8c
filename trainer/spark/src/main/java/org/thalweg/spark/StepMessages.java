package org.thalweg.spark;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.thalweg.math.TreeSum;
import org.thalweg.optim.Optimizer;
import org.thalweg.optim.Penalty;
import org.thalweg.settings.Choice;
import org.thalweg.train.GradientPrecision;
import org.thalweg.train.GradientSum;
import org.thalweg.train.LocalDescent;
import org.thalweg.train.Step;
import org.thalweg.train.SumForm;

/**
 * The messages between the driver and the tasks of a {@link StepSession}, as bytes: a header, then arrays of numbers of 4 or 2
 * bytes each, little endian.
 */
final class StepMessages {
    private static final int HEADER_BYTES = 256;

    private StepMessages() {}

    /** The kinds of requests. */
    enum Kind {
        /** A task has started. */
        JOIN,
        /** A task has failed. */
        LEAVE,
        /** The executor requests work, and reports the result of the previous order. */
        NEXT
    }

    /**
     * A request of an executor.
     *
     * @param worker the id of the executor's worker
     * @param partition the partition of the task that joins or leaves; otherwise unused
     * @param report the result of the previous order; null if there is none
     * @param blas the executor's BLAS if a task joins; otherwise null
     */
    record Request(Kind kind, String worker, int partition, Report report, ExecutorBlas blas) {
        static Request join(String worker, int partition, ExecutorBlas blas) {
            return new Request(Kind.JOIN, worker, partition, null, blas);
        }

        static Request leave(String worker, int partition) {
            return new Request(Kind.LEAVE, worker, partition, null, null);
        }

        static Request next(String worker, Report report) {
            return new Request(Kind.NEXT, worker, 0, report, null);
        }
    }

    /**
     * The result of an executor's tasks for a step.
     *
     * @param order the number of the order
     * @param partitions the partitions that are summed
     * @param fetchNanos the time to decode the parameters
     * @param computeNanos the time after that, until the last task was done
     * @param nodes the roots of the summed subtrees
     */
    record Report(
            long order, int[] partitions, long fetchNanos, long computeNanos, List<TreeSum.Node<GradientSum>> nodes) {}

    /**
     * Work for an executor.
     *
     * @param number the step's number in its session, from 1
     * @param step the step
     * @param descent null for a gradient
     * @param partitions the partitions to sum
     */
    record Order(long number, Step step, LocalDescent descent, int[] partitions) {}

    /** Reusable buffers for messages. */
    interface Buffers {
        byte[] bytes(int index, int length);
    }

    static byte[][] encode(Request request, Buffers buffers) {
        Output header = new Output(HEADER_BYTES, -1);
        header.writeByte(request.kind().ordinal());
        header.writeString(request.worker());
        header.writeInt(request.partition(), true);
        if (request.kind() == Kind.JOIN) {
            WireSerializers.ExecutorBlasSerializer.write(header, request.blas());
        }
        Report report = request.report();
        header.writeBoolean(report != null);
        List<byte[]> message = new ArrayList<>();
        message.add(null);
        if (report != null) {
            header.writeLong(report.order());
            WireSerializers.writeInts(header, report.partitions());
            header.writeLong(report.fetchNanos());
            header.writeLong(report.computeNanos());
            header.writeInt(report.nodes().size(), true);
            for (TreeSum.Node<GradientSum> node : report.nodes()) {
                header.writeInt(node.level(), true);
                header.writeInt(node.index(), true);
                WireSerializers.writeScalars(header, node.value());
                if (node.value().rows() > 0) {
                    Optional<NonZeroColumns> touched = NonZeroColumns.of(node.value());
                    WireSerializers.writeColumns(header, touched);
                    float[] numbers = touched.map(NonZeroColumns::numbers)
                            .orElse(node.value().gradient());
                    GradientPrecision precision = node.value().form().precision();
                    byte[] body = buffers.bytes(message.size(), precision.bytes() * numbers.length);
                    precision.encode(numbers, 0, numbers.length, body);
                    message.add(body);
                }
            }
        }
        message.set(0, header.toBytes());
        return message.toArray(byte[][]::new);
    }

    /** @param floats returns an array of a given length */
    static Request request(byte[][] message, IntFunction<float[]> floats) {
        Input header = new Input(message[0]);
        Kind kind = Kind.values()[header.readByte()];
        String worker = header.readString();
        int partition = header.readInt(true);
        ExecutorBlas blas = kind == Kind.JOIN ? WireSerializers.ExecutorBlasSerializer.read(header) : null;
        if (!header.readBoolean()) {
            return new Request(kind, worker, partition, null, blas);
        }
        long order = header.readLong();
        int[] partitions = WireSerializers.readInts(header);
        long fetchNanos = header.readLong();
        long computeNanos = header.readLong();
        int count = header.readInt(true);
        List<TreeSum.Node<GradientSum>> nodes = new ArrayList<>();
        int next = 1;
        for (int i = 0; i < count; i++) {
            int level = header.readInt(true);
            int index = header.readInt(true);
            WireSerializers.Scalars scalars = WireSerializers.readScalars(header);
            float[] gradient = new float[0];
            if (scalars.rows() > 0) {
                gradient = gradient(header, message[next++], scalars.form(), floats);
            }
            nodes.add(new TreeSum.Node<>(level, index, scalars.with(gradient)));
        }
        return new Request(
                kind, worker, partition, new Report(order, partitions, fetchNanos, computeNanos, nodes), blas);
    }

    private static float[] gradient(Input header, byte[] body, SumForm form, IntFunction<float[]> floats) {
        Optional<int[]> columns = WireSerializers.readColumns(header);
        int count = body.length / form.precision().bytes();
        float[] numbers = columns.isPresent() ? new float[count] : floats.apply(count);
        form.precision().decode(body, numbers, 0, count);
        return WireSerializers.gradient(columns, numbers, form, floats);
    }

    /** The answer that ends a worker. */
    static byte[][] stop() {
        return new byte[][] {{}};
    }

    /** Whether an answer ends the worker. */
    static boolean isStop(byte[][] answer) {
        return answer[0].length == 0;
    }

    /** The answer to a task that joins or leaves. */
    static byte[][] acknowledgement() {
        return new byte[][] {{1}};
    }

    /** @param parameters encoded by {@link #put}; empty if the executor already has them */
    static byte[][] encode(Order order, byte[] parameters) {
        Output header = new Output(HEADER_BYTES, -1);
        header.writeLong(order.number());
        header.writeInt(order.step().epoch(), true);
        header.writeLong(order.step().index());
        header.writeInt(order.step().count(), true);
        WireSerializers.writeInts(header, order.partitions());
        LocalDescent descent = order.descent();
        header.writeBoolean(descent != null);
        if (descent != null) {
            header.writeString(descent.optimizer().name());
            writeDoubles(header, descent.optimizer().settings());
            header.writeDouble(descent.penalty().l1());
            header.writeDouble(descent.penalty().l2());
            header.writeDouble(descent.clipNorm());
            writeDoubles(
                    header,
                    descent.rates().stream().mapToDouble(Double::doubleValue).toArray());
            header.writeLong(descent.stepsBefore());
            writeDoubles(
                    header,
                    descent.scalars().stream().mapToDouble(Double::doubleValue).toArray());
        }
        return new byte[][] {header.toBytes(), parameters};
    }

    static Order order(byte[][] answer) {
        Input header = new Input(answer[0]);
        long number = header.readLong();
        Step step = new Step(header.readInt(true), header.readLong(), header.readInt(true));
        int[] partitions = WireSerializers.readInts(header);
        if (!header.readBoolean()) {
            return new Order(number, step, null, partitions);
        }
        Optimizer optimizer = Choice.named("optimizer", header.readString(), Optimizer.CHOICES)
                .make(header.readDoubles(header.readInt(true)));
        Penalty penalty = new Penalty(header.readDouble(), header.readDouble());
        double clipNorm = header.readDouble();
        List<Double> rates = readDoubles(header);
        LocalDescent descent =
                new LocalDescent(optimizer, penalty, clipNorm, rates, header.readLong(), readDoubles(header));
        return new Order(number, step, descent, partitions);
    }

    private static void writeDoubles(Output output, double[] doubles) {
        output.writeInt(doubles.length, true);
        output.writeDoubles(doubles);
    }

    private static List<Double> readDoubles(Input input) {
        List<Double> doubles = new ArrayList<>();
        for (int left = input.readInt(true); left > 0; left--) {
            doubles.add(input.readDouble());
        }
        return doubles;
    }

    static void put(float[] from, byte[] to) {
        GradientPrecision.FLOAT32.encode(from, 0, to.length / Float.BYTES, to);
    }

    static void get(byte[] from, float[] to) {
        GradientPrecision.FLOAT32.decode(from, to, 0, from.length / Float.BYTES);
    }
}
