package org.thalweg.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.thalweg.model.Task;
import org.thalweg.nn.Activation;
import org.thalweg.nn.Network;
import org.thalweg.optim.GradientDescent;
import org.thalweg.optim.Sgd;

class StoppingRuleTest {
    private static EpochResult epoch(int epoch, double trainLoss, Optional<Evaluation> validation, double seconds) {
        return new EpochResult(
                epoch, epoch + 1, 1, trainLoss, validation.map(MetricValues::of), 1, 1, seconds, List.of());
    }

    /** After how many epochs a rule stops; 0 for never. */
    private static int stopsAfter(StoppingRule rule, List<EpochResult> epochs) {
        for (int count = 1; count <= epochs.size(); count++) {
            if (rule.stops(epochs.subList(0, count))) {
                return count;
            }
        }
        return 0;
    }

    private static List<EpochResult> losses(double... trainLosses) {
        List<EpochResult> epochs = new ArrayList<>();
        for (double loss : trainLosses) {
            epochs.add(epoch(epochs.size(), loss, Optional.empty(), 1));
        }
        return epochs;
    }

    @Test
    void lossChangeCountsEpochsInARowThatDoNotFallBelowTheLowest() {
        assertThat(stopsAfter(new LossChange(0.1, 2), losses(1, 0.95, 0.91))).isEqualTo(3);
        assertThat(stopsAfter(new LossChange(0.1, 2), losses(1, 0.95, 0.8, 0.75, 0.72)))
                .as("0.8 restarts the count, from the lowest loss, not from the last better one")
                .isEqualTo(5);
        assertThat(stopsAfter(new LossChange(0.1, 1), losses(1, 0.8, 0.6, 0.5, 0.4)))
                .as("a fall by the tolerance is none")
                .isEqualTo(4);
        assertThat(stopsAfter(new LossChange(0, 3), losses(1, 2, 2, 0.9, 1, 1, 1)))
                .isEqualTo(7);
        assertThat(stopsAfter(new LossChange(0, 1), losses(3, 2, 1))).isZero();
        assertThat(stopsAfter(new LossChange(0, 1), losses(-1, -2, -2))).isEqualTo(3);
        assertThat(new LossChange(1e-4, 10).reason()).isEqualTo(StoppedBy.LOSS_CHANGE);
    }

    @Test
    void timeLimitEndsAfterTheEpochInWhichTheTimeRanOut() {
        List<EpochResult> epochs = losses(1, 1, 1, 1);
        assertThat(stopsAfter(new TimeLimit(0.5), epochs)).isEqualTo(1);
        assertThat(stopsAfter(new TimeLimit(2.5), epochs)).isEqualTo(3);
        assertThat(stopsAfter(new TimeLimit(3), epochs)).isEqualTo(3);
        assertThat(stopsAfter(new TimeLimit(4.5), epochs)).isZero();
    }

    @Test
    void lossesAndErrorsFallToTheirTarget() {
        assertThat(stopsAfter(new Target(Target.Aim.TRAIN_LOSS, 0.5), losses(1, 0.51, 0.5)))
                .isEqualTo(3);
        Network line = Network.of(1, List.of(), Activation.RELU, 1, Activation.IDENTITY);
        List<EpochResult> epochs = new ArrayList<>();
        for (float error : new float[] {2, 1, 0.5f}) {
            Evaluation validation = new Evaluation(line, Task.REGRESSION);
            float[] predicted = {1 + error, -1 - error};
            validation.add(error * error, 2, predicted, new float[] {1, -1}, new float[] {1, 1});
            epochs.add(epoch(epochs.size(), 9, Optional.of(validation), 1));
        }
        assertThat(stopsAfter(new Target(Target.Aim.VALIDATION_RMSE, 1), epochs))
                .isEqualTo(2);
        assertThat(stopsAfter(new Target(Target.Aim.VALIDATION_LOSS, 0.13), epochs))
                .isEqualTo(3);
        assertThat(stopsAfter(new Target(Target.Aim.VALIDATION_R2, 0.75), epochs))
                .isEqualTo(3);
        assertThat(stopsAfter(new Target(Target.Aim.VALIDATION_R2, 0.76), epochs))
                .isZero();
    }

    @Test
    void accuracyRisesToItsTarget() {
        Network two = Network.of(1, List.of(), Activation.RELU, 1, Activation.SIGMOID);
        List<EpochResult> epochs = new ArrayList<>();
        for (int right = 0; right <= 4; right++) {
            Evaluation validation = new Evaluation(two, Task.CLASSIFICATION);
            float[] predicted = new float[4];
            java.util.Arrays.fill(predicted, 0, right, 1);
            validation.add(1, 4, predicted, new float[] {1, 1, 1, 1}, new float[] {1, 1, 1, 1});
            epochs.add(epoch(right, 1, Optional.of(validation), 1));
        }
        assertThat(stopsAfter(new Target(Target.Aim.VALIDATION_ACCURACY, 0.75), epochs))
                .isEqualTo(4);
    }

    private static List<EpochResult> areas(double... values) {
        List<EpochResult> epochs = new ArrayList<>();
        for (double value : values) {
            MetricValues validation = MetricValues.ofFile(Task.CLASSIFICATION, 4, 1, List.of(0.5, 0.5, 0.5, value));
            epochs.add(new EpochResult(epochs.size(), 1, 4, 1, Optional.of(validation), 1, 1, 1, List.of()));
        }
        return epochs;
    }

