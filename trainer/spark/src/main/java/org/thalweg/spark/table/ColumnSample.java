package org.thalweg.spark.table;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StringType;
import org.thalweg.data.Cell;
import org.thalweg.data.DateReader;

/** Statistics of a sample of a column of single values. Mutable; not thread-safe. */
public final class ColumnSample {
    /** Common formats of dates. The first one that fits all values is the most likely. */
    private static final List<String> FORMATS = List.of(
            DateReader.ISO,
            "d.M.yyyy",
            "M/d/yyyy",
            "d/M/yyyy",
            "yyyy/M/d",
            "d-M-yyyy",
            "d.M.yyyy HH:mm",
            "M/d/yyyy HH:mm",
            "d.M.yyyy HH:mm:ss",
            "M/d/yyyy HH:mm:ss");

    private static final Set<String> NULL_TEXTS = Set.of(
            "NA", "N/A", "n/a", "-", "--", ".", "?", "null", "NULL", "None", "none", "#N/A", "missing", "unknown");

    /** More distinct texts than these are categories. */
    private static final int FEW_TEXTS = 5;

    /** The number of values that are tried as dates. */
    private static final int DATES_TRIED = 200;

    private final String name;
    private final DataType type;
    private final Map<String, Long> counts = new LinkedHashMap<>(); // of each value, by its text
    private long rows;
    private long missing;
    private long numbers;
    private long wholeNumbers;
    private boolean ofOtherDialect;
    private long letters;
    private double mean;
    private double squares;
    private double least = Double.POSITIVE_INFINITY;
    private double greatest = Double.NEGATIVE_INFINITY;

    /** A sample of no rows yet. */
    public ColumnSample(String name, DataType type) {
        this.name = name;
        this.type = type;
    }

    /** Adds a row's cell. */
    public void add(Object cell) {
        rows++;
        if (Cell.isMissing(cell)) {
            missing++;
            return;
        }
        if (!isSingle()) {
            return;
        }
        Object inFile = NumberText.asInFile(cell);
        ofOtherDialect |= inFile != cell;
        Object plain = Cells.plain(inFile);
        String text = text(plain);
        counts.merge(text, 1L, Long::sum);
        letters += text.length();
        if (plain instanceof String && !mayBeNumber(text)) {
            return;
        }
        try {
            addNumber(Cell.number(plain));
        } catch (IllegalArgumentException e) {
            // A text, or a date: it has no number.
        }
    }

    /** Most other texts begin with a letter, and an exception for each would be slow. */
    private static boolean mayBeNumber(String text) {
        return "+-.0123456789".indexOf(text.charAt(0)) >= 0;
    }

    /** The name of a category: 7 and 7.0 are the same. */
    private static String text(Object cell) {
        boolean finite = cell instanceof Number number && Double.isFinite(number.doubleValue());
        return finite ? Cell.label(cell, "a value") : cell.toString().trim();
    }

    private void addNumber(double number) {
        numbers++;
        wholeNumbers += number == Math.rint(number) ? 1 : 0;
        double difference = number - mean;
        mean += difference / numbers;
        squares += difference * (number - mean);
        least = Math.min(least, number);
        greatest = Math.max(greatest, number);
    }

    /** The column's name. */
    public String name() {
        return name;
    }

    /** Its Spark type. */
    public DataType type() {
        return type;
    }

    /** The number of sampled rows. */
    public long rows() {
        return rows;
    }

    /** The number of sampled rows without a value. */
    public long missing() {
        return missing;
    }

    /** The number of sampled rows with a value. */
    public long present() {
        return rows - missing;
    }

    /** The number of distinct values. */
    public int distinct() {
        return counts.size();
    }

    /** The number of rows of each value, by its text, in the order of first appearance. */
    public Map<String, Long> counts() {
        return counts;
    }

    /** Whether the column has one number, text, boolean or date per row. For other columns, only rows are counted. */
    public boolean isSingle() {
        return ColumnShape.isSingle(type) || ColumnShape.isDates(type);
    }

    /** Whether the column has a date or time type. */
    public boolean isDates() {
        return ColumnShape.isDates(type);
    }

    /** Whether the column can be read as numbers, one or several per row. */
    public boolean mayBeNumbers() {
        return ColumnShape.isSingle(type) || ColumnShape.isWide(type);
    }

    /** Whether every value is a number. */
    public boolean isNumeric() {
        return numbers > 0 && numbers == present();
    }

    /** Whether every value is a whole number. */
    public boolean isWhole() {
        return isNumeric() && wholeNumbers == numbers;
    }

