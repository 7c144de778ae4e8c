package org.thalweg.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.thalweg.data.CompressedRows;
import org.thalweg.data.Scaling;
import org.thalweg.math.Philox;
import org.thalweg.nn.Activation;
import org.thalweg.nn.Gelu;
import org.thalweg.nn.Network;

/** One predictor used by many threads, and many rows in one call. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SharedPredictorTest {
    private static final int THREADS = 8;
    private static final int ROWS = 40;
    private static final int TURNS = 200;

    /** Networks whose kernels have scratch memory of every kind. */
    static List<Model> models() {
        Network network = Network.of(20, List.of(30, 12), new Gelu(), 5, Activation.SOFTMAX);
        List<String> labels = List.of("a", "b", "c", "d", "e");
        return List.of(
                ModelExamples.classifier(network, Scaling.Kind.STANDARD, labels),
                ModelExamples.classifier(network.withLayerNormalisation(), Scaling.Kind.MIN_MAX, labels),
                ModelExamples.classifier(network.withSparse(true), Scaling.Kind.MAX_ABS, labels),
                ModelExamples.multilabel(
                        Network.of(20, List.of(9), Activation.TANH, 3, Activation.SIGMOID), labels.subList(0, 3)),
                ModelExamples.ofScaledTargets(),
                ModelExamples.autoencoder(
                        Network.of(
                                20, List.of(6), Activation.parse("formula(x * sigmoid(x))"), 20, Activation.IDENTITY),
                        Scaling.Kind.STANDARD));
    }

    private static float[][] rows(Model model, int stream) {
        Philox random = new Philox(5, stream);
        float[][] rows = new float[ROWS][model.network().inputs()];
        for (float[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                row[i] = 4 * random.nextFloat() - 2;
            }
        }
        return rows;
    }

    private static <T> List<T> onThreads(int threads, Callable<T> work) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            CyclicBarrier start = new CyclicBarrier(threads);
            List<Future<T>> futures = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                futures.add(pool.submit(() -> {
                    start.await();
                    return work.call();
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        } finally {
            pool.shutdownNow();
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void eightThreadsOnOnePredictorGiveTheBitsOfOneThread(Model model) throws Exception {
        float[][] rows = rows(model, 0);
        List<Prediction> expected = new ArrayList<>();
        for (float[] row : rows) {
            expected.add(model.predictor().predict(row));
        }
        Predictor shared = model.predictor();
        AtomicInteger next = new AtomicInteger();
        List<Integer> different = onThreads(THREADS, () -> {
            int wrong = 0;
            for (int turn = 0; turn < TURNS; turn++) {
                int row = next.getAndIncrement() % ROWS;
                wrong += shared.predict(rows[row]).equals(expected.get(row)) ? 0 : 1;
            }
            return wrong + (shared.predictAll(rows).equals(expected) ? 0 : 1);
        });
        assertThat(different).containsOnly(0);
    }

    @ParameterizedTest
    @MethodSource("models")
    void batchIsItsRows(Model model) {
        Predictor predictor = model.predictor();
        float[][] rows = rows(model, 1);
        Predictions all = predictor.predictAll(rows);
        List<Prediction> each = new ArrayList<>();
        CompressedRows sparse = new CompressedRows(predictor.inputs());
        for (float[] row : rows) {
            each.add(predictor.predict(row));
            sparse.addDense(row, 0);
        }
        assertThat(all).isEqualTo(each).hasSize(ROWS);
        if (model.task() == Task.AUTOENCODER) {
            assertThatThrownBy(() -> predictor.predictAll(sparse))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("predictAll: expected dense rows (autoencoder), found sparse rows");
        } else {
            assertThat(predictor.predictAll(sparse)).isEqualTo(each);
        }
        for (int r = 0; r < ROWS; r++) {
            switch (model.task()) {
                case CLASSIFICATION -> {
                    Prediction.OfClass one = (Prediction.OfClass) each.get(r);
                    assertThat(all.classes()[r]).isEqualTo(one.classIndex());
                    assertThat(all.probabilities()[r]).isEqualTo(one.probabilities());
                }
                case MULTILABEL ->
                    assertThat(all.probabilities()[r]).isEqualTo(((Prediction.OfLabels) each.get(r)).probabilities());
                case REGRESSION -> assertThat(all.values()[r]).isEqualTo(((Prediction.OfValues) each.get(r)).values());
                case AUTOENCODER ->
                    assertThat(all.values()[r]).isEqualTo(((Prediction.OfReconstruction) each.get(r)).values());
            }
        }
    }

    @Test
    void singleSigmoidHasBothProbabilities() {
        Predictions all = ModelExamples.tiny().predictor().predictAll(new float[][] {{1, 2}, {-3, 4}});
        float second = all.values()[0][0];
        assertThat(all.probabilities()[0]).containsExactly(1 - second, second);
        assertThat(all.classes()[0]).isEqualTo(second >= 0.5f ? 1 : 0);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        Predictor predictor = ModelExamples.tiny().predictor();
        assertThatThrownBy(() -> predictor.predictAll(new float[][] {{1, 2}, {1}}))
                .hasMessage("row 1: expected 2 features (the network's inputs), found 1");
        assertThatThrownBy(() -> predictor.predictAll(new float[3], 2))
                .hasMessage("rows: expected 4 numbers (2 rows × 2), found 3");
        assertThatThrownBy(() -> predictor.predictAll(new float[3], -1))
                .hasMessage("n: expected 0 or more rows, found -1");
        assertThat(predictor.predictAll(new float[0][])).isEmpty();
        assertThatThrownBy(() -> ModelExamples.ofScaledTargets()
                        .predictor()
                        .predictAll(new float[1][3])
                        .probabilities())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "probabilities: expected a model for classification or multilabel, found one for regression");
    }

    @Test
    void scratchIsUsedAgainAndNeverByTwoAtOnce() throws Exception {
        AtomicInteger made = new AtomicInteger();
        ScratchPool<AtomicInteger> pool = new ScratchPool<>(() -> {
            made.incrementAndGet();
            return new AtomicInteger();
        });
        Map<AtomicInteger, Boolean> seen = new IdentityHashMap<>();
        for (int i = 0; i < 100; i++) {
            AtomicInteger scratch = pool.acquire();
            seen.put(scratch, true);
            pool.release(scratch);
        }
        assertThat(seen).as("one thread's").hasSize(1);

        List<Integer> shared = onThreads(THREADS, () -> {
            int wrong = 0;
            for (int i = 0; i < 10_000; i++) {
                AtomicInteger scratch = pool.acquire();
                wrong += scratch.incrementAndGet() == 1 ? 0 : 1;
                scratch.decrementAndGet();
                pool.release(scratch);
            }
            return wrong;
        });
        assertThat(shared).containsOnly(0);
        assertThat(made.get()).isLessThanOrEqualTo(THREADS + 1);

        List<AtomicInteger> many =
                IntStream.range(0, 10_000).mapToObj(i -> pool.acquire()).toList();
        many.forEach(pool::release);
        int before = made.get();
        IntStream.range(0, 10_000).forEach(i -> pool.acquire());
        assertThat(made.get() - before).as("no more than so many are kept").isGreaterThan(9_000);
    }
}
