package org.thalweg.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.thalweg.data.Example;
import org.thalweg.data.Scaling;
import org.thalweg.data.Split;
import org.thalweg.digits.Digits;
import org.thalweg.math.Philox;
import org.thalweg.nn.Activation;
import org.thalweg.nn.Initialisation;
import org.thalweg.nn.Loss;
import org.thalweg.nn.Network;
import org.thalweg.optim.Adam;
import org.thalweg.optim.GradientDescent;
import org.thalweg.optim.Momentum;
import org.thalweg.optim.Optimizer;
import org.thalweg.optim.Penalty;
import org.thalweg.optim.Schedule;

class LearningTest {
    private static final Optimizer ADAM = new Adam();

    private static Evaluation train(
            Network network,
            Loss loss,
            Batches batches,
            List<Example> rows,
            double heldOut,
            TrainingSettings settings) {
        TrainingPlan plan = new TrainingPlan(network, loss, batches, 6);
        LocalRows packed = LocalRows.pack(rows, 6, batches, heldOut, s -> Scaling.of(Scaling.Kind.MAX_ABS, s));
        try (LocalEngine engine = new LocalEngine(plan, packed, 2)) {
            TrainingResult result = new Trainer(engine, settings, TrainingListener.NONE)
                    .train(Initialisation.AUTO.parameters(network, 6));
            return engine.evaluate(result.parameters(), heldOut > 0 ? Split.VALIDATION : Split.TRAINING);
        }
    }

    @Test
    @Timeout(30)
    void exclusiveOrIsLearnedWhole() {
        List<Example> rows = new ArrayList<>();
        for (int corner = 0; corner < 4; corner++) {
            float x = corner % 2;
            float y = corner / 2;
            rows.add(new Example(new float[] {x, y}, new float[] {x == y ? 0 : 1}));
        }
        Network network = Network.of(2, List.of(8), Activation.TANH, 1, Activation.SIGMOID);
        Evaluation evaluation =
                train(network, Loss.CROSS_ENTROPY, Batches.full(), rows, 0, TrainingSettings.of(300, ADAM, 0.05));
        assertThat(evaluation.accuracy()).isEqualTo(1);
        assertThat(evaluation.loss()).isLessThan(0.1);
    }

    @Test
    @Timeout(30)
    void twoSpiralsAreLearnedWhole() {
        List<Example> rows = new ArrayList<>();
        for (int i = 0; i < 97; i++) {
            double angle = i * Math.PI / 16;
            float x = (float) ((104 - i) / 104.0 * Math.sin(angle));
            float y = (float) ((104 - i) / 104.0 * Math.cos(angle));
            rows.add(new Example(new float[] {x, y}, new float[] {0}));
            rows.add(new Example(new float[] {-x, -y}, new float[] {1}));
        }
        Network network = Network.of(2, List.of(48, 48), Activation.RELU, 2, Activation.SOFTMAX);
        Schedule cosine = new Schedule(new Schedule.Kind.Cosine(0), 5);
        TrainingSettings settings =
                TrainingSettings.of(2000, GradientDescent.of(ADAM, 0.01).with(cosine));
        Evaluation evaluation = train(network, Loss.CROSS_ENTROPY, Batches.of(64, 16), rows, 0, settings);
        assertThat(evaluation.accuracy()).isEqualTo(1);
    }

    @Test
    @Timeout(60)
    void digitsAreLearnedToBeyondNinetyPercentOfHeldOutRows() {
        Digits digits = new Digits(42);
        List<Example> rows = new ArrayList<>();
        for (int index = 0; index < 4000; index++) {
            float[] pixels = new float[Digits.PIXELS];
            int label = digits.drawInto(index, pixels, 0);
            rows.add(new Example(pixels, new float[] {label}));
        }
        Network network = Network.of(Digits.PIXELS, List.of(128), Activation.RELU, Digits.CLASSES, Activation.SOFTMAX);
        Schedule cosine = new Schedule(new Schedule.Kind.Cosine(0), 1);
        TrainingSettings settings = TrainingSettings.of(
                        15, GradientDescent.of(ADAM, 0.003).with(cosine))
                .with(new Penalty(0, 1e-4));
        Evaluation evaluation = train(network, Loss.CROSS_ENTROPY, Batches.of(64, 32), rows, 0.2, settings);
        assertThat(evaluation.rows()).isBetween(680L, 920L);
        assertThat(evaluation.accuracy()).isGreaterThan(0.9);
    }

    @Test
    void straightLineIsFoundByRegression() {
        List<Example> rows = new ArrayList<>();
        Philox random = new Philox(1, 1);
        for (int r = 0; r < 500; r++) {
            float x = random.nextFloat();
            float y = random.nextFloat();
            rows.add(new Example(new float[] {x, y}, new float[] {3 * x - 2 * y + 0.5f, -x}));
        }
        Network network = Network.of(2, List.of(), Activation.RELU, 2, Activation.IDENTITY);
        Evaluation evaluation = train(
                network,
                Loss.HALF_SQUARED_ERROR,
                Batches.of(50, 10),
                rows,
                0.2,
                TrainingSettings.of(60, new Momentum(0.9, true), 0.1));
        assertThat(evaluation.r2()).isGreaterThan(0.9999);
        assertThat(evaluation.rmse()).isLessThan(0.005);
    }
}