    @Test
    void earlyStoppingLooksAtTheMetricThatItIsReportedTo() {
        EarlyStopping byArea = new EarlyStopping(2, 0.1, Metric.ROC_AUC);
        assertThat(byArea.bestEpoch(areas(0.5, 0.55, 0.65, 0.7, 0.6))).isEqualTo(2);
        assertThat(stopsAfter(byArea, areas(0.5, 0.55, 0.65, 0.7, 0.6))).isEqualTo(5);
        assertThat(byArea.bestEpoch(areas(Double.NaN, 0.3, Double.NaN, 0.2)))
                .as("epochs without a value are never better")
                .isEqualTo(1);
        assertThat(byArea.inUnits(7)).isEqualTo(byArea);
        assertThat(new EarlyStopping(2, 0.1).metric()).isEqualTo(Metric.LOSS);
        assertThat(byArea.text()).isEqualTo("the validation ROC AUC has stopped getting better");
        assertThat(new EarlyStopping(2, 0.1).text()).isEqualTo("the validation loss has stopped falling");
        assertThatThrownBy(() -> new EarlyStopping(1, 0, Metric.COVERAGE)).hasMessageContaining("found coverage");
        assertThatThrownBy(() -> byArea.requireMeasured(true, Task.REGRESSION))
                .hasMessageContaining("expected a metric of regression, found rocAuc");
        Target never = new Target(Target.Aim.VALIDATION_ROC_AUC, 0.1);
        assertThat(stopsAfter(never, areas(Double.NaN, Double.NaN))).isZero();
    }

    @Test
    void rulesRefuseWhatIsNotMeasured() {
        Target accuracy = new Target(Target.Aim.VALIDATION_ACCURACY, 1);
        assertThatThrownBy(() -> accuracy.requireMeasured(false, Task.CLASSIFICATION))
                .hasMessageContaining("expected validation rows");
        assertThatThrownBy(() -> accuracy.requireMeasured(true, Task.REGRESSION))
                .hasMessageContaining("expected a metric of regression, found validationAccuracy");
        Target r2 = new Target(Target.Aim.VALIDATION_R2, 1);
        assertThatThrownBy(() -> r2.requireMeasured(true, Task.MULTILABEL))
                .hasMessageContaining("expected a metric of multilabel, found validationR2");
        r2.requireMeasured(true, Task.REGRESSION);
        accuracy.requireMeasured(true, Task.CLASSIFICATION);
        new Target(Target.Aim.TRAIN_LOSS, 1).requireMeasured(false, Task.REGRESSION);
    }

    @Test
    void numbersOutOfRangeAreRefused() {
        for (double bad : new double[] {-1, Double.NaN}) {
            assertThatThrownBy(() -> new EarlyStopping(1, bad)).hasMessageContaining("minDelta: expected");
            assertThatThrownBy(() -> new LossChange(bad, 1)).hasMessageContaining("tolerance: expected");
            assertThatThrownBy(() -> new TimeLimit(bad)).hasMessageContaining("seconds: expected");
        }
        assertThatThrownBy(() -> new TimeLimit(0)).hasMessageContaining("seconds: expected");
        assertThatThrownBy(() -> new EarlyStopping(0, 0)).hasMessageContaining("patience: expected");
        assertThatThrownBy(() -> new LossChange(0, 0)).hasMessageContaining("patience: expected");
        assertThatThrownBy(() -> new Target(Target.Aim.TRAIN_LOSS, Double.POSITIVE_INFINITY))
                .hasMessage("trainLoss: expected a finite number, found Infinity");
        assertThatThrownBy(() -> new Target(Target.Aim.VALIDATION_ACCURACY, 98))
                .hasMessage("validationAccuracy: expected a number from 0 to 1, found 98");
        assertThatThrownBy(() -> new Target(Target.Aim.VALIDATION_R2, 1.1))
                .hasMessage("validationR2: expected a number of at most 1, found 1.1");
    }

    private static TrainingResult train(ScriptedEngine engine, StoppingRule... rules) {
        TrainingSettings settings =
                TrainingSettings.of(6, GradientDescent.of(new Sgd(), 0.5)).with(rules);
        return new Trainer(engine, settings, TrainingListener.NONE).train(new float[ScriptedEngine.PARAMETERS]);
    }

    private static ScriptedEngine validating(double... losses) {
        return new ScriptedEngine(step -> ScriptedEngine.mean(1, 1), losses);
    }

    /** Each epoch takes 1 off every parameter. */
    @Test
    void targetKeepsTheParametersThatReachedIt() {
        Target target = new Target(Target.Aim.VALIDATION_LOSS, 4.95);
        TrainingResult result = train(validating(5, 4.9, 4, 3), target, new EarlyStopping(9, 0.5));
        assertThat(result.stoppedBy()).isEqualTo(StoppedBy.TARGET);
        assertThat(result.epochs()).hasSize(2);
        assertThat(result.bestEpoch()).isEqualTo(1);
        assertThat(result.parameters()).containsOnly(-2);
    }

    @Test
    void theFirstRuleThatStopsIsTheReason() {
        double[] same = {1, 1, 1, 1, 1, 1};
        LossChange change = new LossChange(0, 2);
        EarlyStopping early = new EarlyStopping(2, 0);
        TrainingResult first = train(validating(same), change, early);
        assertThat(first.stoppedBy()).isEqualTo(StoppedBy.LOSS_CHANGE);
        assertThat(first.epochs()).hasSize(3);
        assertThat(first.parameters())
                .as("the best, as early stopping is asked for")
                .containsOnly(-1);
        assertThat(first.stoppedEarly()).isTrue();
        assertThat(train(validating(same), early, change).stoppedBy()).isEqualTo(StoppedBy.EARLY_STOPPING);
        assertThat(train(validating(same), new TimeLimit(1e-12)).stoppedBy()).isEqualTo(StoppedBy.TIME);
        assertThat(train(validating(same), new TimeLimit(1e9)).stoppedBy()).isEqualTo(StoppedBy.EPOCHS);
    }
}
