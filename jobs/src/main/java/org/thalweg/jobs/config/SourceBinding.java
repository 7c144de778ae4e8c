package org.thalweg.jobs.config;

import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.thalweg.jobs.config.YamlValue.Scalar;
import org.thalweg.settings.Labelled;
import org.thalweg.spark.config.Columns;
import org.thalweg.spark.config.DataSource;
import org.thalweg.spark.config.Format;
import org.thalweg.spark.config.Whole;

/**
 * Reads where rows are, and how. The layout stands once, in {@code data}; the location stands there and again below
 * {@code validation} and {@code test}.
 */
final class SourceBinding {
    private static final List<Format> FILES =
            List.of(Format.CSV, Format.LIBSVM, Format.PARQUET, Format.JSON, Format.IDX);
    private static final List<Format> IDX = List.of(Format.IDX);
    private static final List<Format> TABLE = List.of(Format.TABLE);
    private static final List<Format> DIGITS = List.of(Format.DIGITS);
    private static final List<Format> CSV = List.of(Format.CSV);
    private static final List<Format> LIBSVM = List.of(Format.LIBSVM);
    private static final String SEPARATOR_EXAMPLE = "\";\"";

    /** What {@code data} says of all its sources. */
    record Layout(boolean header, char separator, OptionalInt numFeatures) {}

    /** Where the rows of one source are; only what its format needs is filled in. */
    record Location(List<String> paths, List<String> labels, String table, long rows, long first) {
        DataSource.Digits digits() {
            return new DataSource.Digits(rows, first);
        }
    }

    private final Selected<Format> format;
    private final boolean needsLabel;

    SourceBinding(Selected<Format> format, boolean needsLabel) {
        this.format = format;
        this.needsLabel = needsLabel;
    }

    Location location(Section at) {
        List<String> paths = at.only("path", format, FILES)
                ? at.slot("path").texts("a path or a list of paths", "/data/rows/*." + extension())
                : List.of();
        List<String> labels = labels(at, paths);
        String table = at.only("table", format, TABLE) ? at.slot("table").text("a table's name", "sales.orders") : "";
        long rows = ofDigits(at, DataSource.Digits.ROWS);
        long first = ofDigits(at, DataSource.Digits.FIRST);
        return new Location(paths, labels, table, rows, first);
    }

    private long ofDigits(Section at, Whole rule) {
        return at.only(rule.key(), format, DIGITS) ? at.slot(rule).whole(rule) : rule.usual();
    }

    private List<String> labels(Section at, List<String> paths) {
        if (!at.only("labels", format, IDX)) {
            return List.of();
        }
        Slot slot = at.slot("labels");
        if (slot.isEmpty() && !needsLabel) {
            return List.of();
        }
        List<String> labels = slot.texts("the path of the labels, or a list of paths", "train-labels-idx1-ubyte.gz");
        boolean globs = Stream.concat(paths.stream(), labels.stream()).anyMatch(path -> path.matches(".*[*?\\[{].*"));
        if (!globs && labels.size() != paths.size()) {
            slot.fault("expected as many as path (" + paths.size() + "), found " + labels.size()
                    + "; name the labels' file of each file");
        }
        return labels;
    }

    private String extension() {
        return format.value().map(Labelled::label).orElse("csv");
    }

    Layout layout(Section data) {
        boolean header = data.only("header", format, CSV)
                ? data.slot("header").flag(DataSource.Csv.DEFAULT_HEADER)
                : DataSource.Csv.DEFAULT_HEADER;
        char separator = data.only("separator", format, CSV)
                ? separator(data.slot("separator"))
                : DataSource.Csv.DEFAULT_SEPARATOR;
        Whole rule = DataSource.Libsvm.NUM_FEATURES;
        OptionalInt numFeatures =
                data.only(rule.key(), format, LIBSVM) && !data.slot(rule).isEmpty()
                        ? OptionalInt.of(data.whole(rule))
                        : OptionalInt.empty();
        return new Layout(header, separator, numFeatures);
    }

    private static char separator(Slot slot) {
        if (slot.isEmpty()) {
            return DataSource.Csv.DEFAULT_SEPARATOR;
        }
        String text = slot.scalar().map(Scalar::text).orElse("");
        String one = text.equals("tab") || text.equals("\\t") ? "\t" : text;
        if (one.length() != 1 || !DataSource.Csv.maySeparate(one.charAt(0))) {
            slot.expected("one character (no quote, no line break) or tab", "take e.g. " + SEPARATOR_EXAMPLE);
            return DataSource.Csv.DEFAULT_SEPARATOR;
        }
        return one.charAt(0);
    }

    /** Makes sources of locations; to be called only if nothing was at fault. */
    Function<Location, DataSource> sources(Layout layout, Supplier<Columns> columns) {
        return at -> switch (format.value().orElseThrow()) {
            case CSV -> new DataSource.Csv(at.paths(), layout.header(), layout.separator(), columns.get());
            case LIBSVM -> new DataSource.Libsvm(at.paths(), layout.numFeatures());
            case PARQUET -> new DataSource.Parquet(at.paths(), columns.get());
            case JSON -> new DataSource.Json(at.paths(), columns.get());
            case TABLE -> new DataSource.Table(at.table(), columns.get());
            case IDX -> new DataSource.Idx(at.paths(), at.labels());
            case DIGITS -> at.digits();
        };
    }
}
