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
import org.thalweg.optim.Optimizer;
import org.thalweg.optim.Schedule;

/** Everything that may be chosen by name, and every number of it, has its sentence. */
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

    @Test
    void dropoutHasItsSentence() {
        assertThat(Dropout.RATE.meaning()).matches(SENTENCE);
    }

    @Test
    void meaningIsAddedAndTheRestStays() {
        Setting plain = Setting.share("decay", 0.9);
        assertThat(plain.meaning()).isEmpty();
        assertThat(plain.means("Decay."))
                .isEqualTo(new Setting("decay", 0, true, 1, false, Setting.Kind.REAL, 0.9, "Decay."));
    }
}
