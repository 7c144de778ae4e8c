package org.thalweg.jobs.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.ml.functions;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.thalweg.jobs.config.JobFile;
import org.thalweg.jobs.config.OutputFormat;
import org.thalweg.jobs.models.ModelLoader;
import org.thalweg.jobs.session.Console;
import org.thalweg.jobs.session.Location;
import org.thalweg.jobs.session.OutputFolder;
import org.thalweg.jobs.session.Session;
import org.thalweg.jobs.session.UsageException;
import org.thalweg.model.Model;
import org.thalweg.spark.config.OutputColumn;
import org.thalweg.spark.fit.DataSets;
import org.thalweg.spark.fit.ScoredColumns;
import org.thalweg.spark.fit.Scoring;
import org.thalweg.spark.fit.Thresholds;
import org.thalweg.spark.table.DataException;
import org.thalweg.spark.table.KnownFeatures;
import org.thalweg.spark.table.LabelledRows;
import org.thalweg.spark.table.OpenTable;
import org.thalweg.spark.table.SplitRows;

/** Predicts for rows, and writes them with the predictions added to their columns. */
public final class ScoreRun {
    private static final String REMEDY = "use the data and the job file of its training, or remove split";

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
        Location.requireDisjointFromModel(path, "output.path", job, session.hadoop());
        try (OutputFolder folder = OutputFolder.at(
                        path, "output.path", job.output().overwrite(), session.hadoop(), console)
                .disjointFromData(path, "output.path", job, session.hadoop())) {
            Model model = Thresholds.applied(
                    job.output().threshold(),
                    ModelLoader.of(job, session.hadoop(), console),
                    job.model().path());
            try (Scoring scoring = Scoring.of(rows(model), model, columns())) {
                scoring.reading(() -> {
                    write(scoring.rows(), folder);
                    return null;
                });
                folder.publish();
                scoring.warnings().forEach(warning -> console.report("warning: %s", warning));
                console.result(String.format(Locale.ROOT, "scored %,d rows into %s%n", scoring.count(), path));
            }
        }
    }

    private ScoredColumns columns() {
        return new ScoredColumns(
                job.output().columns(), job.output().scoreClass(), job.output().layer());
    }

    private boolean hasSplit() {
        return job.output().columns().contains(OutputColumn.Added.SPLIT.label());
    }

    private LabelledRows rows(Model model) {
        boolean split = hasSplit();
        if (split && job.model().store().isPresent()) {
            throw new UsageException(
                    "output.columns: expected split only for a model that train has written, found one of"
                            + " a store, whose rows retrain holds out in its own way; remove split");
        }
        DataSets data = new DataSets(session.spark(), job.fit());
        LabelledRows rows = data.forModel(job.data().source(), "data", KnownFeatures.of(model.description()), false);
        if (!split) {
            return rows;
        }
        requireLabels(rows);
        requireTrainedOn(rows, model, () -> data.found(rows, model));
        return data.withSplit(rows, model);
    }

    /** The split of a row depends on its label too. */
    private void requireLabels(LabelledRows rows) {
        boolean columns = rows.table().format().columns().isPresent();
        List<String> labels =
                job.data().columns().label().stream().map(Object::toString).toList();
        int wanted = columns ? labels.size() : job.task().takesLabel() ? 1 : 0;
        if (rows.roles().labels().size() < wanted) {
            throw new DataException("output.columns: expected rows with their label"
                    + (columns ? " (" + String.join(", ", labels) + ")" : "")
                    + " for split, which depends on all columns that training read, found none ("
                    + rows.table().described() + "); " + REMEDY);
        }
    }

    /**
     * Checks that the rows are those of the training. For other rows a split could be computed, but it would mean
     * nothing.
     */
    private void requireTrainedOn(LabelledRows rows, Model model, Supplier<SplitRows.Found> read) {
        Optional<TrainedRows> trained = TrainedRows.of(job, model, session.hadoop());
        if (trained.isEmpty()) {
            console.report("warning: output.columns: expected metrics.json beside the model, to check which rows it was"
                    + " trained on, found none: split is only right for these rows");
            return;
        }
        SplitRows.Found found = read.get();
        if (!trained.get().content().equals(found.content().text())) {
            boolean asMany = trained.get().rows() == found.rows();
            throw new DataException(String.format(
                    Locale.ROOT,
                    "output.columns: expected for split the %,d rows of the model's training, found %s (%s); %s",
                    trained.get().rows(),
                    asMany
                            ? "as many rows that differ or are split differently"
                            : String.format(Locale.ROOT, "%,d", found.rows()),
                    rows.table().described(),
                    REMEDY));
        }
    }

    private String format() {
        return job.output().format().label();
    }

    private void write(Dataset<Row> scored, OutputFolder folder) {
        Dataset<Row> shown = job.output().format() == OutputFormat.PARQUET ? scored : flat(scored);
        folder.save(shown.write()
                .format(format())
                .option("header", true)
                // As Thalweg and spreadsheets read CSV.
                .option("escape", "\"")
                .option("ignoreNullFields", false));
    }

    /** Vectors are written as arrays and bytes as base64; in CSV, nested values are written as JSON. */
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
