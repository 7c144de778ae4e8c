package org.thalweg.spark.table;

import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.thalweg.data.Cell;
import org.thalweg.data.CompressedRows;
import org.thalweg.data.DateReader;
import org.thalweg.data.EncodingSurvey;
import org.thalweg.data.Example;
import org.thalweg.data.FeatureEncoding;
import org.thalweg.data.OtherEncodingException;
import org.thalweg.data.PackedRows;
import org.thalweg.data.RowEncoder;
import org.thalweg.nn.Loss;
import org.thalweg.settings.KeyText;

/** Converts rows of a table into examples. A bad row is refused with the column, what was expected and what was found. */
public final class ExampleMapper implements Serializable {
    private static final long serialVersionUID = 1;

    private static final String NO_NUMBER = "expected a number";

    private final String[] columns;
    private final int[] features;
    private final int[] labels;
    private final int weight;
    private final int file;
    private final int corrupt;
    private final String wholeRow;
    private final boolean quotes;
    private final boolean plainNumbers; // of CSV with the default number format
    private final int inputs;
    private final Targets.Kind kind;
    private final int targetWidth;
    private final List<String> classLabels;
    private final String lossText;
    private final boolean sparse;
    private transient CompressedRows sparseRow;
    private final FeatureEncoding encoding; // null if all features are plain numbers
    private final UnseenCategories unseen; // null for no counting
    private transient RowEncoder encoder;
    private transient Loss loss;
    private transient Map<String, Integer> classes;

    /**
     * A mapper for the rows of a table.
     *
     * @param targets how the roles' labels become targets
     * @param sparse whether the examples are sparse
     */
    public ExampleMapper(OpenTable table, ColumnRoles roles, Targets targets, boolean sparse) {
        this(table, roles, targets, sparse, null);
    }

    /**
     * A mapper that counts unknown categories.
     *
     * @param unseen counts the rows with a category that training did not know; null for no counting
     */
    ExampleMapper(OpenTable table, ColumnRoles roles, Targets targets, boolean sparse, UnseenCategories unseen) {
        encoding = roles.encoding().orElse(null);
        this.unseen = unseen;
        this.sparse = sparse;
        columns = table.rows().columns();
        List<String> all = List.of(columns);
        Map<String, Integer> places = new HashMap<>(); // for wide tables, a search for each column would be slow
        for (int i = 0; i < columns.length; i++) {
            places.putIfAbsent(columns[i], i);
        }
        features = roles.features().stream()
                .mapToInt(name -> places.getOrDefault(name, -1))
                .toArray();
        labels = targets.kind() == Targets.Kind.NONE
                ? new int[0]
                : roles.labels().stream().mapToInt(all::indexOf).toArray();
        weight = roles.weight().map(all::indexOf).orElse(-1);
        file = table.hidden(OpenTable.FILE);
        corrupt = table.hidden(OpenTable.CORRUPT);
        wholeRow = table.format().wholeRow(table.columns().size());
        quotes = table.format().hasQuotes();
        plainNumbers = quotes && table.format().numberText().isEmpty();
        inputs = roles.inputs();
        kind = targets.kind();
        targetWidth = targets.width(roles);
        classLabels = targets.classLabels();
        lossText = targets.loss();
    }

    /**
     * A row as an example.
     *
     * @throws BadRowException if the row is bad
     */
    public Example example(Row row) {
        requireReadable(row);
        if (!sparse) {
            return new Example(features(row), targets(row), weight(row));
        }
        sparseRow = sparseRow == null ? new CompressedRows(inputs) : sparseRow;
        sparseRow.clear();
        sparseFeaturesInto(row, sparseRow);
        int[] indices = Arrays.copyOf(sparseRow.indices(), sparseRow.numbers());
        float[] values = Arrays.copyOf(sparseRow.values(), sparseRow.numbers());
        return new Example(inputs, indices, values, targets(row), weight(row));
    }

    /** A row's features, [inputs]: encoded if the roles have an encoding, otherwise as plain numbers. */
    public float[] features(Row row) {
        if (encoding != null) {
            float[] encoded = new float[inputs];
            forEachColumn(row, (column, cell, at) -> encoder().encodeInto(column, cell, encoded, at));
            return encoded;
        }
        float[] numbers = new float[inputs];
        forEachFeature(row, (cell, at) -> Cells.numbersInto(cell, numbers, at));
        return numbers;
    }

    /** Adds a row's features to sparse rows, with the same values as {@link #features}. */
    public void sparseFeaturesInto(Row row, CompressedRows rows) {
        if (encoding != null) {
            forEachColumn(row, (column, cell, at) -> encoder().encodeInto(column, cell, rows, at));
            rows.endRow();
            return;
        }
        forEachFeature(row, (cell, at) -> Cells.numbersInto(cell, rows, at));
        rows.endRow();
    }

    /** Reads the cell of a feature column; at: the index of its first input. */
    private interface CellReader {
        void read(Object cell, int at);
    }

