package org.thalweg.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.thalweg.data.Example;
import org.thalweg.data.Scaling;
import org.thalweg.nn.Activation;
import org.thalweg.nn.Loss;
import org.thalweg.nn.Network;
import org.thalweg.optim.Adam;
import org.thalweg.optim.GradientDescent;
import org.thalweg.optim.Momentum;
import org.thalweg.optim.Optimizer;
import org.thalweg.optim.Penalty;

/**
 * The losses of ten full-batch steps against an independent implementation: numpy 2.4.6 in float64, matrix formulas
 * written from the textbook (tanh: δ ∘ (1 − a²); softmax with cross entropy: p − y; sigmoid with half squared error:
 * (a − y) a (1 − a)), gradients divided by Σ weight, then λ W on weights, then clipping, then the optimizer.
 *
 * <p>Feature i of row r is (float) sin(0.7 r + 1.3 i), parameter n of the flat array is (float) (scale · sin(0.9 n +
 * 0.5)): W row-major [outputs × inputs] before b, layer by layer.
 */
class TenStepGoldenTest {
    /** 13 rows, class 5 r mod 3, weight 1 + r mod 2; 4-6-5-3; momentum 0.9, rate 0.5, L2 0.01, clip norm 0.4. */
    private static final double[] SOFTMAX = {
        1.350034697,
        1.241896856,
        1.108275198,
        1.048362009,
        1.062706843,
        1.087110751,
        1.085613170,
        1.058943178,
        1.024036979,
        0.995377869
    };

    /** 9 rows, target o of row r (float) cos(0.4 r + o); 3-7-2; Adam with its defaults, rate 0.05. */
    private static final double[] SIGMOID = {
        1.868953576,
        1.780587655,
        1.654851906,
        1.501599453,
        1.328621914,
        1.153907871,
        0.989916270,
        0.843303299,
        0.721068306,
        0.625481074
    };

    private static float[] features(int row, int inputs) {
        float[] features = new float[inputs];
        for (int i = 0; i < inputs; i++) {
            features[i] = (float) Math.sin(0.7 * row + 1.3 * i);
        }
        return features;
    }

    private static float[] parameters(Network network, double scale) {
        float[] parameters = new float[network.parameterCount()];
        for (int n = 0; n < parameters.length; n++) {
            parameters[n] = (float) (scale * Math.sin(0.9 * n + 0.5));
        }
        return parameters;
    }

    private static void assertLosses(
            Network network,
            Loss loss,
            List<Example> rows,
            TrainingSettings settings,
            double scale,
            double[] expected) {
        TrainingPlan plan = new TrainingPlan(network, loss, Batches.full(), 1);
        List<Double> losses = new ArrayList<>();
        TrainingListener listener = new TrainingListener() {
            @Override
            public void onStep(long step, long steps, long rowsOfStep, double meanLoss) {
                assertThat(step).isEqualTo(losses.size());
                assertThat(steps).isEqualTo(10);
                assertThat(rowsOfStep).isEqualTo(rows.size());
                losses.add(meanLoss);
            }
        };
        try (LocalEngine engine =
                new LocalEngine(plan, LocalRows.pack(rows, 1, plan.batches(), 0, s -> Scaling.NONE), 2)) {
            new Trainer(engine, settings, listener).train(parameters(network, scale));
        }
        assertThat(losses).hasSize(10);
        for (int step = 0; step < 10; step++) {
            assertThat(losses.get(step)).as("step %d", step).isCloseTo(expected[step], within(1e-4 * expected[step]));
        }
    }

    @Test
    void classificationFollowsNumpy() {
        List<Example> rows = new ArrayList<>();
        for (int r = 0; r < 13; r++) {
            rows.add(new Example(features(r, 4), new float[] {5 * r % 3}, 1 + r % 2));
        }
        TrainingSettings settings = TrainingSettings.of(
                        10, GradientDescent.of(new Momentum(0.9, false), 0.5).withClipNorm(0.4))
                .with(new Penalty(0, 0.01));
        Network network = Network.of(4, List.of(6, 5), Activation.TANH, 3, Activation.SOFTMAX);
        assertLosses(network, Loss.CROSS_ENTROPY, rows, settings, 0.6, SOFTMAX);
    }

    @Test
    void regressionFollowsNumpy() {
        List<Example> rows = new ArrayList<>();
        for (int r = 0; r < 9; r++) {
            rows.add(new Example(
                    features(r, 3), new float[] {(float) Math.cos(0.4 * r), (float) Math.cos(0.4 * r + 1)}));
        }
        Network network = Network.of(3, List.of(7), Activation.RELU, 2, Activation.SIGMOID);
        Optimizer adam = new Adam();
        assertLosses(network, Loss.HALF_SQUARED_ERROR, rows, TrainingSettings.of(10, adam, 0.05), 1.1, SIGMOID);
    }
}
