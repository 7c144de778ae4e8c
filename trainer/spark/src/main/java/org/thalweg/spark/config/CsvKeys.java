package org.thalweg.spark.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The keys that say how CSV files are written. */
final class CsvKeys {
    private static final Condition WITH_CSV = Condition.only(DataKeys.FORMAT, Format.CSV);

    static final Key<Character> SEPARATOR = Key.of(
                    "separator",
                    new SignType("one character (no quote, no line break) or tab", DataSource.Csv::maySeparate, ','))
            .byDefault(',')
            .means("The character between the values of a line. Write tab for a tab character.")
            .example("\";\"")
            .ofRows()
            .when(WITH_CSV);

    private static final Key<Character> DECIMAL = Key.of(
                    "decimal", new SignType("\".\" or \",\"", CsvDialect.DECIMALS::contains, '.'))
            .byDefault('.')
            .means("The decimal separator of numbers.")
            .example("\",\"")
            .ofRows()
            .when(WITH_CSV);

    private static final Key<Optional<Character>> THOUSANDS = Key.of("thousands", new GroupingType())
            .means("The thousands separator of numbers. Numbers without it are read too.")
            .example("\".\"")
            .ofRows()
            .when(WITH_CSV)
            .check(CsvKeys::requireOtherThanDecimal);

    private static final Key<String> ENCODING = Key.of("encoding", Types.text("an encoding"))
            .byDefault(CsvDialect.DEFAULT.encoding())
            .means("The character encoding of the files. With UTF-8, invalid bytes are an error.")
            .example("ISO-8859-1")
            .ofRows()
            .when(WITH_CSV)
            .check(CsvKeys::requireReadable);

    private static final Key<Boolean> MULTILINE = Key.of("multiline", Types.flag())
            .byDefault(false)
            .means("Whether a quoted value may contain line breaks. If true, Spark cannot split a file: a single"
                    + " Spark task reads all of it.")
            .example("true")
            .ofRows()
            .when(WITH_CSV);

    private static final Key<List<String>> NULLS = Key.of("nulls", new TextsType())
            .means("The texts that mean a missing value, in every column. An empty value is always missing.")
            .example("[NA, \"-\"]")
            .ofRows()
            .when(WITH_CSV);

    /** All, in their order. */
    static final List<Key<?>> ALL = List.of(SEPARATOR, DECIMAL, THOUSANDS, ENCODING, MULTILINE, NULLS);

    private CsvKeys() {}

    static CsvDialect dialect(Settings settings) {
        return new CsvDialect(
                settings.get(DECIMAL),
                settings.get(THOUSANDS),
                settings.get(ENCODING),
                settings.get(MULTILINE),
                settings.get(NULLS));
    }

    private static void requireOtherThanDecimal(Optional<Character> thousands, SettingField field, Reading at) {
        Optional<Character> decimal = at.value(DECIMAL);
        if (thousands.isPresent() && thousands.equals(decimal)) {
            field.expected(
                    "another character than data.decimal",
                    thousands.get() == '.' ? "take data.decimal: \",\" too" : "remove one of them");
        }
    }

    private static void requireReadable(String encoding, SettingField field, Reading at) {
        if (!CsvDialect.isReadable(encoding)) {
            field.expected(
                    "an encoding whose ASCII characters are a byte each, such as ISO-8859-1 or windows-1252",
                    "save the files as UTF-8");
        }
    }

    /** Reads one character; tab may be written by its name. */
    private static Optional<Character> sign(
            SettingField field, Predicate<Character> permitted, String expected, String example) {
        String text = field.scalar().map(Value.Scalar::text).orElse("");
        String one = text.equals("tab") || text.equals("\\t") ? "\t" : text;
        if (one.length() != 1 || !permitted.test(one.charAt(0))) {
            field.expected(expected, "take e.g. " + example);
            return Optional.empty();
        }
        return Optional.of(one.charAt(0));
    }

    /** One character. */
    private record SignType(String expected, Predicate<Character> permitted, Character nothing)
            implements ValueType<Character> {
        @Override
        public Character read(SettingField field, String example, Reading at) {
            return sign(field, permitted, expected, example).orElse(nothing);
        }

        @Override
        public Object write(Character sign) {
            return String.valueOf(sign);
        }
    }

    /** A thousands separator, or none. */
    private static final class GroupingType implements ValueType<Optional<Character>> {
        @Override
        public String expected() {
            return "one character (no digit, letter, sign, quote or line break)";
        }

        @Override
        public Optional<Character> read(SettingField field, String example, Reading at) {
            return sign(field, CsvDialect::mayGroup, expected(), example);
        }

        @Override
        public Object write(Optional<Character> sign) {
            return sign.map(String::valueOf).orElse(null);
        }

        @Override
        public Optional<Character> nothing() {
            return Optional.empty();
        }
    }

    /** Texts exactly as they are written, also if YAML would read a number or null. */
    private static final class TextsType implements ValueType<List<String>> {
        @Override
        public String expected() {
            return "a text or a list of texts";
        }

        @Override
        public List<String> read(SettingField field, String example, Reading at) {
            List<String> words = new ArrayList<>();
            List<SettingField> items = field.isList() ? field.items(expected(), example) : List.of(field);
            for (SettingField item : items) {
                if (item.isEmpty()) {
                    item.expected("a text", "put it in quotes, such as \"null\"");
                } else {
                    words.add(item.text("a text", example).trim());
                }
            }
            if (items.isEmpty()) {
                field.expected(expected(), "take e.g. " + example);
            }
            return words;
        }

        @Override
        public Object write(List<String> words) {
            return words.isEmpty() ? null : words;
        }

        @Override
        public List<String> nothing() {
            return List.of();
        }
    }
}
