package org.thalweg.autodiff;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.thalweg.Reading;

/** Whatever a text holds, it is a formula that can be evaluated, or refused. */
class FormulaFuzzTest {
    private static final List<String> VARIABLES = List.of("x", "target");
    private static final Map<String, Double> CONSTANTS = Map.of("b", 0.75);
    private static final float[][] INPUTS = {{-1.5f, 0, 2}, {0.25f, 3, -1}};

    @FuzzTest
    void textIsAFormulaOrRefused(byte[] utf8) {
        String text = new String(utf8, StandardCharsets.UTF_8);
        Reading.of(
                        4 * Reading.MEBIBYTE + 100L * utf8.length,
                        FormulaException.class,
                        () -> Formula.parse(text, VARIABLES, CONSTANTS))
                .ifPresent(formula -> Reading.of(
                        20 * Reading.MEBIBYTE + 100L * utf8.length, FormulaException.class, () -> evaluated(formula)));
    }

    private static Formula evaluated(Formula formula) {
        assertThat(formula.gradient(-1.5, 0.25)).hasSize(2);
        float[] values = new float[3];
        formula.newWorkspace().valueInto(INPUTS, 3, values);
        assertThat(Formula.parse(formula.text(), VARIABLES, CONSTANTS)).isEqualTo(formula);
        return formula;
    }
}
