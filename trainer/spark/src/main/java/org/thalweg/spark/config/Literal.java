package org.thalweg.spark.config;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/** How plain scalars are understood: what counts as nothing, as true or false, and as a number. */
public final class Literal {
    /**
     * Wider than YAML 1.2's core: {@code 1e-3} needs no dot, and digits may be grouped as in {@code 60_000}. The short
     * exponent keeps {@link BigDecimal} from expanding to something huge.
     */
    private static final Pattern NUMBER =
            Pattern.compile("[-+]?(\\d+(_\\d+)*(\\.(\\d+(_\\d+)*)?)?|\\.\\d+(_\\d+)*)([eE][-+]?\\d{1,4})?");

    /** YAML's spelling, and Java's, in which a program's numbers come. */
    private static final Pattern INFINITE = Pattern.compile("[-+]?(\\.(inf|Inf|INF)|Infinity)");

    private static final Pattern NOT_A_NUMBER = Pattern.compile("\\.(nan|NaN|NAN)|NaN");
    private static final Pattern INDEX = Pattern.compile("[-+]?\\d+");
    private static final Pattern NOTHING = Pattern.compile("|~|null|Null|NULL");
    private static final Pattern TRUTH = Pattern.compile("true|True|TRUE|false|False|FALSE");

    /** Longer texts are no numbers that a person means, and slow to convert. */
    private static final int LONGEST_NUMBER = 64;

    private Literal() {}

    /** Whether a plain word stands for no value. */
    public static boolean isNothing(String plain) {
        return NOTHING.matcher(plain).matches();
    }

    /** Whether a plain word is a number. */
    public static boolean isNumber(String plain) {
        return plain.length() <= LONGEST_NUMBER && NUMBER.matcher(plain).matches();
    }

    /** Whether a plain word in a list of columns is an index rather than a name. */
    public static boolean isIndex(String plain) {
        return INDEX.matcher(plain).matches();
    }

    /** The truth value that a plain word is; empty for none. */
    public static Optional<Boolean> truth(String plain) {
        return TRUTH.matcher(plain).matches() ? Optional.of(Boolean.valueOf(plain)) : Optional.empty();
    }

    /** The number that a plain word means; infinite where it is too large for a double. Of −0 it is 0, as that is written. */
    public static OptionalDouble real(String plain) {
        return isNumber(plain)
                ? OptionalDouble.of(Double.parseDouble(plain.replace("_", "")) + 0.0)
                : OptionalDouble.empty();
    }

    /** What a plain word means that is a number but not a finite one; empty for none. */
    static OptionalDouble notFinite(String plain) {
        if (NOT_A_NUMBER.matcher(plain).matches()) {
            return OptionalDouble.of(Double.NaN);
        }
        return INFINITE.matcher(plain).matches()
                ? OptionalDouble.of(plain.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY)
                : OptionalDouble.empty();
    }

    /** The whole number that a plain word means, {@code 3.0} and {@code 1e3} included; it may fit no long. */
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
