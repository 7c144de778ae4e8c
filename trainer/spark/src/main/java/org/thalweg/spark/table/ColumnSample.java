package org.thalweg.spark.table;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StringType;
import org.thalweg.data.Cell;
import org.thalweg.data.DateReader;

/** What some rows hold in a column of single values. Mutable; not thread-safe. */
public final class ColumnSample {
    /** Formats of dates that people write, the first that fits all values being the likeliest. */
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

    private static final Set<String> NULL_WORDS = Set.of("NA", "N/A", "n/a", "-", "?", "null", "NULL", "None", "#N/A");

    /** So many values show whether texts are dates. */
    private static final int DATES_TRIED = 200;

    private final String name;
    private final DataType type;
    private final Map<String, Long> counts = new LinkedHashMap<>(); // of each value, by its text
    private final Set<String> nullWords = new HashSet<>();
    private long rows;
    private long missing;
    private long numbers;
    private long wholeNumbers;
    private long commas;
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
        Object plain = Cells.plain(NumberText.asInFile(cell));
        String text = text(plain);
        counts.merge(text, 1L, Long::sum);
        letters += text.length();
        if (NULL_WORDS.contains(text)) {
            nullWords.add(text);
        }
        if (text.indexOf(',') >= 0 && text.matches(ExampleMapper.DECIMAL_COMMA)) {
            commas++;
        }
        if (plain instanceof String && !mayBeNumber(text)) {
            return;
        }
        try {
            addNumber(Cell.number(plain));
        } catch (IllegalArgumentException e) {
            // A text, or a date: it has no number.
        }
    }

    /** Most texts that are none begin with a letter: a failure for each would take long. */
    private static boolean mayBeNumber(String text) {
        return "+-.0123456789".indexOf(text.charAt(0)) >= 0;
    }

    /** As categories are known by: 7 and 7.0 are one. */
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

    /** Its type, as Spark has it. */
    public DataType type() {
        return type;
    }

    /** The rows that were seen. */
    public long rows() {
        return rows;
    }

    /** Those of them without a value. */
    public long missing() {
        return missing;
    }

    /** Those of them with a value. */
    public long present() {
        return rows - missing;
    }

    /** How many different values there are. */
    public int distinct() {
        return counts.size();
    }

    /** How many rows each value has, by its text, in the order in which they were seen. */
    public Map<String, Long> counts() {
        return counts;
    }

    /** Whether the column holds one number, text, truth value or date a row; of others only their rows are counted. */
    public boolean isSingle() {
        return ColumnShape.isSingle(type) || ColumnShape.isDates(type);
    }

    /** Whether the column holds dates or times as such. */
    public boolean isDates() {
        return ColumnShape.isDates(type);
    }

    /** Whether the column can be read as numbers, one or several a row. */
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

    /** Whether most values are texts that are no numbers. */
    public boolean isText() {
        return type instanceof StringType && present() > 0 && 2 * numbers < present();
    }

    /** Whether most values that are no numbers would be with a decimal comma. */
    public boolean hasDecimalCommas() {
        return commas > 0 && 2 * commas > present() - numbers;
    }

    /** The words among the values that commonly stand for no value, where all others are numbers. */
    public List<String> nullWords() {
        long others =
                present() - numbers - nullWords.stream().mapToLong(counts::get).sum();
        return numbers > 0 && others == 0 ? nullWords.stream().sorted().toList() : List.of();
    }

    /** The mean letters of a value. */
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

    /** The smallest value, by number where all are; empty where there is none. */
    public Optional<String> least() {
        return isNumeric() ? number(least) : counts.keySet().stream().min(String::compareTo);
    }

    /** The largest value. */
    public Optional<String> greatest() {
        return isNumeric() ? number(greatest) : counts.keySet().stream().max(String::compareTo);
    }

    private static Optional<String> number(double value) {
        return Optional.of(
                value == Math.rint(value) && Math.abs(value) < 1e15
                        ? Long.toString((long) value)
                        : Float.toString((float) value));
    }

    /** The format of the dates that texts are; empty where they are none. */
    public Optional<String> dateFormat() {
        if (!isText()) {
            return Optional.empty();
        }
        List<String> tried = new ArrayList<>(counts.keySet());
        tried = tried.subList(0, Math.min(tried.size(), DATES_TRIED));
        for (String format : FORMATS) {
            DateReader reader = new DateReader(format, DateReader.UTC);
            if (tried.stream().allMatch(text -> isDate(reader, text))) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    private static boolean isDate(DateReader reader, String text) {
        try {
            reader.read(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
