package org.thalweg.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.thalweg.benchmarks.common.Ratios;
import org.thalweg.benchmarks.common.Rows;
import org.thalweg.data.Example;
import org.thalweg.data.FeatureColumn;
import org.thalweg.data.FeatureEncoding;
import org.thalweg.data.FeatureStatistics;
import org.thalweg.data.Scaling;
import org.thalweg.math.Blas;
import org.thalweg.model.Model;
import org.thalweg.model.ModelDescription;
import org.thalweg.model.Predictor;
import org.thalweg.model.RowPredictor;
import org.thalweg.nn.Activation;
import org.thalweg.nn.Initialisation;
import org.thalweg.nn.Loss;
import org.thalweg.nn.Network;

/** Predictions per second of several threads with one predictor, compared with one thread. The two alternate. */
final class ServingSpeed {
    private static final int PAIRS = 11;
    private static final int WARM_UP_PAIRS = 3;
    private static final int BATCH = 64;
    private static final List<Integer> THREADS = List.of(2, 8);

    /** The approximate number of multiply-adds of a measurement. */
    private static final double OPERATIONS = 4e9;

    private ServingSpeed() {}

    static void run() {
        System.out.printf(
                "rows a second on one predictor, %d processors, %s; medians of %d pairs%n",
                Runtime.getRuntime().availableProcessors(), Blas.get().description(), PAIRS);
        System.out.printf(
                "%-14s %-16s %7s %12s %12s  %s%n",
                "network", "a call", "threads", "rows/s", "of one", "ratio, of each pair");
        for (Network network : List.of(network(50, 256, 128, 2), network(784, 500, 300, 10))) {
            Predictor predictor = model(network).predictor();
            float[][] rows = Rows.random(BATCH, network.inputs()).stream()
                    .map(Example::features)
                    .toArray(float[][]::new);
            measure(network, "a row", 1, turn -> predictor.predict(rows[turn % BATCH]));
            measure(network, BATCH + " rows", BATCH, turn -> predictor.predictAll(rows));
        }
        ofCells();
    }

    private static Network network(int inputs, int first, int second, int classes) {
        return Network.of(inputs, List.of(first, second), Activation.RELU, classes, Activation.SOFTMAX);
    }

    private static ModelDescription description(Network network) {
        List<String> labels = IntStream.range(0, network.outputs())
                .mapToObj(c -> "class " + c)
                .toList();
        return ModelDescription.classification("benchmark", network, Loss.CROSS_ENTROPY, labels);
    }

    private static Model model(Network network) {
        FeatureStatistics statistics = new FeatureStatistics(network.inputs());
        Rows.random(100, network.inputs()).forEach(statistics::add);
        Scaling scaling = Scaling.of(Scaling.Kind.STANDARD, statistics);
        return Model.of(description(network), Initialisation.AUTO.parameters(network, 1), scaling, statistics);
    }

    /** Rows as a server receives them: eight numbers and two categories. */
    private static void ofCells() {
        List<String> categories =
                IntStream.range(0, 40).mapToObj(c -> "kind " + c).toList();
        List<FeatureColumn> columns = new ArrayList<>();
        for (int c = 0; c < 8; c++) {
            columns.add(new FeatureColumn.Numeric("number " + c, 1, List.of(0)));
        }
        columns.add(new FeatureColumn.OneHot("kind", categories, true));
        columns.add(new FeatureColumn.Hashed("city", 64));
        FeatureEncoding encoding = new FeatureEncoding(columns, true);
        Network network = network(encoding.inputs(), 64, 32, 2);
        FeatureStatistics statistics = new FeatureStatistics(network.inputs());
        Rows.random(100, network.inputs()).forEach(statistics::add);
        RowPredictor predictor = Model.of(
                        description(network).withEncoding(encoding),
                        Initialisation.AUTO.parameters(network, 1),
                        Scaling.of(Scaling.Kind.STANDARD, statistics, encoding),
                        statistics)
                .rowPredictor();
        Object[][] rows = new Object[BATCH][];
        for (int r = 0; r < BATCH; r++) {
            rows[r] = new Object[] {r, 0.5, null, 2f, "7.5", r + 1, 3, 4, categories.get(r % 40), "city " + r};
        }
        measure(network, "a row of cells", 1, turn -> predictor.predict(rows[turn % BATCH]));
    }

    private static void measure(Network network, String call, int rowsOfCall, IntConsumer work) {
        int calls =
                (int) Math.max(200, OPERATIONS / (network.gradientOperations() * (double) Math.max(16, rowsOfCall)));
        for (int threads : THREADS) {
            Ratios.measure(WARM_UP_PAIRS, () -> speed(threads, calls, work), () -> speed(1, calls, work));
            double[] many = new double[PAIRS];
            double[] one = new double[PAIRS];
            double[] ratios = new double[PAIRS];
            for (int pair = 0; pair < PAIRS; pair++) {
                many[pair] = rowsOfCall * speed(threads, calls, work);
                one[pair] = rowsOfCall * speed(1, calls, work);
                ratios[pair] = many[pair] / one[pair];
            }
            System.out.printf(
                    "%-14s %-16s %7d %,12.0f %,12.0f  %s%n",
                    network.shape(),
                    call,
                    threads,
                    Ratios.median(many),
                    Ratios.median(one),
                    Ratios.spread(ratios, "%.2f"));
        }
    }

    /** Calls per second over all threads, which share the calls. */
    private static double speed(int threads, int calls, IntConsumer work) {
        AtomicInteger next = new AtomicInteger();
        double nanos = AllThreads.nanos(threads, () -> () -> {
            for (int turn = next.getAndIncrement(); turn < calls; turn = next.getAndIncrement()) {
                work.accept(turn);
            }
        });
        return calls / nanos * 1e9;
    }
}