    private void forEachFeature(Row row, CellReader reader) {
        requireReadable(row);
        int at = 0;
        for (int column : features) {
            Object cell = row.get(column);
            int width = cell == null ? 1 : Cells.width(cell);
            if (at + width > inputs) {
                throw bad(row, columns[column], "expected " + (inputs - at) + " numbers, found " + width);
            }
            try {
                reader.read(cell, at);
            } catch (IllegalArgumentException e) {
                throw noNumber(row, column, e);
            }
            at += width;
        }
        if (at != inputs) {
            throw bad(row, "features", "expected " + inputs + " numbers, found " + at);
        }
    }

    /** Encodes the cell of a column; at: the index of the column's first input. */
    private interface CellEncoder {
        boolean encode(int column, Object cell, int at);
    }

    private void forEachColumn(Row row, CellEncoder to) {
        requireReadable(row);
        int at = 0;
        for (int c = 0; c < features.length; c++) {
            try {
                boolean known = to.encode(c, Cells.plain(row.get(features[c])), at);
                if (!known && unseen != null) {
                    unseen.count(c);
                }
            } catch (IllegalArgumentException e) {
                throw noNumber(row, features[c], e);
            }
            at += encoding.columns().get(c).inputs();
        }
    }

    private RowEncoder encoder() {
        if (encoder == null) {
            encoder = encoding.encoder();
        }
        return encoder;
    }

    /** Adds a row's features to a survey. */
    void survey(Row row, EncodingSurvey survey) {
        requireReadable(row);
        for (int c = 0; c < features.length; c++) {
            try {
                survey.add(c, Cells.plain(row.get(features[c])));
            } catch (IllegalArgumentException e) {
                throw noNumber(row, features[c], e);
            }
        }
    }

    /**
     * The error for a text among numbers. The text may be a category, or a number in another format; then the settings are
     * wrong, not the row.
     */
    private BadRowException noNumber(Row row, int column, IllegalArgumentException e) {
        String name = columns[column];
        boolean text = row.get(column) instanceof String cell && !cell.isBlank();
        BadRow.Kind kind = Cell.isMissingNumber(row.get(column)) ? BadRow.Kind.MISSING : kind(row.get(column), e);
        boolean category = text && kind == BadRow.Kind.NO_NUMBER;
        return bad(
                row,
                name,
                kind,
                category
                        ? e.getMessage()
                                .replace(
                                        NO_NUMBER,
                                        NO_NUMBER + " (" + name + " is not in " + KeyText.of("data.categorical") + ")")
                        : withDateFormat(e.getMessage(), name));
    }

    private static String withDateFormat(String message, String column) {
        return message.replace(
                DateReader.EXPECTS_ISO,
                DateReader.EXPECTS_ISO + "; other texts by " + KeyText.of("data.dates") + "." + column
                        + ".format, such as dd.MM.yyyy");
    }

    private BadRow.Kind kind(Object cell, IllegalArgumentException e) {
        BadRow.Kind known = kind(e);
        if (known != BadRow.Kind.OTHER
                || !(cell instanceof String text)
                || text.contains(NumberText.SAID)
                || !e.getMessage().startsWith(NO_NUMBER)) {
            return known;
        }
        if (!plainNumbers || Cell.isNumber(text)) {
            return BadRow.Kind.NO_NUMBER;
        }
        return NumberSpelling.of(List.of(text)).stream()
                .findFirst()
                .map(spelling -> spelling.thousands().isEmpty() ? BadRow.Kind.DECIMAL_COMMA : BadRow.Kind.THOUSANDS)
                .orElse(BadRow.Kind.NO_NUMBER);
    }

    /** The number of targets in a label cell. */
    int targetWidth(Object cell) {
        return cell == null || kind == Targets.Kind.CLASS ? 1 : Cells.width(cell);
    }

    private float[] targets(Row row) {
        float[] targets = new float[targetWidth];
        int at = 0;
        for (int i = 0; i < labels.length; i++) {
            Object cell = row.get(labels[i]);
            int width = targetWidth(cell);
            int left = targetWidth - at - (labels.length - 1 - i); // each column has one target or more
            if (width > left || i == labels.length - 1 && width < left) {
                throw bad(row, columns[labels[i]], "expected " + left + " numbers, found " + width);
            }
            try {
                targetsInto(cell, width, targets, at);
            } catch (IllegalArgumentException e) {
                BadRow.Kind found = kind(cell, e);
                throw bad(
                        row,
                        columns[labels[i]],
                        found == BadRow.Kind.NO_NUMBER ? BadRow.Kind.OTHER : found,
                        e.getMessage());
            }
            at += width;
        }
        return targets;
    }

    /** Writes the targets of a label cell that is not empty; throws if it is invalid. */
    void targetsInto(Object cell, int width, float[] targets, int at) {
        switch (kind) {
            case CLASS -> targets[at] = classOf(cell);
            case LABELS -> Cells.flagsInto(cell, targets, at);
            case NUMBERS -> {
                if (cell instanceof String text && !Cell.isNumber(text)) {
                    throw new IllegalArgumentException(
                            "expected a number (task regression), found " + Cell.shown(text));
                }
                Cells.numbersInto(cell, targets, at);
                requirePermitted(cell, width, targets, at);
            }
            case NONE -> {}
        }
    }