    /** Whether most values are texts that are not numbers. */
    public boolean isText() {
        return type instanceof StringType && present() > 0 && 2 * numbers < present();
    }

    /**
     * The number formats in which nearly all values with a digit are numbers, the most likely first. Empty if the values are
     * plain numbers, or are not numbers in any format.
     */
    public List<NumberSpelling> spellings() {
        if (!(type instanceof StringType) || isNumeric()) {
            return List.of();
        }
        List<String> digits = new ArrayList<>();
        boolean any = false;
        for (String text : counts.keySet()) {
            boolean number = Cell.isNumber(text);
            if (hasDigit(text) && !(number && ofOtherDialect)) {
                digits.add(text);
                any |= !number;
            }
        }
        return any ? NumberSpelling.of(digits) : List.of();
    }

    /** Whether the texts that are plain numbers are also numbers in a format. */
    public boolean isNumericBy(NumberSpelling spelling) {
        return !(type instanceof StringType) || !isNumeric() || spelling.fits(List.copyOf(counts.keySet()));
    }

    private static boolean hasDigit(String text) {
        return text.chars().anyMatch(c -> c >= '0' && c <= '9');
    }

    /** The texts among numbers that may mean a missing value: they are few, and are common names for it or are repeated. */
    public List<String> nullTexts() {
        if (!(type instanceof StringType) || isNumeric()) {
            return List.of();
        }
        boolean spelt = !spellings().isEmpty();
        Map<String, Long> words = new TreeMap<>();
        for (Map.Entry<String, Long> each : counts.entrySet()) {
            if (!hasDigit(each.getKey())) {
                words.put(each.getKey(), each.getValue());
            } else if (!spelt && !Cell.isNumber(each.getKey())) {
                return List.of();
            }
        }
        long inAll = words.values().stream().mapToLong(Long::longValue).sum();
        boolean common = NULL_TEXTS.containsAll(words.keySet());
        boolean recurring = words.values().stream().allMatch(count -> count > 1) && 2 * inAll < present();
        return inAll < present() && words.size() <= FEW_TEXTS && (common || recurring)
                ? List.copyOf(words.keySet())
                : List.of();
    }

    /** The mean number of characters of a value. */
    public double meanLength() {
        return present() == 0 ? 0 : (double) letters / present();
    }

    /** The mean of the numbers. */
    public double mean() {
        return mean;
    }

    /** Their standard deviation. */
    public double deviation() {
        return numbers == 0 ? 0 : Math.sqrt(squares / numbers);
    }

    /** The smallest value and the largest one, as texts. */
    public record Range(String least, String greatest) {}

    /**
     * The smallest and the largest value: compared as numbers if all are numbers, otherwise as times, otherwise as texts.
     *
     * @param dates reads texts as dates; empty if they are not dates
     * @return empty if there is no value
     */
    public Optional<Range> range(Optional<DateReader> dates) {
        if (counts.isEmpty()) {
            return Optional.empty();
        }
        if (isNumeric()) {
            return Optional.of(new Range(number(least), number(greatest)));
        }
        if (dates.isPresent() && type instanceof StringType) {
            TreeMap<LocalDateTime, String> byTime = new TreeMap<>();
            counts.keySet().forEach(text -> time(dates.get(), text).ifPresent(time -> byTime.putIfAbsent(time, text)));
            if (!byTime.isEmpty()) {
                return Optional.of(new Range(
                        byTime.firstEntry().getValue(), byTime.lastEntry().getValue()));
            }
        }
        return Optional.of(new Range(Collections.min(counts.keySet()), Collections.max(counts.keySet())));
    }

    /** The largest absolute value. */
    public double size() {
        return numbers == 0 ? 0 : Math.max(Math.abs(least), Math.abs(greatest));
    }

    private static Optional<LocalDateTime> time(DateReader reader, String text) {
        try {
            return Optional.of(reader.read(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // It is reported with its row.
        }
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Float.toString((float) value);
    }

    /** The date format of the texts; empty if they are not dates. */
    public Optional<String> dateFormat() {
        if (!isText()) {
            return Optional.empty();
        }
        List<String> tried = new ArrayList<>(counts.keySet());
        tried = tried.subList(0, Math.min(tried.size(), DATES_TRIED));
        for (String format : FORMATS) {
            DateReader reader = new DateReader(format, DateReader.UTC);
            if (tried.stream().allMatch(text -> time(reader, text).isPresent())) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }
}
