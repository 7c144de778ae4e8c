package org.thalweg.spark.fit;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.thalweg.spark.config.Columns;
import org.thalweg.spark.table.ColumnRoles;
import org.thalweg.spark.table.ExampleMapper;
import org.thalweg.spark.table.KnownFeatures;
import org.thalweg.spark.table.LabelledRows;
import org.thalweg.spark.table.OpenTable;
import org.thalweg.spark.table.Targets;

/** A model whose columns are added to rows, of tables as of streams: no row is read before a job or a query runs. */
public final class ModelColumns {
    /** Makes the cells of the added columns. */
    public interface Cells extends Serializable {
        /** Adds a cell for each column that is added, in their order, of a row of a block. */
        void addTo(List<Object> cells, BlockOutputs block, int row);
    }

    private final Broadcast<byte[]> model;
    private final KnownFeatures features;
    private final boolean sparse;

    /**
     * A model, sent to the executors once; Spark takes it from them when nothing refers to this object any more.
     *
     * @param model its bytes, as {@link ModelBytes#of} gives them
     * @param sparse whether its network reads sparse rows
     * @param features the columns that its inputs are read from
     */
    public ModelColumns(SparkSession spark, byte[] model, boolean sparse, KnownFeatures features) {
        this.model = JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(model);
        this.features = features;
        this.sparse = sparse;
    }

    /**
     * Rows with further columns behind their own.
     *
     * @param schema of what comes out: that of the rows, and the columns that are added
     * @param layer the hidden layer that the cells ask for, from 1; 0 for none
     * @throws org.thalweg.spark.table.DataException if a column that the model reads is missing, or of a wrong type
     */
    public Dataset<Row> addedTo(Dataset<Row> rows, StructType schema, Cells cells, int layer) {
        OpenTable table = OpenTable.of(rows, new Columns(List.of(), List.of(), Optional.empty()));
        LabelledRows source = new LabelledRows(table, ColumnRoles.forUnreadRows(table, features));
        ExampleMapper mapper = source.mapper(Targets.NONE, sparse);
        int own = rows.columns().length;
        Broadcast<byte[]> sent = model;
        MapPartitionsFunction<Row, Row> predict = part -> {
            BlockOutputs outputs = new BlockOutputs(ModelBytes.predictor(sent.value()), layer);
            PredictedRows.Cells all = (into, row, at) -> {
                for (int i = 0; i < own; i++) {
                    into.add(row.get(i));
                }
                cells.addTo(into, outputs, at);
            };
            return new PredictedRows(part, mapper, outputs, all);
        };
        return withMetadata(table.rows().mapPartitions(predict, Encoders.row(schema)), schema);
    }

    /** An encoder keeps names and types alone. */
    private static Dataset<Row> withMetadata(Dataset<Row> rows, StructType schema) {
        return rows.select(Arrays.stream(schema.fields())
                .map(field -> OpenTable.column(field.name()).as(field.name(), field.metadata()))
                .toArray(Column[]::new));
    }
}
