package org.thalweg.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.thalweg.data.Example;
import org.thalweg.data.RandomRows;
import org.thalweg.data.Scaling;
import org.thalweg.nn.Activation;
import org.thalweg.nn.Dropout;
import org.thalweg.nn.Initialisation;
import org.thalweg.nn.Loss;
import org.thalweg.nn.Network;
import org.thalweg.optim.Adam;
import org.thalweg.optim.Lbfgs;
import org.thalweg.optim.Penalty;

/** The promise: the same rows and seed give the same weights, bit for bit, whatever the rows' order and the threads. */
class SameBitsTest {
    private static final int INPUTS = 6;
    private static final int CLASSES = 3;

    /**
     * A run.
     *
     * @param batch rows a step; 0 for full batches
     */
    record Run(
            int rows,
            int batch,
            int laneRows,
            double heldOut,
            boolean weighted,
            boolean duplicates,
            boolean sparse,
            boolean normalised,
            double dropout) {
        Run(int rows, int batch, int laneRows, double heldOut, boolean weighted, boolean duplicates) {
            this(rows, batch, laneRows, heldOut, weighted, duplicates, false, false, 0);
        }

        Batches batches() {
            return batch == 0 ? Batches.full() : Batches.of(batch, laneRows);
        }

        List<Example> examples() {
            List<Example> examples = RandomRows.of(rows, INPUTS, CLASSES, weighted, 77);
            if (duplicates) {
                examples.addAll(examples.subList(0, (rows + 2) / 3));
                examples.addAll(examples.subList(0, 1));
            }
            return sparse ? examples.stream().map(Example::toSparse).toList() : examples;
        }
    }

    static Stream<Run> runs() {
        return Stream.of(
                new Run(1, 1, 128, 0, false, false),
                new Run(1, 0, 128, 0, true, true),
                new Run(2, 64, 7, 0, false, false),
                new Run(2, 2, 1, 0, true, true),
                new Run(127, 32, 1, 0, false, false),
                new Run(127, 50, 7, 0.2, true, true),
                new Run(127, 0, 128, 0.2, true, false),
                new Run(1000, 256, 128, 0, false, false),
                new Run(1000, 100, 7, 0.1, true, true),
                new Run(1000, 5000, 128, 0.5, false, true),
                new Run(1001, 77, 7, 0.25, true, false),
                new Run(1001, 3, 1, 0, false, true),
                new Run(1001, 1001, 128, 0, true, false),
                new Run(1001, 1500, 700, 0.1, false, false),
                new Run(1001, 0, 128, 0, true, true),
                new Run(1001, 77, 7, 0.25, true, true, true, false, 0),
                new Run(1001, 0, 128, 0.1, true, false, true, true, 0.2),
                new Run(1001, 256, 64, 0.1, true, false, false, true, 0),
                new Run(1001, 256, 64, 0.1, true, false, false, false, 0.5),
                new Run(500, 0, 128, 0.1, false, true, false, true, 0.3));
    }

    @ParameterizedTest
    @MethodSource("runs")
    void neitherTheRowsOrderNorTheThreadsMatter(Run run) {
        List<Example> rows = run.examples();
        everyWayGivesTheSame(run, rows, TrainingSettings.of(2, new Adam(), 0.01));
        if (run.batch == 0 && run.dropout == 0) {
            everyWayGivesTheSame(run, rows, TrainingSettings.of(4, new Lbfgs()).with(new Penalty(0, 0.01)));
        }
    }

