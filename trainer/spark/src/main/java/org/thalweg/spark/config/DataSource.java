package org.thalweg.spark.config;

import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import org.thalweg.settings.Setting;

/** Where rows are and how they are read. There is one record per format, with the settings that apply to it. */
public sealed interface DataSource {

    /** The format, one for each of the records. */
    Format format();

    /** A source with columns. */
    sealed interface Tabular extends DataSource {
        /** The roles of the columns. */
        Columns columns();
    }

    /** A source in files. */
    sealed interface InFiles extends DataSource {
        /** At least one path; paths may be globs. */
        public List<String> paths();

        /**
         * The same source with other files.
         *
         * @param labels of IDX files, one for each path; none of other formats
         */
        DataSource with(List<String> paths, List<String> labels);
    }

    /** CSV files. */
    record Csv(List<String> paths, boolean header, char separator, CsvDialect dialect, Columns columns)
            implements InFiles, Tabular {

        /**
         * Copies the paths.
         *
         * @throws IllegalArgumentException without a path, or for an invalid separator
         */
        public Csv {
            paths = requirePaths("path", paths);
            Objects.requireNonNull(dialect, "dialect");
            Objects.requireNonNull(columns, "columns");
            if (!maySeparate(separator)) {
                throw new IllegalArgumentException("separator: expected a character that can stand between values");
            }
        }

        /** Files of the default dialect. */
        public Csv(List<String> paths, boolean header, char separator, Columns columns) {
            this(paths, header, separator, CsvDialect.DEFAULT, columns);
        }

        /** Whether a character may separate values: not a quote, a line break or a surrogate. */
        public static boolean maySeparate(char separator) {
            return separator != '"' && separator != '\n' && separator != '\r' && !Character.isSurrogate(separator);
        }

        @Override
        public DataSource with(List<String> newPaths, List<String> newLabels) {
            return new Csv(newPaths, header, separator, dialect, columns);
        }

        @Override
        public Format format() {
            return Format.CSV;
        }
    }

    /**
     * Files in LIBSVM's sparse format; without {@code numFeatures}, the largest index in the data is the number of features.
     */
    record Libsvm(List<String> paths, OptionalInt numFeatures) implements InFiles {
        public static final Setting NUM_FEATURES = Setting.wholeAtLeast("numFeatures", 1, 784);

        /**
         * Copies the paths.
         *
         * @throws IllegalArgumentException without a path or feature
         */
        public Libsvm {
            paths = requirePaths("path", paths);
            numFeatures.ifPresent(NUM_FEATURES::require);
        }

        @Override
        public DataSource with(List<String> newPaths, List<String> newLabels) {
            return new Libsvm(newPaths, numFeatures);
        }

        @Override
        public Format format() {
            return Format.LIBSVM;
        }
    }

    /** Files that name their columns and need no other settings, such as Parquet. */
    record Columnar(Format format, List<String> paths, Columns columns) implements InFiles, Tabular {
        /**
         * Copies the paths.
         *
         * @throws IllegalArgumentException without a path
         */
        public Columnar {
            Objects.requireNonNull(format, "format");
            paths = requirePaths("path", paths);
            Objects.requireNonNull(columns, "columns");
        }

        @Override
        public DataSource with(List<String> newPaths, List<String> newLabels) {
            return new Columnar(format, newPaths, columns);
        }
    }

    /** A table of Spark's catalogue, {@code db.name}. */
    record Table(String table, Columns columns) implements Tabular {
        /**
         * Requires a name.
         *
         * @throws IllegalArgumentException for a blank one
         */
        public Table {
            requirePaths("table", List.of(table));
            Objects.requireNonNull(columns, "columns");
        }

        @Override
        public Format format() {
            return Format.TABLE;
        }
    }

    /** MNIST's image files, and their label files; no label files if the command needs none. */
    record Idx(List<String> paths, List<String> labels) implements InFiles {
        /**
         * Copies the paths.
         *
         * @throws IllegalArgumentException without a path
         */
        public Idx {
            paths = requirePaths("path", paths);
            labels = labels.isEmpty() ? List.of() : requirePaths("labels", labels);
        }

        @Override
        public DataSource with(List<String> newPaths, List<String> newLabels) {
            return new Idx(newPaths, newLabels);
        }

        @Override
        public Format format() {
            return Format.IDX;
        }
    }

    /** Generated digits: {@code rows} of them from number {@code first} on. */
    record Digits(long rows, long first) implements DataSource {
        public static final Setting ROWS = Setting.whole("rows", 1, 1_000_000_000_000L, 12_000);
        public static final Setting FIRST = Setting.whole("first", 0, 1_000_000_000_000_000_000L, 0);

        /**
         * Checks the ranges.
         *
         * @throws IllegalArgumentException for no rows, or a negative number
         */
        public Digits {
            ROWS.require(rows);
            FIRST.require(first);
        }

        /** Whether both contain a digit of the same number. */
        public boolean overlaps(Digits other) {
            return first < other.first + other.rows && other.first < first + rows;
        }

        @Override
        public Format format() {
            return Format.DIGITS;
        }
    }

    private static List<String> requirePaths(String key, List<String> paths) {
        if (paths.isEmpty() || paths.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException(key + ": expected at least one, and none blank, found " + paths);
        }
        return List.copyOf(paths);
    }
}
