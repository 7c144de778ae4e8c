package org.thalweg.spark.table;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Arrays;
import java.util.Map;
import org.apache.commons.codec.digest.MurmurHash3;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;
import org.thalweg.data.Cell;
import scala.collection.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Hashes cells by their values, whatever the types of their columns, so that a column whose type changes leaves the hash as
 * it was:
 *
 * <ul>
 *   <li>nothing (null, a blank text, NaN in any form) is one value;
 *   <li>a whole number below 2^63 in magnitude is that number, be it an integer, a decimal, a float, a double, or the text of
 *       one: 7 = 7.0 = "7", −0 = 0, and 2^53 + 1 is another than 2^53;
 *   <li>any other number is the nearest 32-bit float: 0.1 is the same as a float, a double, a decimal and a text;
 *   <li>true and false are the same as texts of any case;
 *   <li>a date is its midnight, and a time without a zone one of UTC, as texts too;
 *   <li>an array, a vector (dense or sparse) and bytes (unsigned) are their elements that are not 0, each with its index;
 *   <li>all else is its text without white space around it.
 * </ul>
 *
 * <p>Rows of which more than that is equal are only numbered among each other: it does no harm where unequal values meet.
 */
public final class CanonicalContent {
    private static final byte NOTHING = 0;
    private static final byte WHOLE = 1;
    private static final byte REAL = 2;
    private static final byte TRUTH = 3;
    private static final byte TIME = 4;
    private static final byte TEXT = 5;
    private static final byte ELEMENTS = 6;
    private static final byte ENTRIES = 7;

    private static final int DATE_LENGTH = 10;
    private static final int LONGEST_TIME = 40;

    /** Texts with at most so many characters are whole numbers that fit into a double, or are not whole. */
    private static final int EXACT_DIGITS = 15;

    private static final int MOST_DIGITS = 60;

    private byte[] bytes = new byte[1 << 10];
    private int length;

    /** A hash of no cells yet. */
    public CanonicalContent() {}

    /** Forgets all cells. */
    public void clear() {
        length = 0;
    }

    /** The number of bytes of the cells so far. */
    public int length() {
        return length;
    }

    /** The hash of the cells in their order: the first half of MurmurHash3's 128 bits. */
    public long hash() {
        return MurmurHash3.hash128x64(bytes, 0, length, 0)[0];
    }

    /** Adds the name of a column and its cell. Nothing is added for an empty cell. */
    public void add(String column, Object cell) {
        int begin = length;
        text(column);
        int value = length;
        add(cell);
        if (bytes[value] == NOTHING) {
            length = begin;
        }
    }

    /** Adds a cell. */
    public void add(Object cell) {
        if (cell instanceof String text) {
            ofText(text.strip());
        } else if (Cell.isMissing(cell)) {
            put(NOTHING);
        } else if (cell instanceof Number number) {
            ofNumber(number);
        } else if (cell instanceof Boolean truth) {
            ofTruth(truth);
        } else if (cell instanceof Vector vector) {
            ofVector(vector);
        } else if (cell instanceof byte[] unsigned) {
            ofBytes(unsigned);
        } else if (cell instanceof Seq<?> sequence) {
            elements(sequence.length(), sequence::apply);
        } else if (cell instanceof Row row) {
            elements(row.length(), row::get);
        } else if (cell instanceof scala.collection.Map<?, ?> map) {
            ofMap(CollectionConverters.asJava(map));
        } else {
            ofTimeOrOther(cell);
        }
    }

    private void ofNumber(Number number) {
        if (number instanceof BigDecimal decimal) {
            ofDecimal(decimal);
        } else if (number instanceof BigInteger whole) {
            ofDecimal(new BigDecimal(whole));
        } else if (number instanceof Double || number instanceof Float) {
            ofReal(number.doubleValue());
        } else {
            ofWhole(number.longValue());
        }
    }

    private void ofWhole(long number) {
        put(WHOLE);
        put(number);
    }

    private void ofReal(double number) {
        float rounded = (float) number;
        if (isWhole(number)) {
            ofWhole((long) number);
        } else if (isWhole(rounded)) {
            ofWhole((long) rounded);
        } else if (Double.isNaN(number)) {
            put(NOTHING);
        } else {
            put(REAL);
            put(Float.floatToIntBits(rounded));
        }
    }

    private static boolean isWhole(double number) {
        return number == Math.rint(number) && Math.abs(number) < 0x1p63;
    }

    private void ofDecimal(BigDecimal decimal) {
        boolean whole = decimal.signum() == 0 || decimal.stripTrailingZeros().scale() <= 0;
        if (whole && decimal.precision() - decimal.scale() < 20) {
            BigInteger exact = decimal.toBigInteger();
            if (exact.bitLength() < Long.SIZE) {
                ofWhole(exact.longValue());
                return;
            }
        }
        ofReal(decimal.doubleValue());
    }

    private void ofTruth(boolean truth) {
        put(TRUTH);
        put((byte) (truth ? 1 : 0));
    }

    private void ofText(String text) {
        boolean truth = text.equalsIgnoreCase("true");
        if (text.isEmpty() || text.equalsIgnoreCase("nan")) {
            put(NOTHING);
        } else if (truth || text.equalsIgnoreCase("false")) {
            ofTruth(truth);
        } else if (!isNumberPut(text) && !isTimePut(text)) {
            put(TEXT);
            text(text);
        }
    }

