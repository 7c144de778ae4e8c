package org.thalweg.spark.fit;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.LongAccumulator;
import org.thalweg.model.Model;
import org.thalweg.spark.config.Columns;
import org.thalweg.spark.config.OutputColumn;
import org.thalweg.spark.config.SettingsException;
import org.thalweg.spark.table.ExampleMapper;
import org.thalweg.spark.table.KnownFeatures;
import org.thalweg.spark.table.LabelledRows;
import org.thalweg.spark.table.OpenTable;
import org.thalweg.spark.table.SplitRows;
import org.thalweg.spark.table.Targets;

/** Rows with the predictions of a model in addition to their own columns. The rows can be read until this is closed. */
public final class Scoring implements AutoCloseable {
    private final LabelledRows source;
    private final Dataset<Row> rows;
    private final Broadcast<byte[]> bytes;
    private final LongAccumulator count;

    private Scoring(LabelledRows source, Model model, ScoredLayout layout) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(
                source.table().rows().sparkSession().sparkContext());
        this.source = source;
        this.bytes = context.broadcast(ModelBytes.of(model));
        this.count = context.sc().longAccumulator("thalweg rows scored");
        ExampleMapper mapper = source.mapper(Targets.NONE, model.network().sparse());
        StructType schema = layout.schema(source.table(), model.description());
        this.rows = scored(source.table(), mapper, schema, layout, bytes, count);
    }

    /**
     * Scores rows.
     *
     * @param source rows that are rows that are read as the model reads them: see {@link DataSets#forModel} and {@link
     *     DataSets#withSplit}
     * @throws SettingsException if the model or the rows have no such column or layer, or a column of the rows has the name of
     *     an added one
     */
    public static Scoring of(LabelledRows source, Model model, ScoredColumns columns) {
        return new Scoring(source, model, ScoredLayout.of(columns, source.table(), model.description()));
    }

    /**
     * Scores a DataFrame, which has the columns that the model was trained on.
     *
     * @throws org.thalweg.spark.table.DataException if a column is missing
     * @throws SettingsException if a column of the rows has the name of an added one
     */
    public static Scoring of(Dataset<Row> rows, Model model) {
        return of(rows, model, ScoredColumns.ofAll(model.task()));
    }

    /**
     * The same with other columns.
     *
     * @throws org.thalweg.spark.table.DataException if a column is missing
     * @throws SettingsException if the model or the rows have no such column or layer, or a column of the rows has the name of
     *     an added one
     */
    public static Scoring of(Dataset<Row> rows, Model model, ScoredColumns columns) {
        OpenTable table = OpenTable.of(rows, new Columns(List.of(), List.of(), Optional.empty()));
        return of(DataSets.forModel(table, KnownFeatures.of(model.description()), false), model, columns);
    }

    /** The scored rows. They are scored again whenever a job runs over them. */
    public Dataset<Row> rows() {
        return rows;
    }

    /** The number of rows scored so far. A task that Spark repeats counts its rows again. */
    public long count() {
        return count.sum();
    }

    /** Warnings about the rows read so far. */
    public List<String> warnings() {
        return source.warnings();
    }

    /**
     * Runs work over the rows; a bad row becomes one message with its position.
     *
     * @throws org.thalweg.spark.table.DataException if a row was bad, or a file could not be read
     */
    public <R> R reading(Supplier<R> work) {
        return source.reading(Targets.NONE, ExampleMapper::features, work);
    }

    @Override
    public void close() {
        bytes.destroy();
    }

    private static Dataset<Row> scored(
            OpenTable table,
            ExampleMapper mapper,
            StructType schema,
            ScoredLayout layout,
            Broadcast<byte[]> bytes,
            LongAccumulator count) {
        List<String> all = List.of(table.rows().columns());
        int[] places = layout.columns().stream()
                .mapToInt(column -> all.indexOf(
                        column instanceof OutputColumn.OfData data
                                ? data.name()
                                : column == OutputColumn.Added.SPLIT ? SplitRows.SPLIT : ""))
                .toArray();
        MapPartitionsFunction<Row, Row> score = part -> {
            BlockOutputs outputs = new BlockOutputs(ModelBytes.predictor(bytes.value()), layout.layer());
            PredictionColumns answers = new PredictionColumns(outputs, layout);
            PredictedRows.Cells cells = (into, row, at) -> {
                for (int i = 0; i < places.length; i++) {
                    if (places[i] >= 0) {
                        into.add(row.get(places[i]));
                    } else {
                        answers.addCells(
                                into, (OutputColumn.Added) layout.columns().get(i), at);
                    }
                }
                answers.addLayer(into, at);
                count.add(1);
            };
            return new PredictedRows(part, mapper, outputs, cells);
        };
        return table.rows().mapPartitions(score, Encoders.row(schema));
    }
}
