package org.thalweg.jobs.run;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.functions;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.LongAccumulator;
import org.thalweg.data.CompressedRows;
import org.thalweg.jobs.config.JobFile;
import org.thalweg.jobs.config.OutputFormat;
import org.thalweg.jobs.read.ExampleMapper;
import org.thalweg.jobs.read.KnownFeatures;
import org.thalweg.jobs.read.LabelledRows;
import org.thalweg.jobs.read.OpenTable;
import org.thalweg.jobs.read.Targets;
import org.thalweg.model.Model;

/** Predicts for rows, and writes them with what was predicted beside the columns that came in. */
public final class ScoreRun {
    private static final int BLOCK_ROWS = 256;

    private final Session session;
    private final JobFile job;
    private final Console console;

    /** A scoring by a job's data, model and output. */
    public ScoreRun(Session session, JobFile job, Console console) {
        this.session = session;
        this.job = job;
        this.console = console;
    }

    /** Scores all rows of the job's data. */
    public void run() {
        String path = job.output().path().orElseThrow();
        try (OutputFolder folder = OutputFolder.at(
                        path, "output.path", job.output().overwrite(), session.hadoop(), console)
                .apartFromData(path, "output.path", job, session.hadoop())) {
            Model model = Models.of(job, session.hadoop(), console);
            LabelledRows rows = new DataSets(session, job)
                    .alike(job.data().source(), "data", KnownFeatures.of(model.description()), false);
            Answers.Wish wish = Answers.Wish.of(job.output(), model.network());
            StructType added = Answers.columns(model.description(), wish);
            requireNew(added, rows);
            Broadcast<byte[]> bytes = session.context().broadcast(Models.bytes(model));
            try {
                LongAccumulator count = session.spark().sparkContext().longAccumulator("thalweg rows scored");
                ExampleMapper mapper = rows.mapper(Targets.NONE, model.network().sparse());
                Dataset<Row> scored = scored(rows, mapper, added, wish, bytes, count);
                rows.reading(Targets.NONE, ExampleMapper::features, () -> {
                    write(scored, folder);
                    return null;
                });
                folder.publish();
                rows.warnings().forEach(warning -> console.tell("warning: %s", warning));
                console.result(String.format(Locale.ROOT, "scored %,d rows into %s%n", count.sum(), path));
            } finally {
                bytes.destroy();
            }
        }
    }

    private static void requireNew(StructType added, LabelledRows rows) {
        List<String> taken = Arrays.stream(added.fieldNames())
                .filter(name -> rows.table().columns().contains(name))
                .toList();
        if (!taken.isEmpty()) {
            throw new UsageException("data: expected no column named as those that scoring adds, found "
                    + String.join(", ", taken) + " (" + rows.table().described() + "); rename it");
        }
    }

    private static Dataset<Row> scored(
            LabelledRows rows,
            ExampleMapper mapper,
            StructType added,
            Answers.Wish wish,
            Broadcast<byte[]> bytes,
            LongAccumulator count) {
        Dataset<Row> all = rows.table().rows();
        int visible = rows.table().columns().size();
        StructType schema = new StructType(Arrays.copyOf(all.schema().fields(), visible));
        for (StructField field : added.fields()) {
            schema = schema.add(field);
        }
        MapPartitionsFunction<Row, Row> score = part -> new Scored(
                part, visible, mapper, new Answers(Models.predictor(bytes.value()), wish, BLOCK_ROWS), count);
        return all.mapPartitions(score, Encoders.row(schema));
    }

    /** A partition's rows with their predictions, a block of rows at a time. */
    private static final class Scored implements Iterator<Row>, Serializable {
        private static final long serialVersionUID = 1;

        private final transient Iterator<Row> rows;
        private final int visible;
        private final transient ExampleMapper mapper;
        private final transient Answers answers;
        private final transient LongAccumulator count;
        private final transient List<Row> block = new ArrayList<>();
        private final float[] features; // of dense rows
        private final transient CompressedRows sparse; // of sparse rows, else null
        private int next;

        Scored(Iterator<Row> rows, int visible, ExampleMapper mapper, Answers answers, LongAccumulator count) {
            this.rows = rows;
            this.visible = visible;
            this.mapper = mapper;
            this.answers = answers;
            this.count = count;
            this.sparse = answers.ofSparseRows() ? new CompressedRows(answers.inputs()) : null;
            this.features = new float[sparse == null ? BLOCK_ROWS * answers.inputs() : 0];
        }

        @Override
        public boolean hasNext() {
            return next < block.size() || rows.hasNext();
        }

        @Override
        public Row next() {
            if (!hasNext()) {
                throw new NoSuchElementException("no row is left");
            }
            if (next == block.size()) {
                fill();
            }
            return with(block.get(next), next++);
        }

        private void fill() {
            block.clear();
            next = 0;
            while (block.size() < BLOCK_ROWS && rows.hasNext()) {
                Row row = rows.next();
                if (sparse == null) {
                    float[] numbers = mapper.features(row);
                    System.arraycopy(numbers, 0, features, block.size() * numbers.length, numbers.length);
                } else {
                    mapper.sparseFeaturesInto(row, sparse);
                }
                block.add(row);
            }
            answer();
            count.add(block.size());
        }

        private void answer() {
            if (sparse == null) {
                answers.answer(features, block.size());
            } else {
                answers.answer(sparse);
                sparse.clear();
            }
        }

        private Row with(Row row, int at) {
            List<Object> cells = new ArrayList<>();
            for (int column = 0; column < visible; column++) {
                cells.add(row.get(column));
            }
            answers.addCells(cells, at);
            return RowFactory.create(cells.toArray());
        }
    }

    private String format() {
        return job.output().format().label();
    }

    private void write(Dataset<Row> scored, OutputFolder folder) {
        Dataset<Row> shown = job.output().format() == OutputFormat.PARQUET ? scored : flat(scored);
        shown.write()
                .mode(SaveMode.Overwrite) // of the draft, which is there and empty
                .format(format())
                .option("header", true)
                // As Thalweg reads CSV, and every spreadsheet.
                .option("escape", "\"")
                .option("ignoreNullFields", false)
                .save(folder.draft().toString());
    }

    /** Text has no word for vectors and bytes: they are written as arrays, and in CSV as JSON texts of arrays. */
    private Dataset<Row> flat(Dataset<Row> scored) {
        boolean csv = job.output().format() == OutputFormat.CSV;
        List<Column> columns = new ArrayList<>();
        for (StructField field : scored.schema().fields()) {
            Column column = OpenTable.column(field.name());
            DataType type = field.dataType();
            boolean vector = type.equals(SQLDataTypes.VectorType());
            if (vector) {
                column = functions.vector_to_array(column, "float64");
            } else if (type instanceof BinaryType) {
                column = org.apache.spark.sql.functions.base64(column);
            }
            boolean nested =
                    vector || type instanceof ArrayType || type instanceof MapType || type instanceof StructType;
            columns.add((csv && nested ? org.apache.spark.sql.functions.to_json(column) : column).as(field.name()));
        }
        return scored.select(columns.toArray(Column[]::new));
    }
}
