package org.thalweg.spark.table;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.catalyst.util.DateTimeUtils;
import org.thalweg.data.Cell;
import org.thalweg.data.CompressedRows;
import scala.collection.Seq;

/** Reads the cells of a row as numbers and as labels. */
public final class Cells {
    private Cells() {}

    /** A cell as a class label; see {@link Cell#classLabel(String)}. */
    public static String label(Object cell) {
        return Cell.classLabel(Cell.label(cell, "a class label"));
    }

    /** A cell as one of the known class labels; see {@link Cell#classLabel(String, List)}. */
    public static String label(Object cell, List<String> known) {
        return Cell.classLabel(Cell.label(cell, "a class label"), known);
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

    /** Passes on a cell's numbers in order; for a sparse vector, only those that are stored. */
    private static void forEachNumber(Object cell, NumberAt to) {
        if (cell instanceof Vector vector) {
            vector.foreachActive(new scala.runtime.AbstractFunction2<>() {
                @Override
                public scala.runtime.BoxedUnit apply(Object index, Object value) {
                    to.accept((Integer) index, Cell.number(value));
                    return scala.runtime.BoxedUnit.UNIT;
                }
            });
        } else if (cell instanceof byte[] bytes) {
            for (int i = 0; i < bytes.length; i++) {
                to.accept(i, bytes[i] & 0xFF);
            }
        } else if (cell instanceof Seq<?> sequence) {
            for (int i = 0; i < sequence.length(); i++) {
                to.accept(i, Cell.number(sequence.apply(i)));
            }
        } else {
            to.accept(0, Cell.number(cell));
        }
    }

    /** Writes a cell's values 0 or 1, also {@code true} and {@code false}, from an offset on. */
    static void flagsInto(Object cell, float[] to, int offset) {
        boolean named = cell instanceof String text
                && (text.trim().equalsIgnoreCase("true") || text.trim().equalsIgnoreCase("false"));
        if (named) {
            to[offset] = ((String) cell).trim().equalsIgnoreCase("true") ? 1 : 0;
            return;
        }
        if (cell == null || cell instanceof String text && !Cell.isNumber(text)) {
            throw notATruth(Cell.shown(cell));
        }
        numbersInto(cell, to, offset);
        int width = width(cell);
        for (int i = 0; i < width; i++) {
            if (to[offset + i] != 0 && to[offset + i] != 1) {
                throw notATruth(width == 1 ? Cell.shown(cell) : to[offset + i] + " at " + i);
            }
        }
    }

    private static IllegalArgumentException notATruth(String found) {
        return new IllegalArgumentException("expected 0 or 1, or true or false (task multilabel), found " + found);
    }

    /**
     * A cell as the core reads it: vectors, arrays and byte strings as Java arrays and lists, dates and times as those of
     * java.time. Spark creates the older date classes in the time zone of the machine, so only Spark can convert them back.
     */
    public static Object plain(Object cell) {
        if (cell instanceof java.sql.Date date) {
            return date(DateTimeUtils.fromJavaDate(date));
        }
        if (cell instanceof java.sql.Timestamp time) {
            return instant(DateTimeUtils.fromJavaTimestamp(time));
        }
        if (cell instanceof Vector vector) {
            return vector.toArray();
        }
        if (cell instanceof byte[] || cell instanceof Seq<?>) {
            Object[] numbers = new Object[width(cell)];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = cell instanceof byte[] bytes ? (Object) (bytes[i] & 0xFF) : ((Seq<?>) cell).apply(i);
            }
            return Arrays.asList(numbers);
        }
        return cell;
    }

    /** A date from the number of days since 1970-01-01. */
    static LocalDate date(int day) {
        return LocalDate.ofEpochDay(day);
    }

    /** A time from the number of microseconds since 1970-01-01, as Spark stores it. */
    static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    /** The first few names, for a message. */
    static String shown(List<String> names) {
        int few = 12;
        return names.size() <= few
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, few)) + ", … (" + names.size() + ")";
    }
}
