package org.thalweg.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import org.thalweg.benchmarks.Soak.Held;

/** A long training holds no more at its end than it did early: 50,000 steps with the profile soak. */
class SoakIT {
    private static final int STEPS = Integer.getInteger("thalweg.soak.steps", 300);

    /** Steps after which Spark's own lists of jobs and stages are full, and all code is warm. */
    private static final int SETTLED = Math.min(2000, STEPS / 3);

    private static final long MORE_HEAP_BYTES = 8 << 20;
    private static final long MORE_BROADCAST_BLOCKS = 20;
    private static final long MORE_THREADS = 10;
    private static final long MORE_OPEN_FILES = 20;

    @Test
    void manyStepsHoldNoMoreThanFew() {
        List<Held> held = Soak.measure(STEPS, SETTLED / 2, 2).stream()
                .filter(each -> each.step() >= SETTLED)
                .toList();
        assertThat(held).hasSizeGreaterThan(2);
        assertBounded("bytes of the heap", held, Held::heapBytes, MORE_HEAP_BYTES);
        assertBounded("broadcast blocks", held, Held::broadcastBlocks, MORE_BROADCAST_BLOCKS);
        assertBounded("threads", held, Held::threads, MORE_THREADS);
        assertBounded("open files", held, Held::openFiles, MORE_OPEN_FILES);
    }

    /** The first of them is what the others are compared with. */
    private static void assertBounded(String what, List<Held> held, ToLongFunction<Held> value, long more) {
        long most = value.applyAsLong(held.get(0)) + more;
        assertThat(held).allSatisfy(each -> assertThat(value.applyAsLong(each))
                .as("%s after step %d, %d after step %d", what, each.step(), most - more, SETTLED)
                .isLessThanOrEqualTo(most));
    }
}