    private boolean isNumberPut(String text) {
        int signs = text.length();
        boolean exponent = text.indexOf('e') > 0 || text.indexOf('E') > 0;
        if (!isNumber(text)) {
            return false;
        }
        if (signs <= EXACT_DIGITS || exponent || signs > MOST_DIGITS) {
            ofReal(Double.parseDouble(text));
        } else {
            ofDecimal(new BigDecimal(text));
        }
        return true;
    }

    /** Digits with or without a sign, a point and an exponent: neither Java's suffixes nor NaN and Infinity. */
    private static boolean isNumber(String text) {
        int at = text.charAt(0) == '-' || text.charAt(0) == '+' ? 1 : 0;
        int whole = digits(text, at);
        int end = whole;
        if (end < text.length() && text.charAt(end) == '.') {
            end = digits(text, end + 1);
        }
        if (end - at < (end == whole ? 1 : 2)) {
            return false;
        }
        if (end < text.length() && (text.charAt(end) == 'e' || text.charAt(end) == 'E')) {
            int from = end + 1;
            from += from < text.length() && (text.charAt(from) == '-' || text.charAt(from) == '+') ? 1 : 0;
            end = digits(text, from);
            if (end == from) {
                return false;
            }
        }
        return end == text.length();
    }

    private static int digits(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at;
    }

    private boolean isTimePut(String text) {
        if (text.length() < DATE_LENGTH
                || text.length() > LONGEST_TIME
                || text.charAt(4) != '-'
                || text.charAt(7) != '-') {
            return false;
        }
        try {
            if (text.length() == DATE_LENGTH) {
                ofDate(LocalDate.parse(text));
                return true;
            }
            TemporalAccessor time = DateTimeFormatter.ISO_DATE_TIME.parseBest(
                    text.substring(0, DATE_LENGTH) + text.substring(DATE_LENGTH).replaceFirst("^ ", "T"),
                    OffsetDateTime::from,
                    LocalDateTime::from);
            ofInstant(
                    time instanceof OffsetDateTime offset
                            ? offset.toInstant()
                            : ((LocalDateTime) time).toInstant(ZoneOffset.UTC));
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private void ofTimeOrOther(Object cell) {
        if (cell instanceof java.sql.Date date) {
            ofDate(date.toLocalDate());
        } else if (cell instanceof LocalDate date) {
            ofDate(date);
        } else if (cell instanceof java.sql.Timestamp time) {
            ofInstant(time.toInstant());
        } else if (cell instanceof LocalDateTime time) {
            ofInstant(time.toInstant(ZoneOffset.UTC));
        } else if (cell instanceof Instant time) {
            ofInstant(time);
        } else {
            put(TEXT);
            text(cell.toString());
        }
    }

    private void ofDate(LocalDate date) {
        ofInstant(date.atStartOfDay().toInstant(ZoneOffset.UTC));
    }

    /** In microseconds, like Spark's timestamps. */
    private void ofInstant(Instant time) {
        put(TIME);
        put(time.getEpochSecond() * 1_000_000 + time.getNano() / 1000);
    }

    private interface ElementAt {
        Object get(int index);
    }

    private void elements(int count, ElementAt elements) {
        put(ELEMENTS);
        for (int i = 0; i < count; i++) {
            element(i, elements.get(i));
        }
        put(-1);
    }

    private void element(int index, Object value) {
        int begin = length;
        put(index);
        int number = length;
        add(value);
        if (length - number == 1 + Long.BYTES && isZero(number)) {
            length = begin;
        }
    }

    private boolean isZero(int at) {
        if (bytes[at] != WHOLE) {
            return false;
        }
        for (int i = at + 1; i < length; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private void ofVector(Vector vector) {
        put(ELEMENTS);
        double[] values = vector instanceof SparseVector sparse ? sparse.values() : vector.toArray();
        int[] indices = vector instanceof SparseVector sparse ? sparse.indices() : null;
        for (int i = 0; i < values.length; i++) {
            if (values[i] != 0) {
                put(indices == null ? i : indices[i]);
                ofReal(values[i]);
            }
        }
        put(-1);
    }

    private void ofBytes(byte[] unsigned) {
        put(ELEMENTS);
        for (int i = 0; i < unsigned.length; i++) {
            if (unsigned[i] != 0) {
                put(i);
                ofWhole(unsigned[i] & 0xFF);
            }
        }
        put(-1);
    }

    /** In the order of the hashes of the entries, because a map has no order. */
    private void ofMap(Map<?, ?> map) {
        long[] entries = map.entrySet().stream()
                .mapToLong(entry -> {
                    CanonicalContent one = new CanonicalContent();
                    one.add(entry.getKey());
                    one.add(entry.getValue());
                    return one.hash();
                })
                .sorted()
                .toArray();
        put(ENTRIES);
        put(entries.length);
        for (long entry : entries) {
            put(entry);
        }
    }

    private void text(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        put(encoded.length);
        room(encoded.length);
        System.arraycopy(encoded, 0, bytes, length, encoded.length);
        length += encoded.length;
    }

    private void put(byte value) {
        room(1);
        bytes[length++] = value;
    }

    private void put(int value) {
        room(Integer.BYTES);
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            bytes[length++] = (byte) (value >>> shift);
        }
    }

    private void put(long value) {
        put((int) value);
        put((int) (value >>> Integer.SIZE));
    }

    private void room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
        }
    }
}