    private static void everyWayGivesTheSame(Run run, List<Example> rows, TrainingSettings settings) {
        String expected = digest(run, rows, 1, 5, settings);
        for (int threads : new int[] {1, 2, 3, 7}) {
            assertThat(digest(run, rows, threads, 5, settings))
                    .as("%d threads", threads)
                    .isEqualTo(expected);
            List<Example> shuffled = new ArrayList<>(rows);
            for (long shuffle = threads; shuffle < threads + 2; shuffle++) {
                Collections.shuffle(shuffled, new Random(shuffle));
                assertThat(digest(run, shuffled, threads, 5, settings))
                        .as("%d threads, shuffle %d", threads, shuffle)
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void anotherSeedGivesOtherBits() {
        Run run = new Run(1001, 77, 7, 0.25, true, false);
        Set<String> digests = new HashSet<>();
        for (long seed = 0; seed < 5; seed++) {
            digests.add(digest(run, run.examples(), 2, seed));
        }
        assertThat(digests).hasSize(5);
    }

    /** If a lost row or a changed weight left the digest as it was, the tests above could not fail. */
    @Test
    void oneRowMoreOrAnotherWeightGivesOtherBits() {
        Run run = new Run(127, 32, 7, 0, false, false);
        List<Example> rows = run.examples();
        String all = digest(run, rows, 2, 5);
        assertThat(digest(run, rows.subList(1, 127), 2, 5)).isNotEqualTo(all);
        List<Example> heavier = new ArrayList<>(rows);
        heavier.set(50, new Example(rows.get(50).features(), rows.get(50).targets(), 1.25f));
        assertThat(digest(run, heavier, 2, 5)).isNotEqualTo(all);
    }

    /** A row has one key, whether dense or sparse: training takes the same rows in the same order. */
    @Test
    void sparseRowsTrainAsDenseOnesWithinRounding() {
        List<Example> rows = RandomRows.of(500, INPUTS, CLASSES, true, 5);
        Network network = Network.of(INPUTS, List.of(9), Activation.TANH, CLASSES, Activation.SOFTMAX);
        float[] ofDense = train(network, rows, Scaling.Kind.MAX_ABS);
        float[] ofSparse = train(
                network.withSparse(true), rows.stream().map(Example::toSparse).toList(), Scaling.Kind.MAX_ABS);
        for (int o = 0; o < 9; o++) {
            for (int i = 0; i < INPUTS; i++) {
                assertThat(ofSparse[network.withSparse(true).weightIndex(0, o, i)])
                        .isCloseTo(ofDense[network.weightIndex(0, o, i)], within(1e-4f));
            }
        }
        assertThat(ofSparse[ofSparse.length - 1]).isCloseTo(ofDense[ofDense.length - 1], within(1e-4f));
    }

    private static float[] train(Network network, List<Example> rows, Scaling.Kind kind) {
        TrainingPlan plan = new TrainingPlan(network, Loss.CROSS_ENTROPY, Batches.of(64, 16), 9);
        LocalRows packed = LocalRows.pack(rows, 9, plan.batches(), 0, s -> Scaling.of(kind, s));
        try (LocalEngine engine = new LocalEngine(plan, packed, 2)) {
            return new Trainer(engine, TrainingSettings.of(3, new Adam(), 0.01), TrainingListener.NONE)
                    .train(Initialisation.AUTO.parameters(network, 9))
                    .parameters();
        }
    }

    private static String digest(Run run, List<Example> rows, int threads, long seed) {
        return digest(run, rows, threads, seed, TrainingSettings.of(2, new Adam(), 0.01));
    }

    private static String digest(Run run, List<Example> rows, int threads, long seed, TrainingSettings settings) {
        Network dense = Network.of(INPUTS, List.of(9, 8), Activation.TANH, CLASSES, Activation.SOFTMAX)
                .withSparse(run.sparse);
        Network network = run.normalised ? dense.withLayerNormalisation() : dense;
        TrainingPlan plan = new TrainingPlan(network, Loss.CROSS_ENTROPY, run.batches(), seed)
                .with(new Dropout(List.of(run.dropout, run.dropout)));
        LocalRows packed =
                LocalRows.pack(rows, seed, plan.batches(), run.heldOut, s -> Scaling.of(Scaling.Kind.STANDARD, s));
        try (LocalEngine engine = new LocalEngine(plan, packed, threads)) {
            TrainingResult result = new Trainer(engine, settings, TrainingListener.NONE)
                    .train(Initialisation.AUTO.parameters(network, seed));
            return sha256(result);
        }
    }

    /** The hash of the weights and of the reported metrics of each epoch. */
    private static String sha256(TrainingResult result) {
        ByteBuffer bytes = ByteBuffer.allocate(
                4 * result.parameters().length + 100 * result.epochs().size());
        for (float parameter : result.parameters()) {
            bytes.putFloat(parameter);
        }
        for (EpochResult epoch : result.epochs()) {
            assertThat(epoch.layers()).hasSize(3).doesNotContainNull();
            bytes.putInt(epoch.layers().hashCode());
            bytes.putDouble(epoch.trainLoss()).putDouble(epoch.gradientNorm()).putLong(epoch.rows());
            epoch.validation().ifPresent(validation -> bytes.putDouble(validation.loss())
                    .putDouble(validation.of(Metric.ACCURACY))
                    .putLong(validation.rows()));
        }
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
