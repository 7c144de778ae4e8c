package org.thalweg.checkpoint;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.thalweg.data.ClassWeights;
import org.thalweg.data.Example;
import org.thalweg.data.HoldOut;
import org.thalweg.data.MarkedExample;
import org.thalweg.data.RandomRows;
import org.thalweg.data.RowShape;
import org.thalweg.data.RowTransforms;
import org.thalweg.data.Scaling;
import org.thalweg.data.TargetScaling;
import org.thalweg.nn.Activation;
import org.thalweg.nn.Dropout;
import org.thalweg.nn.Initialisation;
import org.thalweg.nn.Loss;
import org.thalweg.nn.Network;
import org.thalweg.train.Batches;
import org.thalweg.train.Checkpoints;
import org.thalweg.train.EpochResult;
import org.thalweg.train.LocalEngine;
import org.thalweg.train.LocalRows;
import org.thalweg.train.RunState;
import org.thalweg.train.Trainer;
import org.thalweg.train.TrainingListener;
import org.thalweg.train.TrainingPlan;
import org.thalweg.train.TrainingResult;
import org.thalweg.train.TrainingSettings;

/** Small runs whose states are all recorded. */
final class Runs {
    static final Network NETWORK = Network.of(4, List.of(5), Activation.TANH, 3, Activation.SOFTMAX);

    private Runs() {}

    static LocalEngine engine(Batches batches, Dropout dropout) {
        TrainingPlan plan = new TrainingPlan(NETWORK, Loss.CROSS_ENTROPY, batches, 7).with(dropout);
        LocalRows rows =
                LocalRows.pack(RandomRows.of(150, 4, 3, true, 11), 7, batches, 0.2, statistics -> Scaling.NONE);
        return new LocalEngine(plan, rows, 1);
    }

    /** A regression with two standardised targets of very different scales. */
    static LocalEngine engineOfScaledTargets(Batches batches) {
        Network network = Network.of(4, List.of(5), Activation.TANH, 2, Activation.IDENTITY);
        List<Example> examples = RandomRows.of(150, 4, 3, true, 11).stream()
                .map(row -> new Example(row.features(), new float[] {1e6f * row.features()[0], row.targets()[0]}))
                .toList();
        LocalRows rows = LocalRows.pack(
                examples.stream().map(MarkedExample::new).toList(),
                7,
                batches,
                HoldOut.ofRows(0.2),
                RowShape.dense(4, 2).withTargetStatistics(),
                s -> new RowTransforms(Scaling.NONE, ClassWeights.NONE, TargetScaling.standard(s)));
        return new LocalEngine(new TrainingPlan(network, Loss.HALF_SQUARED_ERROR, batches, 7), rows, 1);
    }

    /** Records every state. */
    static final class All implements Checkpoints {
        final List<RunState> states = new ArrayList<>();

        @Override
        public boolean isDue(long steps, int together, int epochs, boolean epochEnds) {
            return true;
        }

        @Override
        public void take(RunState state) {
            states.add(state);
        }
    }

    static TrainingResult train(LocalEngine engine, TrainingSettings settings, Checkpoints checkpoints) {
        float[] initial = Initialisation.GLOROT_UNIFORM.parameters(engine.plan().network(), 7);
        return new Trainer(engine, settings, TrainingListener.NONE, checkpoints).train(initial);
    }

    static TrainingResult resume(LocalEngine engine, TrainingSettings settings, RunState from) {
        return new Trainer(engine, settings, TrainingListener.NONE).resume(from);
    }

    static byte[] bytes(Checkpoint checkpoint) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            CheckpointFile.write(checkpoint, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static Checkpoint read(byte[] bytes) {
        return read(bytes, bytes.length);
    }

    static Checkpoint read(byte[] bytes, long size) {
        try {
            return CheckpointFile.read(new ByteArrayInputStream(bytes), size, "c/step.safetensors");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Checkpoint checkpoint(RunState state) {
        return new Checkpoint("1.2.3", Map.of("seed", "7", "optimizer.type", "adam"), state);
    }

    /** The report of each epoch, except its seconds. */
    static List<EpochResult> timeless(List<EpochResult> epochs) {
        return epochs.stream()
                .map(e -> new EpochResult(
                        e.epoch(),
                        e.steps(),
                        e.rows(),
                        e.trainLoss(),
                        e.validation(),
                        e.gradientNorm(),
                        e.learningRate(),
                        0,
                        e.layers()))
                .toList();
    }
}
