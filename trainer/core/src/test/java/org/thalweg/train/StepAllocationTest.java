package org.thalweg.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.thalweg.data.RandomRows;
import org.thalweg.data.Scaling;
import org.thalweg.nn.Activation;
import org.thalweg.nn.Dropout;
import org.thalweg.nn.Initialisation;
import org.thalweg.nn.Loss;
import org.thalweg.nn.Network;

class StepAllocationTest {
    private static final int WARM_UP = 3000;
    private static final int STEPS = 500;
    private static final int MOST_BYTES = 512;

    /** Of all threads together: next to nothing, as no step waits for the garbage collector then. */
    @Test
    @Timeout(60)
    void stepAllocatesNextToNothingOnceWarm() {
        Network network = Network.of(6, List.of(16, 8), Activation.RELU, 3, Activation.SOFTMAX);
        for (Dropout dropout : List.of(Dropout.NONE, new Dropout(List.of(0.5, 0.2)))) {
            for (Batches batches : List.of(Batches.of(256), Batches.of(2048, 64))) {
                for (int threads : new int[] {1, 2}) {
                    TrainingPlan plan = new TrainingPlan(network, Loss.CROSS_ENTROPY, batches, 1).with(dropout);
                    LocalRows rows =
                            LocalRows.pack(RandomRows.of(5000, 6, 3, false, 1), 1, batches, 0, s -> Scaling.NONE);
                    try (LocalEngine engine = new LocalEngine(plan, rows, threads)) {
                        assertThat(bytesOfStep(engine, Initialisation.AUTO.parameters(network, 1)))
                                .as("bytes a step, %s, %d threads", batches, threads)
                                .isLessThan(MOST_BYTES);
                    }
                }
            }
        }
    }

    private static long bytesOfStep(LocalEngine engine, float[] parameters) {
        // Not an epoch's first steps, which take statistics of the layers too.
        Step step = new Step(0, 1);
        for (int i = 0; i < WARM_UP; i++) {
            engine.gradient(parameters, step);
        }
        long[] threads = threads();
        long before = allocated(threads);
        for (int i = 0; i < STEPS; i++) {
            engine.gradient(parameters, step);
        }
        return (allocated(threads) - before) / STEPS;
    }

    /** This thread and the engine's. */
    private static long[] threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread ->
                        thread == Thread.currentThread() || thread.getName().equals("thalweg-lanes"))
                .mapToLong(Thread::getId)
                .toArray();
    }

    /** Bytes that threads have allocated. */
    private static long allocated(long[] threads) {
        var bean = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        return LongStream.of(bean.getThreadAllocatedBytes(threads)).sum();
    }
}
