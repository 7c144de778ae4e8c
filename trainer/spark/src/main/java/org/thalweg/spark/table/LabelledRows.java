package org.thalweg.spark.table;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.FilterFunction;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.functions;
import org.thalweg.data.Cell;
import org.thalweg.data.RowShape;
import org.thalweg.data.Split;
import org.thalweg.settings.KeyText;
import org.thalweg.spark.SparkRows;
import org.thalweg.spark.config.Classes;

/** An open table with the roles of its columns. Examples and classes are read from it. */
public final class LabelledRows {
    /**
     * A row is sparse if at most one of so many inputs is not 0: then sparse products are as fast as dense ones. Sparse rows
     * need less memory already from 1 in 2 on.
     */
    private static final int SPARSE_INPUTS = 16;

    /** The number of rows from which a class with a single row causes a warning. */
    private static final long MANY_ROWS = 100;

    private static final int SHOWN_CLASSES = 5;

    private final OpenTable table;
    private final OpenTable origin; // the table as it is in its files, if its rows were changed
    private final ColumnRoles roles;
    private final UnseenCategories unseen;
    private Map<String, Long> labels; // the number of rows of each label; null until they are counted
    private final boolean whole; // whether these are all rows of the table's source
    private OptionalLong counted; // the number of rows, if all of them have been read

    /** Rows of a table. */
    public LabelledRows(OpenTable table, ColumnRoles roles) {
        this(table, table, roles, null, false, OptionalLong.empty());
    }

    private LabelledRows(
            OpenTable table,
            OpenTable origin,
            ColumnRoles roles,
            Map<String, Long> labels,
            boolean whole,
            OptionalLong counted) {
        this.origin = origin.withNumbers(roles);
        this.whole = whole;
        this.counted = counted;
        this.table = table.withNumbers(roles);
        this.roles = roles;
        this.labels = labels;
        this.unseen = new UnseenCategories(table.spark(), roles.encoding());
    }

    /** All rows of a table's source. */
    public static LabelledRows ofAll(OpenTable table, ColumnRoles roles) {
        return new LabelledRows(table, table, roles, null, true, OptionalLong.empty());
    }

    /**
     * The same rows with a complete encoding. If the encoding depends on the rows, all rows are read once.
     *
     * @param classes whether {@link #classes} will need the labels, which are then collected in the same pass
     * @throws DataException if a row is bad, or a column cannot be encoded
     */
    public LabelledRows surveyed(boolean classes) {
        if (roles.encoding().isEmpty()) {
            return this;
        }
        EncodingPass.Result result = new EncodingPass(table, roles, classes).run();
        return new LabelledRows(table, origin, roles.with(result.encoding()), result.labels(), whole, result.rows());
    }

    /**
     * The same rows with the {@linkplain SplitRows#SPLIT split} of each row when a model is trained on them.
     *
     * @param sparse whether the model is trained on sparse rows
     */
    public LabelledRows withSplit(Targets targets, boolean sparse, HoldOutRows heldOut, long seed) {
        ExampleMapper mapper = new ExampleMapper(table, roles, targets, sparse);
        return with(SplitRows.of(table, mapper, heldOut, seed));
    }

    /**
     * A content hash of these rows by split, as given by {@link #withSplit}.
     *
     * @throws DataException if a row is bad
     */
    public SplitRows.Found found(Targets targets, boolean sparse, HoldOutRows heldOut, long seed) {
        ExampleMapper mapper = new ExampleMapper(table, roles, targets, sparse);
        return reading(targets, ExampleMapper::example, () -> SplitRows.found(table, mapper, heldOut, seed));
    }

    /** The same source with other rows, read in the same way. */
    LabelledRows with(Dataset<Row> others) {
        return new LabelledRows(table.with(others), origin, roles, null, false, OptionalLong.empty());
    }

    /** The rows of one split, for rows {@linkplain #withSplit with a split}. */
    public LabelledRows of(Split split) {
        return with(table.rows()
                .filter(functions.col(SplitRows.SPLIT).equalTo(SplitRows.name(split)))
                .drop(SplitRows.SPLIT));
    }

    /** A mapper from rows to sparse or dense examples, which counts categories that training did not know. */
    public ExampleMapper mapper(Targets targets, boolean sparse) {
        return new ExampleMapper(table, roles, targets, sparse, unseen);
    }

    /** Warnings about the rows read so far. */
    public List<String> warnings() {
        return unseen.warnings(roles.encoding(), table.key());
    }

    /** The number of rows; empty if it is not known from their source and not all rows have been read. */
    public OptionalLong counted() {
        if (counted.isEmpty() && whole) {
            counted = table.format().rows(table.spark());
        }
        return counted;
    }

    /** The open table. */
    public OpenTable table() {
        return table;
    }

    /** The roles of its columns. */
    public ColumnRoles roles() {
        return roles;
    }

    /**
     * The rows of the table for packing, sparse or dense, which are read when a job runs over them.
     *
     * @param heldOut the held-out rows
     */
    public SparkRows.Source<InternalRow> source(Targets targets, RowShape shape, HoldOutRows heldOut) {
        return heldOut.source(table, mapper(targets, shape.sparse()), shape);
    }

