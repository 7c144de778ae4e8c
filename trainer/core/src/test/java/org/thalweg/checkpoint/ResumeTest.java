package org.thalweg.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.thalweg.nn.Dropout;
import org.thalweg.optim.Adam;
import org.thalweg.optim.ExponentialAverage;
import org.thalweg.optim.GradientDescent;
import org.thalweg.optim.Lbfgs;
import org.thalweg.optim.Optimizer;
import org.thalweg.optim.OuterStep;
import org.thalweg.optim.Penalty;
import org.thalweg.optim.ReduceOnPlateau;
import org.thalweg.optim.Schedule;
import org.thalweg.settings.Choice;
import org.thalweg.train.Batches;
import org.thalweg.train.Checkpoints;
import org.thalweg.train.DescentState;
import org.thalweg.train.EarlyStopping;
import org.thalweg.train.EpochProgress;
import org.thalweg.train.LocalEngine;
import org.thalweg.train.LocalSteps;
import org.thalweg.train.RunState;
import org.thalweg.train.TrainingCancelledException;
import org.thalweg.train.TrainingResult;
import org.thalweg.train.TrainingSettings;

/** A run that is resumed from any of its states is bit-identical to an uninterrupted run. */
class ResumeTest {
    private static final Batches BATCHES = Batches.of(32, 16);

    record Run(String name, TrainingSettings settings, Batches batches, double dropout) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Run> runs() {
        List<Run> runs = new ArrayList<>();
        for (Choice<Optimizer> choice : Optimizer.CHOICES) {
            runs.add(new Run(choice.name(), TrainingSettings.of(3, choice.withDefaults(), 0.01), BATCHES, 0));
        }
        GradientDescent adam = GradientDescent.of(new Adam(), 0.01);
        runs.add(new Run(
                "all at once",
                TrainingSettings.of(
                                6,
                                adam.with(new ExponentialAverage(0.9))
                                        .with(new ReduceOnPlateau(0.5, 1, 0, 0.001))
                                        .with(new Schedule(new Schedule.Kind.Cosine(0.1), 1))
                                        .withClipNorm(0.5))
                        .with(new Penalty(0.001, 0.01))
                        .with(new EarlyStopping(2, 0)),
                BATCHES,
                0.3));
        LocalSteps growing = new LocalSteps(3, 2, new OuterStep(0.7, 0.9));
        for (Choice<Optimizer> choice : Optimizer.CHOICES) {
            TrainingSettings settings = TrainingSettings.of(3, choice.withDefaults(), 0.01);
            runs.add(new Run("local steps of " + choice.name(), settings.with(growing), BATCHES, 0));
        }
        runs.add(new Run(
                "local steps of all at once",
                TrainingSettings.of(
                                6,
                                adam.with(new ExponentialAverage(0.9))
                                        .with(new ReduceOnPlateau(0.5, 1, 0, 0.001))
                                        .withClipNorm(0.5))
                        .with(new Penalty(0.001, 0.01))
                        .with(new EarlyStopping(2, 0))
                        .with(growing),
                BATCHES,
                0.3));
        runs.add(new Run("full batches", TrainingSettings.of(4, new Adam(), 0.01), Batches.full(), 0));
        runs.add(new Run("lbfgs", TrainingSettings.of(8, new Lbfgs()).with(new Penalty(0, 0.01)), Batches.full(), 0));
        return runs.stream();
    }

    @ParameterizedTest
    @MethodSource("runs")
    void fromEveryStateTheRunGoesOnToTheSameBits(Run run) {
        try (LocalEngine engine =
                Runs.engine(run.batches(), run.dropout() == 0 ? Dropout.NONE : new Dropout(List.of(run.dropout())))) {
            requireSameBitsFromEveryState(engine, run.settings());
        }
    }

    /** Also with L-BFGS, whose minimised loss differs from the reported loss. */
    @ParameterizedTest
    @MethodSource("runs")
    void fromEveryStateOfScaledTargetsToo(Run run) {
        try (LocalEngine engine = Runs.engineOfScaledTargets(run.batches())) {
            requireSameBitsFromEveryState(engine, run.settings());
        }
    }

    private static void requireSameBitsFromEveryState(LocalEngine engine, TrainingSettings settings) {
        Runs.All kept = new Runs.All();
        TrainingResult whole = Runs.train(engine, settings, kept);
        assertThat(kept.states.size()).isGreaterThanOrEqualTo(whole.epochs().size());
        for (RunState state : kept.states) {
            Checkpoint read = Runs.read(Runs.bytes(Runs.checkpoint(state)));
            assertThat(read.state()).isEqualTo(state);
            TrainingResult resumed = Runs.resume(engine, settings, read.state());
            assertThat(resumed.parameters()).as("from step %d", state.steps()).isEqualTo(whole.parameters());
            assertThat(Runs.timeless(resumed.epochs())).isEqualTo(Runs.timeless(whole.epochs()));
            assertThat(resumed.bestEpoch()).isEqualTo(whole.bestEpoch());
            assertThat(resumed.stoppedBy()).isEqualTo(whole.stoppedBy());
        }
    }

