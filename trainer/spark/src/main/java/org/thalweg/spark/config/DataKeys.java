package org.thalweg.spark.config;

import java.util.List;
import java.util.stream.Stream;
import org.thalweg.model.Task;
import org.thalweg.settings.Labelled;

/** The keys for the format and the location of rows. */
final class DataKeys {

    static final Key<Format> FORMAT = Key.of("format", Types.choice(Format.values()))
            .required()
            .means("The format or the source of the rows. csv: text files, one row per line. libsvm: sparse text"
                    + " files, with lines of a label and index:value pairs. parquet: Parquet files. json: files with"
                    + " one JSON object per line. table: a table or a view in Spark's catalogue. idx: image files like"
                    + " those of MNIST. digits: generated images of digits, to try things out.")
            .example("parquet")
            .ofRows()
            .check(DataKeys::requireRoomForLabels);

    static final Key<List<String>> PATH = Key.of("path", new PathType())
            .required()
            .means("The files to read: one path or a list. A path may be a folder or contain wildcards, as in"
                    + " /data/*.csv.")
            .example("/data/rows/*.csv")
            .withoutEffect()
            .when(Condition.only(FORMAT, Format.inFiles()));

    static final Key<List<String>> LABELS = Key.of("labels", Types.texts("a path or a list of paths"))
            .requiredWhere(DataKeys::needsLabel, "required, except with task autoencoder and with the command score")
            .means("The label files: one for each file of path, in the same order.")
            .example("train-labels-idx1-ubyte.gz")
            .withoutEffect()
            .when(Condition.only(FORMAT, Format.IDX))
            .check(DataKeys::requireAsManyLabels);

    static final Key<String> TABLE = Key.of("table", Types.text("a table's name"))
            .required()
            .means("A table or a view in Spark's catalogue.")
            .example("sales.orders")
            .withoutEffect()
            .when(Condition.only(FORMAT, Format.TABLE));

    static final Key<Long> ROWS = Key.whole(DataSource.Digits.ROWS)
            .means("Number of digits to generate.")
            .ofRows()
            .when(Condition.only(FORMAT, Format.DIGITS));

    static final Key<Long> FIRST = Key.whole(DataSource.Digits.FIRST)
            .means("Position of the first digit in the endless series of generated digits, from 0. The same"
                    + " position always gives the same digit, so validation and test rows must have other positions"
                    + " than training rows.")
            .example("12000")
            .ofRows()
            .when(Condition.only(FORMAT, Format.DIGITS));

    /** Where the rows of a source are. */
    static final List<Key<?>> LOCATION = List.of(PATH, LABELS, TABLE, ROWS, FIRST);

    private DataKeys() {}

    static boolean needsLabel(Reading at) {
        return at.purpose().needsLabel()
                && at.value(TaskKeys.TASK).filter(Task.AUTOENCODER::equals).isEmpty();
    }

    /** In formats without columns, each row has a single label. */
    private static void requireRoomForLabels(Format format, SettingField field, Reading at) {
        if (!format.hasColumns()
                && at.value(TaskKeys.TASK).filter(Task.MULTILABEL::equals).isPresent()) {
            field.expected(columnFormats() + " for task multilabel", "a row of another format has one label");
        }
    }

    /** The names of the formats with columns, for messages. */
    static String columnFormats() {
        return Literal.either(Format.withColumns().stream().map(Labelled::label).toList());
    }

    private static void requireAsManyLabels(List<String> labels, SettingField field, Reading at) {
        List<String> paths = at.value(PATH).orElse(labels);
        boolean globs = Stream.concat(paths.stream(), labels.stream()).anyMatch(path -> path.matches(".*[*?\\[{].*"));
        if (!labels.isEmpty() && !globs && labels.size() != paths.size()) {
            field.error("expected as many as path (" + paths.size() + "), found " + labels.size()
                    + "; name one label file for each file");
        }
    }

    static List<String> paths(Settings at) {
        return at.get(PATH);
    }

    static DataSource.Digits digits(Settings at) {
        return new DataSource.Digits(at.get(ROWS), at.get(FIRST));
    }

    /** One path or several, with an example of the format. */
    private static final class PathType implements ValueType<List<String>> {
        private static final String WHAT = "a path or a list of paths";

        @Override
        public String expected() {
            return WHAT;
        }

        private static String example(Reading at) {
            return "/data/rows/*." + at.value(FORMAT).map(Labelled::label).orElse(Format.CSV.label());
        }

        @Override
        public List<String> read(SettingField field, String example, Reading at) {
            return field.texts(WHAT, example(at));
        }

        @Override
        public Object write(List<String> paths) {
            return Types.oneOrList(paths);
        }

        @Override
        public List<String> nothing() {
            return List.of();
        }

        @Override
        public String adviceIfMissing(String example, Reading at) {
            return "take e.g. " + example(at);
        }
    }
}
