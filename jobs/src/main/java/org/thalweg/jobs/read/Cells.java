package org.thalweg.jobs.read;

import java.math.BigDecimal;
import java.util.List;
import org.apache.spark.ml.linalg.Vector;
import org.thalweg.data.CompressedRows;
import scala.collection.Seq;

/** Cells of a row as numbers and as labels. */
final class Cells {
    /** How a label is told that is no UTF-8. */
    static final String OTHER_ENCODING = "whose bytes are of another encoding";

    /** What readers put in the place of bytes that are no UTF-8: two labels could become one. */
    private static final char NO_TEXT = '\uFFFD';

    private static final int SHOWN = 40;

    private Cells() {}

    /**
     * A cell as a finite float, the nearest to its value.
     *
     * @throws IllegalArgumentException saying what was expected and what was found
     */
    static float number(Object cell) {
        return finite(cell, value(cell));
    }

    /** A text as a double that a finite float is near to. */
    static double real(String text) {
        double value = parse(text);
        finite(text, value);
        return value;
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
            String why = Double.isFinite(value) ? ", which no 32-bit float holds" : "";
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
            // Told below.
        }
        if (trimmed.equalsIgnoreCase("inf")
                || trimmed.equalsIgnoreCase("+inf")
                || trimmed.equalsIgnoreCase("-inf")
                || trimmed.equalsIgnoreCase("nan")) {
            return Double.NaN;
        }
        throw new IllegalArgumentException("expected a number, found " + shown(text));
    }

    /** Whether a text is a finite number, as {@link #number} reads it. */
    static boolean isNumber(String text) {
        try {
            number(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** A cell as a class label: whole numbers without a point, so that 7, 7.0 and "7" are one class. */
    static String label(Object cell) {
        if (cell == null) {
            throw new IllegalArgumentException("expected a class label, found nothing");
        }
        if (cell instanceof Double || cell instanceof Float) {
            double value = ((Number) cell).doubleValue();
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("expected a class label, found " + shown(cell));
            }
            return value == Math.rint(value) && Math.abs(value) < 1e15 ? Long.toString((long) value) : cell.toString();
        }
        if (cell instanceof BigDecimal decimal) {
            return decimal.stripTrailingZeros().toPlainString();
        }
        String text = cell.toString();
        if (text.indexOf(NO_TEXT) >= 0) {
            throw new IllegalArgumentException(
                    "expected a class label in UTF-8, found " + shown(text) + ", " + OTHER_ENCODING);
        }
        if (text.isEmpty()) {
            throw new IllegalArgumentException("expected a class label, found nothing");
        }
        return text;
    }

    /** How many numbers a cell holds: 1, or a vector's, an array's or a byte string's length. */
    static int width(Object cell) {
        if (cell instanceof Vector vector) {
            return vector.size();
        }
        if (cell instanceof byte[] bytes) {
            return bytes.length;
        }
        if (cell instanceof Seq<?> sequence) {
            return sequence.length();
        }
        return 1;
    }

    /** Writes a cell's numbers from an offset on; bytes are unsigned. */
    static void numbersInto(Object cell, float[] to, int offset) {
        forEachNumber(cell, (index, number) -> to[offset + index] = number);
    }

    /** Puts a cell's numbers into a sparse row, the first as feature offset. */
    static void numbersInto(Object cell, CompressedRows to, int offset) {
        forEachNumber(cell, (index, number) -> to.put(offset + index, number));
    }

    private interface NumberAt {
        void accept(int index, float number);
    }

    /** Hands on a cell's numbers in order, of a sparse vector those that it holds. */
    private static void forEachNumber(Object cell, NumberAt to) {
        if (cell instanceof Vector vector) {
            vector.foreachActive(new scala.runtime.AbstractFunction2<>() {
                @Override
                public scala.runtime.BoxedUnit apply(Object index, Object value) {
                    to.accept((Integer) index, number(value));
                    return scala.runtime.BoxedUnit.UNIT;
                }
            });
        } else if (cell instanceof byte[] bytes) {
            for (int i = 0; i < bytes.length; i++) {
                to.accept(i, bytes[i] & 0xFF);
            }
        } else if (cell instanceof Seq<?> sequence) {
            for (int i = 0; i < sequence.length(); i++) {
                to.accept(i, number(sequence.apply(i)));
            }
        } else {
            to.accept(0, number(cell));
        }
    }

    /** Writes a cell's truths, 0 or 1, from an offset on: {@code true} and {@code false} are such too. */
    static void flagsInto(Object cell, float[] to, int offset) {
        boolean words = cell instanceof String text
                && (text.trim().equalsIgnoreCase("true") || text.trim().equalsIgnoreCase("false"));
        if (words) {
            to[offset] = ((String) cell).trim().equalsIgnoreCase("true") ? 1 : 0;
            return;
        }
        if (cell == null || cell instanceof String text && !isNumber(text)) {
            throw notATruth(shown(cell));
        }
        numbersInto(cell, to, offset);
        int width = width(cell);
        for (int i = 0; i < width; i++) {
            if (to[offset + i] != 0 && to[offset + i] != 1) {
                throw notATruth(width == 1 ? shown(cell) : to[offset + i] + " at " + i);
            }
        }
    }

    private static IllegalArgumentException notATruth(String found) {
        return new IllegalArgumentException("expected 0 or 1, or true or false (task multilabel), found " + found);
    }

    /** A cell for a message: short, and quoted where it is text. */
    static String shown(Object cell) {
        if (cell == null) {
            return "nothing";
        }
        String text = cell.toString();
        String cut = text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
        return cell instanceof String ? '"' + cut + '"' : cut;
    }

    /** Names for a message: the first few. */
    static String shown(List<String> names) {
        int few = 12;
        return names.size() <= few
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, few)) + ", … (" + names.size() + ")";
    }
}