    private void requirePermitted(Object cell, int width, float[] targets, int at) {
        if (lossText.isEmpty()) {
            return;
        }
        if (loss == null) {
            loss = Loss.parse(lossText);
        }
        for (int i = at; i < at + width; i++) {
            if (!loss.permitsTarget(targets[i])) {
                throw new IllegalArgumentException("expected " + loss.targetRange() + " (loss " + loss.name()
                        + "), found " + Cell.shown(width == 1 ? cell : targets[i]));
            }
        }
    }

    /** The index of a label's class. */
    float classOf(Object cell) {
        if (classes == null) {
            classes = Targets.classes(classLabels).indices();
        }
        String text = Cell.label(cell, "a class label");
        String label = classes.containsKey(text) ? text : Cell.classLabel(text);
        Integer index = classes.get(label);
        if (index == null) {
            throw new NoClassException(
                    "expected one of the classes " + Cells.shown(classLabels) + ", found " + Cell.shown(label));
        }
        return index;
    }

    private float weight(Row row) {
        if (weight < 0) {
            return 1;
        }
        try {
            return weight(row.get(weight));
        } catch (IllegalArgumentException e) {
            throw bad(row, columns[weight], e.getMessage());
        }
    }

    /** The value of a weight cell, above 0; throws if it is invalid. */
    float weight(Object cell) {
        float found = Cell.number(cell);
        if (found > 0) {
            return found;
        }
        throw new IllegalArgumentException("expected a weight above 0, found " + found);
    }

    /** The indices of the feature columns in the rows. */
    int[] featureColumns() {
        return features;
    }

    /** The indices of the label columns in the rows. */
    int[] labelColumns() {
        return labels;
    }

    /** The index of the weight column, or −1. */
    int weightColumn() {
        return weight;
    }

    /** How the feature columns are encoded; null if all are plain numbers. */
    FeatureEncoding encoding() {
        return encoding;
    }

    /** Whether labels are classes. */
    boolean isOfClasses() {
        return kind == Targets.Kind.CLASS;
    }

    /** Whether a row could not be read. */
    boolean isCorrupt(InternalRow row) {
        return corrupt >= 0 && !row.isNullAt(corrupt);
    }

    /** The error for a row with a value that Spark refuses. */
    BadRowException refused(InternalRow row, IllegalArgumentException refusal) {
        return new BadRowException(
                BadRow.ofValue(refusal), file >= 0 ? row.getUTF8String(file).toString() : "");
    }

    /** Encodes the cell of a column into packed rows, its first number as feature {@code at}; throws if the cell is invalid. */
    void encode(int column, Object cell, PackedRows to, int at) {
        boolean known = to.isSparse()
                ? encoder().encodeInto(column, cell, to.sparse(), at)
                : encoder().encodeInto(column, cell, to.features(), to.featuresOffset() + at);
        if (!known && unseen != null) {
            unseen.count(column);
        }
    }

    /** The text of a row's label, for collecting the classes. */
    String label(Row row) {
        requireReadable(row);
        try {
            return Cells.label(row.get(labels[0]));
        } catch (IllegalArgumentException e) {
            throw bad(row, columns[labels[0]], e);
        }
    }

    private void requireReadable(Row row) {
        if (corrupt >= 0 && !row.isNullAt(corrupt)) {
            String text = row.getString(corrupt);
            boolean cut = quotes && text.chars().filter(c -> c == '"').count() % 2 == 1;
            String why = cut
                    ? ", where a quote is left open: line breaks within quotes need " + KeyText.of("data.multiline")
                            + ": true"
                    : "";
            throw bad(row, "the row", "expected " + wholeRow + ", found " + Cell.shown(text) + why);
        }
    }

    /** A label that is not one of the classes. */
    private static final class NoClassException extends IllegalArgumentException {
        private static final long serialVersionUID = 1;

        NoClassException(String message) {
            super(message);
        }
    }

    private BadRowException bad(Row row, String column, String what) {
        return bad(row, column, BadRow.Kind.OTHER, what);
    }

    private BadRowException bad(Row row, String column, IllegalArgumentException e) {
        return bad(row, column, kind(e), e.getMessage());
    }

    private static BadRow.Kind kind(IllegalArgumentException e) {
        return e instanceof NoClassException
                ? BadRow.Kind.UNKNOWN_CLASS
                : e instanceof OtherEncodingException ? BadRow.Kind.OTHER_ENCODING : BadRow.Kind.OTHER;
    }

    private BadRowException bad(Row row, String column, BadRow.Kind kind, String what) {
        return new BadRowException(new BadRow(kind, column + ": " + what), file >= 0 ? row.getString(file) : "");
    }
}