    /**
     * Whether the rows should be stored without their zeros. This holds for LIBSVM files, for rows with many more categories
     * than columns, and for tables with a sparse vector in some row. Vector columns are read until a sparse one is found.
     *
     * @throws DataException if a file could not be read
     */
    public boolean areSparse() {
        if (table.format().isSparse() || isSparseEncoding()) {
            return true;
        }
        String[] vectors = roles.features().stream()
                .filter(name -> table.rows().schema().apply(name).dataType().equals(SQLDataTypes.VectorType()))
                .toArray(String[]::new);
        if (vectors.length == 0) {
            return false;
        }
        FilterFunction<Row> holdsSparse =
                row -> IntStream.range(0, row.length()).anyMatch(column -> row.get(column) instanceof SparseVector);
        Column[] columns = Arrays.stream(vectors).map(OpenTable::column).toArray(Column[]::new);
        return reading(Targets.NUMBERS, ExampleMapper::features, () -> !table.rows()
                .select(columns)
                .filter(holdsSparse)
                .takeAsList(1)
                .isEmpty());
    }

    private boolean isSparseEncoding() {
        return roles.encoding()
                .filter(encoding -> (long) SPARSE_INPUTS * encoding.maxNonZeros() <= encoding.inputs())
                .isPresent();
    }

    /**
     * Runs work over the rows; a bad row becomes one message with its file and line.
     *
     * @param targets how labels become targets
     * @param check how the work reads a row that may be bad
     * @throws DataException if a row was bad, or a file could not be read
     */
    public <R> R reading(Targets targets, RowCheck check, Supplier<R> work) {
        try {
            return work.get();
        } catch (Exception failure) { // Spark's own, which Scala does not declare, are checked ones.
            ExampleMapper mapper = new ExampleMapper(origin, roles, targets, false);
            Optional<DataException> explained =
                    new ReadFailures(origin, Optional.of(roles)).explained(failure, row -> check.check(mapper, row));
            if (explained.isPresent()) {
                throw explained.get();
            }
            throw failure;
        }
    }

    /**
     * The classes of a label column, in the order of their indices: the expected classes, or all that are found. Numbers are
     * sorted by value, texts alphabetically.
     *
     * @throws DataException if the data contradicts what was expected, or has less than two classes
     */
    public Targets classes(Optional<Classes> expected) {
        if (expected.isPresent() && expected.get() instanceof Classes.Names names) {
            return Targets.classes(names.names());
        }
        List<String> found = reading(Targets.NUMBERS, ExampleMapper::label, this::distinctLabels);
        String where = roles.labels().get(0) + " of " + table.described();
        if (found.isEmpty()) {
            throw table.noRow();
        }
        if (expected.isPresent() && found.size() != expected.get().count()) {
            throw new DataException(KeyText.of("data.classes") + ": expected "
                    + expected.get().count() + " classes, found " + found.size() + " in " + where + ": "
                    + Cells.shown(found) + "; correct the number or the rows");
        }
        if (found.size() < 2) {
            throw new DataException(KeyText.of("data.label") + ": expected at least two classes, found only "
                    + Cells.shown(found) + " in " + where + "; a network needs rows of each class");
        }
        return Targets.classes(found);
    }

    private List<String> distinctLabels() {
        return labels != null
                ? Cell.inOrder(labels.keySet())
                : table.format().distinctLabels(table.spark()).orElseGet(this::labelsOfRows);
    }

    private List<String> labelsOfRows() {
        String column = roles.labels().get(0);
        Column[] narrow = Arrays.stream(table.rows().columns())
                .filter(name -> name.equals(column) || name.equals(OpenTable.FILE) || name.equals(OpenTable.CORRUPT))
                .map(OpenTable::column)
                .toArray(Column[]::new);
        OpenTable ofLabels = table.with(table.rows().select(narrow));
        ExampleMapper mapper = new ExampleMapper(ofLabels, roles, Targets.NUMBERS, false);
        Findings findings = Findings.of(ofLabels.rows(), rows -> {
            DistinctLabels distinct = new DistinctLabels(mapper, column);
            while (rows.hasNext()) {
                distinct.add(rows.next());
            }
            Findings ofPart = new Findings();
            ofPart.add(distinct);
            ofPart.addRows(distinct.rows());
            return ofPart;
        });
        DistinctLabels.requireFew(findings.labels().size(), column);
        counted = OptionalLong.of(findings.rows());
        labels = findings.labels();
        return Cell.inOrder(labels.keySet());
    }

    /** A warning if classes have a single row among many: a mistyped label, or a truncated file. */
    public Optional<String> lonelyClasses() {
        List<String> lonely = labels == null || counted.orElse(0) < MANY_ROWS
                ? List.of()
                : Cell.inOrder(labels.entrySet().stream()
                        .filter(label -> label.getValue() == 1)
                        .map(Map.Entry::getKey)
                        .toList());
        if (lonely.isEmpty()) {
            return Optional.empty();
        }
        String shown = String.join(", ", lonely.subList(0, Math.min(lonely.size(), SHOWN_CLASSES)))
                + (lonely.size() > SHOWN_CLASSES ? ", … (" + lonely.size() + ")" : "");
        boolean one = lonely.size() == 1;
        return Optional.of(KeyText.of("data.label") + ": " + (one ? "class " : "classes ") + shown
                + (one ? " has" : " have") + " a single row (" + table.described()
                + "): a wrong label, or a truncated file?");
    }
}
