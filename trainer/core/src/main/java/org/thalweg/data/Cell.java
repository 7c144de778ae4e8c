package org.thalweg.data;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Reads a cell of a row, of any type, as a number or as a label. */
public final class Cell {
    /** The character with which readers replace invalid UTF-8, which could make two labels equal. */
    private static final char REPLACEMENT_CHARACTER = '\uFFFD';

    private static final Pattern DECIMAL = Pattern.compile("-?(0|[1-9][0-9]*)\\.[0-9]*");
    private static final int SHOWN = 40;

    private Cell() {}

    /**
     * A cell as the nearest finite float. The cell is a number, a boolean (1 or 0), or the text of a number.
     *
     * @throws IllegalArgumentException if it is not a finite number; the message shows the cell
     */
    public static float number(Object cell) {
        return finite(cell, value(cell));
    }

    /**
     * A text as a double within the range of finite floats.
     *
     * @throws IllegalArgumentException if it is not such a number; the message shows the text
     */
    public static double real(String text) {
        double value = parse(text);
        finite(text, value);
        return value;
    }

    /** Whether a cell is a finite number, as {@link #number} reads it. */
    public static boolean isNumber(Object cell) {
        try {
            number(cell);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static double value(Object cell) {
        if (cell instanceof Number number) {
            return number.doubleValue();
        }
        if (cell instanceof Boolean truth) {
            return truth ? 1 : 0;
        }
        if (cell instanceof String text) {
            return parse(text);
        }
        throw new IllegalArgumentException("expected a number, found " + shown(cell));
    }

    private static float finite(Object cell, double value) {
        float rounded = (float) value;
        if (!Float.isFinite(rounded)) {
            String why = Double.isFinite(value) ? ", which exceeds the range of a 32-bit float" : "";
            throw new IllegalArgumentException("expected a finite number, found " + shown(cell) + why);
        }
        return rounded;
    }

    private static double parse(String text) {
        String trimmed = text.trim();
        boolean javaOnly = trimmed.isEmpty()
                || "dDfF".indexOf(trimmed.charAt(trimmed.length() - 1)) >= 0
                || trimmed.indexOf('x') >= 0
                || trimmed.indexOf('X') >= 0;
        try {
            if (!javaOnly) {
                return Double.parseDouble(trimmed);
            }
        } catch (NumberFormatException e) {
            // Reported below.
        }
        if (trimmed.equalsIgnoreCase("inf")
                || trimmed.equalsIgnoreCase("+inf")
                || trimmed.equalsIgnoreCase("-inf")
                || isNan(trimmed)) {
            return Double.NaN;
        }
        throw new IllegalArgumentException("expected a number, found " + shown(text));
    }

    private static boolean isNan(String text) {
        return text.equalsIgnoreCase("nan");
    }

    /** Whether a cell is missing: null, a blank text or NaN. */
    public static boolean isMissing(Object cell) {
        return cell == null
                || cell instanceof String text && text.isBlank()
                || cell instanceof Double number && number.isNaN()
                || cell instanceof Float single && single.isNaN();
    }

    /** Whether a cell is missing where a number is expected: like {@link #isMissing}, and also the text NaN. */
    public static boolean isMissingNumber(Object cell) {
        return isMissing(cell) || cell instanceof String text && isNan(text.trim());
    }

    /**
     * A cell as a label. Whole numbers have no decimal point, so that 7, 7.0 and "7" are the same label.
     *
     * @param what is expected, for the message, such as {@code "a class label"}
     * @throws IllegalArgumentException if it is empty, infinite or NaN, or comes from bytes that are not UTF-8
     */
    public static String label(Object cell, String what) {
        if (cell == null || "".equals(cell)) {
            throw new IllegalArgumentException("expected " + what + ", found nothing");
        }
        if (cell instanceof Double || cell instanceof Float) {
            double value = ((Number) cell).doubleValue();
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("expected " + what + ", found " + shown(cell));
            }
            return value == Math.rint(value) && Math.abs(value) < 1e15 ? Long.toString((long) value) : cell.toString();
        }
        if (cell instanceof BigDecimal decimal) {
            return decimal.stripTrailingZeros().toPlainString();
        }
        if (cell.getClass().isArray()) {
            throw new IllegalArgumentException("expected " + what + ", found an array");
        }
        String text = cell.toString();
        if (isOfOtherEncoding(text)) {
            throw new OtherEncodingException(what, shown(text));
        }
        return text;
    }

    /**
     * A class label with decimal numbers in canonical form, also if they are text: 7.0 and 7.00 become 7, 1.50 becomes
     * 1.5. Labels with leading zeros, such as 007, stay unchanged.
     *
     * @param label as returned by {@link #label}
     */
    public static String classLabel(String label) {
        if (!DECIMAL.matcher(label).matches()) {
            return label;
        }
        int end = label.length();
        while (label.charAt(end - 1) == '0') {
            end--;
        }
        String number = label.substring(0, label.charAt(end - 1) == '.' ? end - 1 : end);
        return number.equals("-0") ? "0" : number;
    }

    /**
     * The known class that a label denotes; some models have a class 7.0 rather than 7.
     *
     * @param label as returned by {@link #label}
     * @param known classes
     * @return the matching known class; if there is none, the label's canonical form
     */
    public static String classLabel(String label, List<String> known) {
        if (known.contains(label)) {
            return label;
        }
        String wanted = classLabel(label);
        return known.stream()
                .filter(each -> classLabel(each).equals(wanted))
                .findFirst()
                .orElse(wanted);
    }

    /** Whether a text comes from bytes that are not UTF-8. */
    public static boolean isOfOtherEncoding(String text) {
        return text.indexOf(REPLACEMENT_CHARACTER) >= 0;
    }

    /** The distinct labels, sorted: by value if all are numbers, otherwise as text. */
    public static List<String> inOrder(Collection<String> labels) {
        List<String> ordered = new ArrayList<>(new TreeSet<>(labels));
        if (ordered.stream().allMatch(Cell::isNumber)) {
            ordered.sort(Comparator.comparingDouble(Double::parseDouble));
        }
        return ordered;
    }

    /** A cell for a message: short, and quoted where it is text. */
    public static String shown(Object cell) {
        if (cell == null) {
            return "nothing";
        }
        String text = cell.toString();
        String cut = text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
        return cell instanceof String ? '"' + cut + '"' : cut;
    }
}
