package org.thalweg.spark.config;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/** How plain scalars are read: as null, as true or false, or as a number. */
public final class Literal {
    /**
     * More than YAML 1.2's core schema: {@code 1e-3} needs no dot, and digits may be grouped as in {@code 60_000}. The short
     * exponent keeps {@link BigDecimal} from expanding to something huge.
     */
    private static final Pattern NUMBER =
            Pattern.compile("[-+]?(\\d+(_\\d+)*(\\.(\\d+(_\\d+)*)?)?|\\.\\d+(_\\d+)*)([eE][-+]?\\d{1,4})?");

    /** The spelling of YAML, and of Java, for numbers from a program. */
    private static final Pattern INFINITE = Pattern.compile("[-+]?(\\.(inf|Inf|INF)|Infinity)");

    private static final Pattern NOT_A_NUMBER = Pattern.compile("\\.(nan|NaN|NAN)|NaN");
    private static final Pattern INDEX = Pattern.compile("[-+]?\\d+");
    private static final Pattern NOTHING = Pattern.compile("|~|null|Null|NULL");
    private static final Pattern TRUTH = Pattern.compile("true|True|TRUE|false|False|FALSE");

    /** Longer texts are not meant as numbers, and are slow to convert. */
    private static final int LONGEST_NUMBER = 64;

    private Literal() {}

    /** Whether a plain text means null. */
    public static boolean isNothing(String plain) {
        return NOTHING.matcher(plain).matches();
    }

    /** Whether a plain text is a number. */
    public static boolean isNumber(String plain) {
        return plain.length() <= LONGEST_NUMBER && NUMBER.matcher(plain).matches();
    }

    /** Whether a plain text in a list of columns is an index rather than a name. */
    public static boolean isIndex(String plain) {
        return INDEX.matcher(plain).matches();
    }

    /** The truth value of a plain text; empty if it is none. */
    public static Optional<Boolean> truth(String plain) {
        return TRUTH.matcher(plain).matches() ? Optional.of(Boolean.valueOf(plain)) : Optional.empty();
    }

    /**
     * The number that a plain text means. It is infinite if it is too large for a double. −0 is read as 0, because it is
     * written as 0.
     */
    public static OptionalDouble real(String plain) {
        return isNumber(plain)
                ? OptionalDouble.of(Double.parseDouble(plain.replace("_", "")) + 0.0)
                : OptionalDouble.empty();
    }

    /** The value of a plain text that is NaN or infinite; empty for any other text. */
    static OptionalDouble notFinite(String plain) {
        if (NOT_A_NUMBER.matcher(plain).matches()) {
            return OptionalDouble.of(Double.NaN);
        }
        return INFINITE.matcher(plain).matches()
                ? OptionalDouble.of(plain.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY)
                : OptionalDouble.empty();
    }

    /**
     * The whole number that a plain text means, including {@code 3.0} and {@code 1e3}. It may be too large for a {@code long}.
     */
    public static Optional<BigDecimal> whole(String plain) {
        return isNumber(plain)
                ? Optional.of(new BigDecimal(plain.replace("_", ""))).filter(Literal::isWhole)
                : Optional.empty();
    }

    private static boolean isWhole(BigDecimal number) {
        return number.stripTrailingZeros().scale() <= 0;
    }

    /** {@code a, b or c}. */
    public static String either(Collection<String> alternatives) {
        String all = String.join(", ", alternatives);
        int last = all.lastIndexOf(", ");
        return last < 0 ? all : all.substring(0, last) + " or " + all.substring(last + 2);
    }
}
