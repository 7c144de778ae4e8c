package org.thalweg.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.thalweg.nn.Activation;
import org.thalweg.nn.Dropout;
import org.thalweg.nn.Loss;
import org.thalweg.optim.Descent;
import org.thalweg.optim.ExponentialAverage;
import org.thalweg.optim.GradientDescent;
import org.thalweg.optim.Optimizer;
import org.thalweg.optim.Penalty;
import org.thalweg.optim.ReduceOnPlateau;
import org.thalweg.optim.Schedule;
import org.thalweg.train.EarlyStopping;
import org.thalweg.train.LossChange;
import org.thalweg.train.Metric;
import org.thalweg.train.Target;
import org.thalweg.train.TimeLimit;

/** Every choice, every numeric setting and every other setting of a record has a description. */
class MeaningsTest {
    private static final String SENTENCE = "\\S.*\\S\\.";

    static Stream<Arguments> choices() {
        return Stream.of(Activation.CHOICES, Loss.CHOICES, Optimizer.CHOICES, Descent.CHOICES, Schedule.Kind.CHOICES)
                .flatMap(List::stream)
                .map(choice -> Arguments.of(choice.name(), choice));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("choices")
    void everyChoiceHasItsSentence(String name, Choice<?> choice) {
        assertThat(choice.meaning()).matches(SENTENCE);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("choices")
    void everyNumberHasItsSentence(String name, Choice<?> choice) {
        assertThat(choice.settings())
                .allSatisfy(setting ->
                        assertThat(setting.meaning()).as(setting.name()).matches(SENTENCE));
    }

    static Stream<Setting> settings() {
        return Stream.concat(
                Stream.of(
                        Dropout.RATE,
                        ExponentialAverage.DECAY,
                        GradientDescent.LEARNING_RATE,
                        GradientDescent.CLIP_NORM,
                        Penalty.L1,
                        Penalty.L2,
                        ReduceOnPlateau.FACTOR,
                        ReduceOnPlateau.PATIENCE,
                        ReduceOnPlateau.MIN_DELTA,
                        ReduceOnPlateau.MIN_RATE,
                        Schedule.WARM_UP_EPOCHS,
                        EarlyStopping.PATIENCE,
                        EarlyStopping.MIN_DELTA,
                        LossChange.TOLERANCE,
                        LossChange.PATIENCE,
                        TimeLimit.SECONDS),
                Stream.concat(
                        Stream.of(Metric.values()).map(Metric::range),
                        Stream.of(Target.Aim.values()).map(Target.Aim::range)));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void everySettingOfARecordHasItsSentence(Setting setting) {
        assertThat(setting.meaning()).as(setting.name()).matches(SENTENCE);
        assertThat(setting.permits(setting.defaultValue())).isTrue();
    }

    @Test
    void meaningIsAddedAndTheRestStays() {
        Setting plain = Setting.share("decay", 0.9);
        assertThat(plain.meaning()).isEmpty();
        assertThat(plain.means("Decay."))
                .isEqualTo(new Setting("decay", 0, true, 1, false, Setting.Kind.REAL, 0.9, "Decay."));
    }
}
