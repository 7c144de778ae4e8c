package org.thalweg.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.thalweg.math.Philox;

/** The errors of texts that are not valid formulas. */
class FormulaErrorTest {
    private static final String OPERAND = "expected a number, a name or \"(\", found ";
    private static final String FUNCTIONS = "[exp, log, tanh, sigmoid, sqrt, abs, min, max]";

    private static FormulaException fault(String text) {
        try {
            Formula.parse(text, List.of("x", "target"), Map.of("alpha", 0.1));
        } catch (FormulaException e) {
            return e;
        }
        throw new AssertionError("was read: " + text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "x * * 2 | 5 | expected a number, a name or \"(\", found \"*\" | put an operand before it",
                "x**2 | 3 | expected a number, a name or \"(\", found \"*\" | write ^ for a power",
                "x + | 4 | expected a number, a name or \"(\", found the end | add what is missing",
                "- | 2 | expected a number, a name or \"(\", found the end | add what is missing",
                "2 ^ | 4 | expected a number, a name or \"(\", found the end | add what is missing",
                "() | 2 | expected a number, a name or \"(\", found \")\" | put an operand before it",
                ". | 1 | expected a number, a name or \"(\", found \".\" | put an operand before it",
                "max(x,) | 7 | expected a number, a name or \"(\", found \")\" | put an operand before it",
                "max(,x) | 5 | expected a number, a name or \"(\", found \",\" | put an operand before it",
                "(x | 3 | expected an operator or \")\", found the end | close the \"(\" of column 1",
                "x*( x+1 | 8 | expected an operator or \")\", found the end | close the \"(\" of column 3",
                "exp(x | 6 | expected an operator, \",\" or \")\", found the end | close the \"(\" of column 4",
                "exp( | 5 | expected a number, a name or \"(\", found the end | add what is missing",
                "(x x) | 4 | expected an operator or \")\", found \"x\" | write * to multiply",
                "max(x x) | 7 | expected an operator, \",\" or \")\", found \"x\" | write * to multiply",
                "x) | 2 | expected an operator or the end, found \")\" | no \"(\" is open",
                "2x | 2 | expected an operator or the end, found \"x\" | write * to multiply",
                "2(x) | 2 | expected an operator or the end, found \"(\" | write * to multiply",
                "x(2) | 2 | expected an operator or the end, found \"(\" | write * to multiply",
                "2e | 2 | expected an operator or the end, found \"e\" | write * to multiply",
                "2e+x | 2 | expected an operator or the end, found \"e\" | write * to multiply",
                "1.5.2 | 4 | expected an operator or the end, found \".2\" | write * to multiply",
                "x 12.5 | 3 | expected an operator or the end, found \"12.5\" | write * to multiply",
                "x # 2 | 3 | expected an operator or the end, found \"#\" | leave it out",
                "x, 2 | 2 | expected an operator or the end, found \",\" | leave it out",
                "x \ud83d\ude00 | 3 | expected an operator or the end, found \"\ud83d\ude00\" | leave it out",
                "1 + exp | 8 | expected \"(\" behind exp, found the end | write exp(…)",
                "exp x | 5 | expected \"(\" behind exp, found \"x\" | write exp(…)",
                "1 + exp() | 5 | expected 1 argument of exp, found 0 | give it 1",
                "exp(x, 2) | 1 | expected 1 argument of exp, found 2 | give it 1",
                "min(x) | 1 | expected 2 arguments of min, found 1 | give it 2",
                "max(x, 1, 2) | 1 | expected 2 arguments of max, found 3 | give it 2",
                "1/0 | 2 | expected constants of float's range (0, or 1.4E-45 to 3.4028235E38), found Infinity"
                        + " | correct the constant part",
                "x + 1e99 | 5 | expected constants of float's range (0, or 1.4E-45 to 3.4028235E38), found 1.0E99"
                        + " | correct the constant part",
                "x + log(-1) | 5 | expected constants of float's range (0, or 1.4E-45 to 3.4028235E38), found NaN"
                        + " | correct the constant part",
                "x * 1e-60 | 5 | expected constants of float's range (0, or 1.4E-45 to 3.4028235E38), found 1.0E-60"
                        + " | correct the constant part",
            })
    void faultIsNamedWithItsColumn(String text, int column, String fault, String advice) {
        FormulaException e = fault(text);
        assertThat(e).hasMessage("formula: " + fault + " at column " + column + " of \"" + text + "\"; " + advice);
        assertThat(e.column()).isEqualTo(column);
    }

    @Test
    void emptyTextIsRefused() {
        for (String text : List.of("", "  ", "\n")) {
            assertThat(fault(text))
                    .hasMessage("formula: expected a formula, found nothing at column 1 of \"" + text
                            + "\"; write one, such as x * sigmoid(x)");
        }
    }

