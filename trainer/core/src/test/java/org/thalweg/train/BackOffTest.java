package org.thalweg.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.thalweg.optim.Lbfgs;
import org.thalweg.optim.Momentum;
import org.thalweg.optim.Sgd;

class BackOffTest {
    private static final float[] INITIAL = new float[ScriptedEngine.PARAMETERS];
    private static final TrainingSettings BACKS_OFF =
            TrainingSettings.of(3, new Sgd(), 1).with(Divergence.BACK_OFF);

    /** A mean gradient of 1, but of NaN the first times that a step is asked for. */
    private static ScriptedEngine failing(Step at, int times) {
        AtomicInteger asked = new AtomicInteger();
        return new ScriptedEngine(
                step -> ScriptedEngine.mean(1, step.equals(at) && asked.incrementAndGet() <= times ? Float.NaN : 1));
    }

    private static TrainingResult train(ScriptedEngine engine, TrainingSettings settings) {
        return new Trainer(engine, settings, TrainingListener.NONE).train(INITIAL);
    }

    @Test
    void theEpochIsTakenAgainAtHalfTheRate() {
        ScriptedEngine engine = failing(new Step(1, 1), 2);
        List<String> reported = new ArrayList<>();
        TrainingResult result = new Trainer(engine, BACKS_OFF, new TrainingListener() {
                    @Override
                    public void onBackOff(DivergedException why, int times) {
                        reported.add(times + " after step " + why.step());
                    }
                })
                .train(INITIAL);

        assertThat(result.epochs().stream().map(EpochResult::learningRate)).containsExactly(1.0, 0.25, 0.25);
        assertThat(result.parameters())
                .as("two steps of 1, then four of a quarter")
                .containsOnly(-3);
        assertThat(engine.steps)
                .containsExactly(
                        new Step(0, 0),
                        new Step(0, 1),
                        new Step(1, 0),
                        new Step(1, 1),
                        new Step(1, 0),
                        new Step(1, 1),
                        new Step(1, 0),
                        new Step(1, 1),
                        new Step(2, 0),
                        new Step(2, 1));
        assertThat(result.epochs().stream().map(EpochResult::rows))
                .as("each row once")
                .containsOnly(20L);
        assertThat(result.steps()).isEqualTo(6);
        assertThat(reported).containsExactly("1 after step 3", "2 after step 3");
    }

    @Test
    void theOptimizersMemoryGoesBackToo() {
        TrainingSettings momentum =
                TrainingSettings.of(2, new Momentum(0.5, false), 1).with(Divergence.BACK_OFF);
        TrainingResult backedOff = train(failing(new Step(1, 1), 1), momentum);
        // v: 1, 1.5 at rate 1; then 1.75, 1.875 at half of it.
        assertThat(backedOff.parameters()).containsOnly(-(1 + 1.5f + (1.75f + 1.875f) / 2));
    }

    @Test
    void aRunThatDivergesAllTheSameIsGivenUp() {
        ScriptedEngine engine = failing(new Step(1, 0), Integer.MAX_VALUE);
        assertThatThrownBy(() -> train(engine, BACKS_OFF))
                .isInstanceOf(DivergedException.class)
                .hasMessageContaining("epoch 2, step 3")
                .hasMessageContaining(
                        "learning rate 9.765625E-4 after 10 halvings); try optimizer.learningRate 0.0001,");
        assertThat(engine.steps).hasSize(2 + 1 + Divergence.MAX_BACK_OFFS);
    }

    @Test
    void theFirstStepIsNotTakenAgainNorAnyIfNotAskedFor() {
        ScriptedEngine first = failing(new Step(0, 0), 1);
        assertThatThrownBy(() -> train(first, BACKS_OFF)).isInstanceOf(DivergedException.class);
        assertThat(first.steps).hasSize(1);
        ScriptedEngine stops = failing(new Step(1, 1), 1);
        assertThatThrownBy(() -> train(stops, BACKS_OFF.with(Divergence.STOP))).isInstanceOf(DivergedException.class);
        assertThat(stops.steps).hasSize(4);
    }

    /** From every state of a run that backs off, also from those within the epoch that does. */
    @Test
    void aResumedRunBacksOffTheSame() {
        List<RunState> states = new ArrayList<>();
        Checkpoints all = new Checkpoints() {
            @Override
            public boolean isDue(long steps, int together, int epochs, boolean epochEnds) {
                return true;
            }

            @Override
            public void take(RunState state) {
                states.add(state);
            }
        };
        TrainingSettings momentum =
                TrainingSettings.of(3, new Momentum(0.5, false), 1).with(Divergence.BACK_OFF);
        TrainingResult whole =
                new Trainer(failing(new Step(1, 1), 1), momentum, TrainingListener.NONE, all).train(INITIAL);
        assertThat(states).hasSize(7);
        for (RunState state : states) {
            int failures = state.backOffs() == 0 ? 1 : 0;
            TrainingResult resumed =
                    new Trainer(failing(new Step(1, 1), failures), momentum, TrainingListener.NONE).resume(state);
            assertThat(resumed.parameters()).as("from step %d", state.steps()).isEqualTo(whole.parameters());
        }
    }

    @Test
    void lbfgsHasNoRateToHalve() {
        assertThatThrownBy(() -> TrainingSettings.of(1, new Lbfgs()).with(Divergence.BACK_OFF))
                .hasMessageContaining("divergence: expected stop with L-BFGS");
    }
}
