package org.thalweg.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.thalweg.data.Scaling;
import org.thalweg.model.Task;
import org.thalweg.nn.Initialisation;
import org.thalweg.train.Divergence;
import org.thalweg.train.Metric;
import org.thalweg.train.StoppedBy;
import org.thalweg.train.Target;

/** Labels are stored in files, so renaming a constant must not change them. */
class LabelledTest {
    private static Stream<String> labels(Labelled[] constants) {
        return Stream.of(constants).map(Labelled::label);
    }

    @Test
    void labelsAreThoseOfFiles() {
        assertThat(labels(Task.values())).containsExactly("classification", "multilabel", "regression", "autoencoder");
        assertThat(labels(Scaling.Kind.values())).containsExactly("standard", "minMax", "maxAbs", "none");
        assertThat(labels(Initialisation.values()))
                .containsExactly("auto", "glorotUniform", "glorotNormal", "heUniform", "heNormal");
        assertThat(labels(Divergence.values())).containsExactly("stop", "backOff");
        assertThat(labels(StoppedBy.values()))
                .containsExactly("epochs", "earlyStopping", "lossChange", "time", "target", "converged", "noDescent");
        assertThat(labels(Metric.values()))
                .containsExactly(
                        "loss",
                        "accuracy",
                        "balancedAccuracy",
                        "f1",
                        "subsetAccuracy",
                        "hammingLoss",
                        "microF1",
                        "macroF1",
                        "rocAuc",
                        "prAuc",
                        "logLoss",
                        "brier",
                        "top3Accuracy",
                        "top5Accuracy",
                        "rmse",
                        "r2",
                        "mae",
                        "mape",
                        "smape",
                        "pinballLoss",
                        "coverage");
        assertThat(labels(Target.Aim.values()))
                .containsExactly(
                        "trainLoss",
                        "validationLoss",
                        "validationAccuracy",
                        "validationBalancedAccuracy",
                        "validationF1",
                        "validationRocAuc",
                        "validationPrAuc",
                        "validationLogLoss",
                        "validationBrier",
                        "validationTop3Accuracy",
                        "validationTop5Accuracy",
                        "validationSubsetAccuracy",
                        "validationHammingLoss",
                        "validationMicroF1",
                        "validationMacroF1",
                        "validationRmse",
                        "validationR2",
                        "validationMae",
                        "validationMape",
                        "validationSmape",
                        "validationPinballLoss");
    }

    @Test
    void metricIsNamedAsItsRange() {
        for (Metric metric : Metric.values()) {
            assertThat(metric.range().name()).isEqualTo(metric.label());
        }
    }

    @Test
    void unknownLabelIsRefusedWithThoseThatThereAre() {
        assertThat(Task.labelled("regression")).isEqualTo(Task.REGRESSION);
        assertThatThrownBy(() -> Labelled.labelled("on divergence", "halt", Divergence.values()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("on divergence: expected one of [stop, backOff], found halt");
    }
}
