package org.thalweg.spark.table;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.thalweg.spark.config.CsvDialect;

/**
 * A number format that differs from plain form.
 *
 * @param decimal the decimal separator
 * @param thousands the thousands separator; empty for none
 */
public record NumberSpelling(char decimal, Optional<Character> thousands) {
    /** All formats, the more likely first. */
    private static final List<NumberSpelling> ALL = List.of(
            new NumberSpelling('.', Optional.of(',')),
            new NumberSpelling(',', Optional.empty()),
            new NumberSpelling(',', Optional.of('.')),
            new NumberSpelling(',', Optional.of(' ')),
            new NumberSpelling(',', Optional.of('\u00A0')),
            new NumberSpelling(',', Optional.of('\u202F')),
            new NumberSpelling('.', Optional.of(' ')),
            new NumberSpelling('.', Optional.of('\u00A0')),
            new NumberSpelling('.', Optional.of('\'')));

    private static final String LEADING_ZERO = "[+-]?0,.*";

    /** The formats in which nearly all of some texts are numbers, the most likely first. */
    static List<NumberSpelling> of(List<String> texts) {
        return texts.isEmpty()
                ? List.of()
                : ALL.stream().filter(spelling -> spelling.fits(texts)).toList();
    }

    /** Whether nearly all of some texts are numbers in this format. */
    boolean fits(List<String> texts) {
        CsvDialect plain = CsvDialect.DEFAULT;
        Predicate<String> reads = new NumberText(
                        new CsvDialect(decimal, thousands, plain.encoding(), plain.multiline(), plain.nulls()))
                .reads();
        boolean groupsByComma = thousands.filter(sign -> sign == ',').isPresent(); // and 0,125 is not 125
        long others = texts.stream()
                .filter(text -> !reads.test(text) || groupsByComma && text.matches(LEADING_ZERO))
                .count();
        return 20 * others <= texts.size();
    }

    /** Whether a thousands separator may also be a decimal separator, given the formats that fit: 1,240 is 1240, or 1.24. */
    public boolean isAmbiguous(List<NumberSpelling> fitting) {
        return thousands.isPresent() && fitting.contains(new NumberSpelling(thousands.get(), Optional.empty()));
    }

    /** The settings of {@code data} for this format. */
    public String settings() {
        return Stream.of(
                        decimal == '.' ? Optional.<String>empty() : Optional.of("data.decimal: \"" + decimal + "\""),
                        thousands.map(sign -> "data.thousands: \"" + shown(sign) + "\""))
                .flatMap(Optional::stream)
                .reduce((first, second) -> first + " and " + second)
                .orElse("");
    }

    private static String shown(char sign) {
        return sign > '~' ? String.format("\\u%04x", (int) sign) : String.valueOf(sign);
    }
}