    @Test
    void unknownNamesAreReportedWhatIsKnownAndTheNearest() {
        String all = "[x, target, alpha, e, pi, exp, log, tanh, sigmoid, sqrt, abs, min, max]";
        assertThat(fault("x - trget"))
                .hasMessage("formula: expected one of " + all + ", found \"trget\" at column 5 of \"x - trget\";"
                        + " the nearest is target");
        assertThat(fault("X + 1")).hasMessageEndingWith("found \"X\" at column 1 of \"X + 1\"; the nearest is x");
        assertThat(fault("_alpha2")).hasMessageEndingWith("; the nearest is alpha");
        assertThat(fault("1 + sigmod (x)"))
                .hasMessage("formula: expected one of the functions " + FUNCTIONS
                        + ", found \"sigmod\" at column 5 of \"1 + sigmod (x)\"; the nearest is sigmoid");
    }

    @Test
    void longFormulasShowThePartAroundTheFault() {
        String text = "x + ".repeat(50) + "* 1" + " + x".repeat(50);
        FormulaException e = fault(text);
        assertThat(e.column()).isEqualTo(201);
        assertThat(e).hasMessageStartingWith("formula: " + OPERAND + "\"*\" at column 201 of \"…");
        assertThat(e.getMessage()).contains("x + * 1 + x").hasSizeLessThan(220);
    }

    @Test
    @Timeout(10)
    void depthAndLengthAreBounded() {
        String deepest = "(".repeat(99) + "x" + ")".repeat(99);
        assertThat(FormulaTest.ofX(deepest).value(7)).isEqualTo(7);
        assertThat(fault("(" + deepest + ")"))
                .hasMessageStartingWith("formula: expected at most 100 levels of nesting, found more at column 101 of");
        assertThat(fault("-".repeat(1000) + "x").column()).isEqualTo(101);
        assertThat(fault("x^".repeat(1000) + "x").column()).isEqualTo(201);
        assertThat(fault("exp(".repeat(500) + "x").column()).isEqualTo(401);
        assertThat(fault("(".repeat(10_000)))
                .hasMessageStartingWith("formula: expected at most 4000 characters, found 10000 at column 4001 of")
                .hasMessageEndingWith("; shorten it");
        String longest = "x+".repeat(1999) + "x ";
        assertThat(longest).hasSize(4000);
        assertThat(FormulaTest.ofX(longest).value(1)).isEqualTo(2000);
        assertThat(FormulaTest.ofX(longest).gradient(1)).containsExactly(2000);
        assertThat(fault(longest + " ").column()).isEqualTo(4001);
        String powers = IntStream.rangeClosed(1, 240)
                .mapToObj(i -> "(x+" + i + ")^1023")
                .collect(Collectors.joining("+"));
        assertThat(powers).hasSizeLessThan(4000);
        assertThat(fault(powers))
                .hasMessageStartingWith("formula: expected at most 2048 values to work out, found 5040 at column 1 of");
        assertThat(FormulaTest.ofX("(x)*".repeat(999) + "x").gradient(1)).containsExactly(1000);
    }

    @Test
    void nullsAreRefused() {
        assertThatThrownBy(() -> Formula.parse(null, List.of(), Map.of())).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> Formula.parse("1", null, Map.of())).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> Formula.parse("1", List.of(), null)).isInstanceOf(NullPointerException.class);
    }

    /** Pieces of formulas in any order: some are formulas, the others are reported with the column of the error. */
    @Test
    @Timeout(60)
    void anyTextIsReadOrRefusedAtAColumnOfIt() {
        String[] pieces = {
            "x",
            "target",
            "alpha",
            "pi",
            "e",
            "1",
            "2.5",
            ".",
            "1e",
            "1e-3",
            "9e99",
            "+",
            "-",
            "*",
            "/",
            "^",
            "(",
            ")",
            ",",
            " ",
            "exp",
            "log(",
            "min(",
            "max(x,",
            "abs(",
            "sqrt",
            "\u00d7",
            "\u2212",
            "y",
            "_",
            "#",
            "\u0000",
            "\ud83d\ude00",
            "\u0660",
            "\u03c0",
            "\ud800",
            "\t"
        };
        int read = 0;
        for (long seed = 0; seed < 20_000; seed++) {
            Philox random = new Philox(seed, 0);
            StringBuilder text = new StringBuilder();
            for (int count = 1 + random.nextInt(12); count > 0; count--) {
                text.append(
                        random.nextInt(20) == 0
                                ? String.valueOf((char) random.nextInt(256))
                                : pieces[random.nextInt(pieces.length)]);
            }
            try {
                Formula formula = Formula.parse(text.toString(), List.of("x", "target"), Map.of("alpha", 0.1));
                formula.gradient(0.5, 0.25);
                read++;
            } catch (FormulaException e) {
                assertThat(e.column()).as("seed %d: %s", seed, text).isBetween(1, text.length() + 1);
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + text, e);
            }
        }
        assertThat(read).as("texts that are formulas").isBetween(300, 19_000);
    }
}
