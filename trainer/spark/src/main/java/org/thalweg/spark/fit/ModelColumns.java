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

/** Adds the columns of a model to the rows of a table or a stream. No row is read before a job or a query runs. */
public final class ModelColumns {
    /** Makes the cells of the added columns. */
    public interface Cells extends Serializable {
        /** Adds the cells of a row of a block, one for each added column, in order. */
        void addTo(List<Object> cells, BlockOutputs block, int row);
    }

    private final Broadcast<byte[]> model;
    private final KnownFeatures features;
    private final boolean sparse;

    /**
     * A model that is sent to the executors once. Spark removes it there when this object is no longer referenced.
     *
     * @param model the bytes of the model, see {@link ModelBytes#of}
     * @param sparse whether its network reads sparse rows
     * @param features the columns from which its inputs are read
     */
    public ModelColumns(SparkSession spark, byte[] model, boolean sparse, KnownFeatures features) {
        this.model = JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(model);
        this.features = features;
        this.sparse = sparse;
    }

    /**
     * Rows with the added columns after their own.
     *
     * @param schema the schema of the result: that of the rows, followed by the added columns
     * @param layer the hidden layer that the cells need, from 1; 0 for none
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

    /** Restores the metadata, because an encoder keeps only names and types. */
    private static Dataset<Row> withMetadata(Dataset<Row> rows, StructType schema) {
        return rows.select(Arrays.stream(schema.fields())
                .map(field -> OpenTable.column(field.name()).as(field.name(), field.metadata()))
                .toArray(Column[]::new));
    }
}
