package org.thalweg.jobs;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.apache.hadoop.conf.Configuration;
import org.thalweg.checkpoint.CheckpointSchedule;
import org.thalweg.checkpoint.CheckpointWriter;
import org.thalweg.data.Example;
import org.thalweg.data.Scaling;
import org.thalweg.math.Fingerprint;
import org.thalweg.math.Philox;
import org.thalweg.nn.Activation;
import org.thalweg.nn.Initialisation;
import org.thalweg.nn.Loss;
import org.thalweg.nn.Network;
import org.thalweg.optim.Adam;
import org.thalweg.spark.CheckpointFolder;
import org.thalweg.spark.FaultyFiles;
import org.thalweg.train.Batches;
import org.thalweg.train.Checkpoints;
import org.thalweg.train.LocalEngine;
import org.thalweg.train.LocalRows;
import org.thalweg.train.RunState;
import org.thalweg.train.Trainer;
import org.thalweg.train.TrainingListener;
import org.thalweg.train.TrainingPlan;
import org.thalweg.train.TrainingSettings;

/**
 * A small training run, a checkpoint at every step, whose process is killed by SIGKILL at one of its file system's
 * operations: at every beginning and end of a file, in the middle of every write, before every flush, rename and
 * deletion.
 */
final class KilledTraining {
    private static final Network NETWORK = Network.of(3, List.of(4), Activation.TANH, 2, Activation.SOFTMAX);
    private static final int STEPS = 3;

    private KilledTraining() {}

    /** Arguments: the checkpoints' folder, and the number of the operation, from 1, at which to be killed. */
    public static void main(String[] arguments) throws IOException {
        Configuration hadoop = FaultyFiles.settings();
        FaultyFiles.killAt(Integer.parseInt(arguments[1]));
        CheckpointFolder folder = CheckpointFolder.at(arguments[0], 1, hadoop);
        CheckpointSchedule every =
                new CheckpointSchedule(OptionalInt.of(1), OptionalInt.empty(), OptionalDouble.empty());
        try (CheckpointWriter writer = new CheckpointWriter(every, folder, "test", Map.of(), System.err::println)) {
            train(null, new Waiting(writer));
        }
    }

    /** The run's fingerprint, from its begin or from a state. */
    static String train(RunState from, Checkpoints checkpoints) {
        TrainingPlan plan = new TrainingPlan(NETWORK, Loss.CROSS_ENTROPY, Batches.of(8, 8), 1);
        LocalRows rows = LocalRows.pack(examples(), 1, plan.batches(), 0, statistics -> Scaling.NONE);
        TrainingSettings settings = TrainingSettings.of(1, new Adam(), 0.01);
        try (LocalEngine engine = new LocalEngine(plan, rows, 1)) {
            Trainer trainer = new Trainer(engine, settings, TrainingListener.NONE, checkpoints);
            return Fingerprint.sha256(
                    from == null
                            ? trainer.train(Initialisation.AUTO.parameters(NETWORK, 1))
                                    .parameters()
                            : trainer.resume(from).parameters());
        }
    }

    private static List<Example> examples() {
        Philox random = new Philox(3, 0);
        return java.util.stream.IntStream.range(0, 8 * STEPS)
                .mapToObj(i -> new Example(
                        new float[] {random.nextFloat(), random.nextFloat(), random.nextFloat()}, new float[] {i % 2}))
                .toList();
    }

    /** Waits for every checkpoint, so that the operations come in one order. */
    private record Waiting(CheckpointWriter writer) implements Checkpoints {
        @Override
        public boolean isDue(long steps, int together, int epochs, boolean epochEnds) {
            return writer.isDue(steps, together, epochs, epochEnds);
        }

        @Override
        public void take(RunState state) {
            int before = writer.written() + writer.failed();
            writer.take(state);
            while (writer.written() + writer.failed() == before) {
                Thread.onSpinWait();
            }
        }
    }
}
