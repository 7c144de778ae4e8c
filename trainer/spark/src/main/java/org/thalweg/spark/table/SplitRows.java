package org.thalweg.spark.table;

import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF3;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.thalweg.data.HoldOut;
import org.thalweg.data.RowContent;
import org.thalweg.data.RowKeys;
import org.thalweg.data.RowView;
import org.thalweg.data.Split;

/**
 * Rows with the split of each row when a model is trained on them, as decided by {@link HoldOutRows} and {@link HoldOut}. If
 * some of several rows that are equal for training are held out, the rows with the smallest hashes of their other columns are
 * chosen.
 */
public final class SplitRows {
    /** The column of the split, which is not one of the original columns. */
    public static final String SPLIT = "__thalweg_split";

    private static final String KEY = "__thalweg_key";
    private static final String ORDER = "__thalweg_order";
    private static final String DECIDED = "__thalweg_decided";

    private static final Map<Split, String> NAMES =
            Map.of(Split.TRAINING, "train", Split.VALIDATION, "validation", Split.TEST, "test");

    private static final StructType SUMS = new StructType()
            .add("low", DataTypes.LongType)
            .add("high", DataTypes.LongType)
            .add("rows", DataTypes.LongType);

    private SplitRows() {}

    /** The name of a split in rows and reports. */
    public static String name(Split split) {
        return NAMES.get(split);
    }

    /** A content hash of rows by split, and the number of rows. */
    public record Found(RowContent content, long rows) {}

    /**
     * A table's rows with their split.
     *
     * @param mapper converts them into training examples
     * @param heldOut the held-out rows
     */
    static Dataset<Row> of(OpenTable table, ExampleMapper mapper, HoldOutRows heldOut, long seed) {
        Column[] shown = Stream.concat(Stream.of(table.rows().columns()), Stream.of(SPLIT))
                .map(OpenTable::column)
                .toArray(Column[]::new);
        return keyed(table, mapper, heldOut, seed).select(shown);
    }

    /** The content hash of a table's rows, which is the one in a model's metrics if the model was trained on the same rows. */
    static Found found(OpenTable table, ExampleMapper mapper, HoldOutRows heldOut, long seed) {
        Map<String, Split> splits = new HashMap<>();
        NAMES.forEach((split, name) -> splits.put(name, split));
        MapPartitionsFunction<Row, Row> sum = part -> {
            RowContent content = RowContent.NONE;
            long rows = 0;
            while (part.hasNext()) {
                Row equal = part.next();
                content = content.plus(equal.getLong(0), splits.get(equal.getString(1)), equal.getLong(2));
                rows += equal.getLong(2);
            }
            return List.of(RowFactory.create(content.low(), content.high(), rows))
                    .iterator();
        };
        List<Row> parts = keyed(table, mapper, heldOut, seed)
                .groupBy(KEY, SPLIT, DECIDED)
                .count()
                .select(KEY, SPLIT, "count")
                .mapPartitions(sum, Encoders.row(SUMS))
                .collectAsList();
        RowContent content = RowContent.NONE;
        long rows = 0;
        for (Row part : parts) {
            content = content.plus(new RowContent(part.getLong(0), part.getLong(1)));
            rows += part.getLong(2);
        }
        return new Found(content, rows);
    }

    /** The rows with their split, and the values from which it is computed. */
    private static Dataset<Row> keyed(OpenTable table, ExampleMapper mapper, HoldOutRows heldOut, long seed) {
        List<String> columns = List.of(table.rows().columns());
        Dataset<Row> marked = heldOut.marked(table);
        StructType schema = marked.schema();
        int side = columns.size();
        StructType keyedSchema = new StructType(Arrays.copyOf(schema.fields(), side))
                .add(DECIDED, DataTypes.IntegerType)
                .add(KEY, DataTypes.LongType)
                .add(ORDER, DataTypes.LongType);
        Keying keying = new Keying(mapper, heldOut.holdOut(), seed, columns, table.columns());
        Dataset<Row> keyed = marked.map((MapFunction<Row, Row>) keying::keyed, Encoders.row(keyedSchema));
        Column number = heldOut.holdOut().samplesRandomly()
                ? functions
                        .row_number()
                        .over(Window.partitionBy(KEY, DECIDED).orderBy(ORDER))
                        .minus(1)
                : functions.lit(0);
        HoldOut holdOut = heldOut.holdOut();
        UDF3<Long, Integer, Integer, String> split =
                (key, decided, at) -> name(holdOut.split(key, HoldOut.Side.values()[decided], at));
        return keyed.withColumn(SPLIT, number)
                .withColumn(
                        SPLIT,
                        functions
                                .udf(split, DataTypes.StringType)
                                .apply(functions.col(KEY), functions.col(DECIDED), functions.col(SPLIT)));
    }

    /** Adds to a row the values from which its split is computed. The last column is the side that columns decide. */
    private static final class Keying implements Serializable {
        private static final long serialVersionUID = 1;

        private final ExampleMapper mapper;
        private final HoldOut holdOut;
        private final long seed;
        private final int columns;
        private final String[] came; // the names of the original columns: which file a row is in leaves no trace
        private final int[] places; // of these
        private transient RowKeys keys;
        private transient CanonicalContent content;

        Keying(ExampleMapper mapper, HoldOut holdOut, long seed, List<String> all, List<String> came) {
            this.mapper = mapper;
            this.holdOut = holdOut;
            this.seed = seed;
            this.columns = all.size();
            this.came = came.toArray(String[]::new);
            this.places = came.stream().mapToInt(all::indexOf).toArray();
        }

        Row keyed(Row row) {
            if (keys == null) {
                keys = new RowKeys(seed, holdOut);
                content = new CanonicalContent();
            }
            RowView view = RowView.of(mapper.example(row));
            Object[] cells = new Object[columns + 3];
            for (int column = 0; column < columns; column++) {
                cells[column] = row.get(column);
            }
            content.clear();
            for (int i = 0; i < came.length; i++) {
                content.add(came[i], cells[places[i]]);
            }
            HoldOut.Side mark = HoldOut.Side.values()[row.getInt(columns)];
            cells[columns] = keys.side(mark, view).ordinal();
            cells[columns + 1] = keys.key(view);
            cells[columns + 2] = content.hash();
            return RowFactory.create(cells);
        }
    }
}