    @Test
    void takingStatesLeavesNoTrace() {
        TrainingSettings settings = TrainingSettings.of(3, new Adam(), 0.01);
        try (LocalEngine engine = Runs.engine(BATCHES, Dropout.NONE)) {
            Runs.All kept = new Runs.All();
            TrainingResult watched = Runs.train(engine, settings, kept);
            TrainingResult alone = Runs.train(engine, settings, Checkpoints.NONE);
            assertThat(watched.parameters()).isEqualTo(alone.parameters());
            assertThat(kept.states).hasSize((int) alone.steps());
            for (int i = 0; i < kept.states.size(); i++) {
                assertThat(kept.states.get(i).steps()).isEqualTo(i + 1);
            }
        }
    }

    /** Ends a run with its state at one step, or at the next step that has a state. */
    private static final class Ending implements Checkpoints {
        private final long after;
        private RunState last;

        Ending(long after) {
            this.after = after;
        }

        @Override
        public boolean isDue(long steps, int together, int epochs, boolean epochEnds) {
            return steps >= after;
        }

        @Override
        public void take(RunState state) {
            last = state;
        }

        @Override
        public boolean endsRun() {
            return last != null;
        }

        @Override
        public void atEnd(Supplier<RunState> state) {
            last = state.get();
        }
    }

    @ParameterizedTest
    @MethodSource("runs")
    void runThatIsEndedFromOutsideGoesOnToTheSameBits(Run run) {
        try (LocalEngine engine =
                Runs.engine(run.batches(), run.dropout() == 0 ? Dropout.NONE : new Dropout(List.of(run.dropout())))) {
            TrainingResult whole = Runs.train(engine, run.settings(), Checkpoints.NONE);
            for (long after : new long[] {1, 2, whole.steps(), whole.steps() + 1}) {
                Ending ending = new Ending(after);
                assertThatThrownBy(() -> Runs.train(engine, run.settings(), ending))
                        .isInstanceOf(TrainingCancelledException.class)
                        .hasMessage("ended from outside after step " + ending.last.steps());
                assertThat(Runs.resume(engine, run.settings(), ending.last).parameters())
                        .as("after step %d", after)
                        .isEqualTo(whole.parameters());
            }
        }
    }

    @Test
    void secondsGoOnFromTheState() {
        TrainingSettings settings = TrainingSettings.of(2, new Adam(), 0.01);
        try (LocalEngine engine = Runs.engine(BATCHES, Dropout.NONE)) {
            Runs.All kept = new Runs.All();
            Runs.train(engine, settings, kept);
            RunState first = kept.states.get(0);
            EpochProgress p = first.progress();
            EpochProgress later =
                    new EpochProgress(p.steps(), p.rows(), p.loss(), p.weight(), p.norms(), p.layers(), 1000);
            TrainingResult resumed = Runs.resume(
                    engine,
                    settings,
                    new RunState(
                            first.epochs(),
                            later,
                            first.descent(),
                            Optional.empty(),
                            first.firstLoss(),
                            0,
                            Optional.empty()));
            assertThat(resumed.epochs().get(0).seconds()).isBetween(1000.0, 1100.0);
            assertThat(resumed.epochs().get(1).seconds()).isLessThan(100);
        }
    }

    @Test
    void statesOfOtherRunsAreRefused() {
        TrainingSettings settings = TrainingSettings.of(2, new Adam(), 0.01);
        try (LocalEngine engine = Runs.engine(BATCHES, Dropout.NONE)) {
            Runs.All kept = new Runs.All();
            Runs.train(engine, settings, kept);
            RunState state = kept.states.get(1);
            DescentState shorter =
                    new DescentState(state.descent().facts(), Map.of(DescentState.PARAMETERS, new float[3]));
            assertThatThrownBy(() -> Runs.resume(
                            engine,
                            settings,
                            new RunState(
                                    List.of(),
                                    EpochProgress.NONE,
                                    shorter,
                                    Optional.empty(),
                                    Double.NaN,
                                    0,
                                    Optional.empty())))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(
                            "expected " + Runs.NETWORK.parameterCount() + " numbers of parameters, found 3");
            assertThatThrownBy(() -> Runs.resume(engine, TrainingSettings.of(2, new Lbfgs()), state))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("L-BFGS: expected full batches");
            assertThatThrownBy(
                            () -> Runs.resume(engine, TrainingSettings.of(2, new org.thalweg.optim.Sgd(), 0.01), state))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("optimizer state: expected 0 arrays");
            assertThatThrownBy(() -> Runs.resume(engine, settings.with(new EarlyStopping(1, 0)), kept.states.get(4)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("expected the best epoch's parameters, found none");
        }
    }
}
