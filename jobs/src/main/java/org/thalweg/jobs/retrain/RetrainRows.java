package org.thalweg.jobs.retrain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.thalweg.jobs.config.JobFile;
import org.thalweg.jobs.config.NewRows;
import org.thalweg.jobs.config.Rehearsal;
import org.thalweg.jobs.config.RetrainSection;
import org.thalweg.jobs.profile.DataProfile;
import org.thalweg.jobs.profile.Profiler;
import org.thalweg.jobs.session.Session;
import org.thalweg.jobs.session.UsageException;
import org.thalweg.spark.config.Columns;
import org.thalweg.spark.config.DataSource;
import org.thalweg.spark.fit.DataSets;
import org.thalweg.spark.fit.TrainingData;
import org.thalweg.spark.fit.WarmStart;
import org.thalweg.spark.table.ColumnRoles;
import org.thalweg.spark.table.DataException;
import org.thalweg.spark.table.ExampleMapper;
import org.thalweg.spark.table.LabelledRows;
import org.thalweg.spark.table.OpenTable;
import org.thalweg.spark.table.TableFormat;
import org.thalweg.spark.table.TableReader;
import org.thalweg.spark.table.Targets;

/**
 * The rows of a retraining: new rows, earlier rows that are learned again, and the held-out rows of both. New rows are
 * read once and cached until this is closed; so are earlier rows if all of them are learned again.
 */
final class RetrainRows implements AutoCloseable {
    /** Number of rows from which the bins of a column are computed. */
    private static final int SAMPLE = 2000;

    private static final int MOST_PARTITIONS = 2000;

    private final SparkSession spark;
    private final JobFile job;
    private final RetrainSection section;
    private final DataSets data;
    private final int runNumber;
    private final OpenTable fresh;
    private final List<String> files;
    private final List<OccurrenceNumbers> held = new ArrayList<>();
    private final LearningState.HoldOutRule holdOut;
    private final Dataset<Row> freshKeyed;
    private final Optional<Dataset<Row>> old; // keyed
    private final LabelledRows all;
    private final Targets targets;
    private long rehearsed = -1; // until counted

    /**
     * The rows.
     *
     * @param from the model whose weights training starts from; empty to start from scratch
     * @param kept the folder of the rows to learn again; empty for none
     * @param known which rows are held out so far; empty for a new store
     */
    RetrainRows(
            Session session,
            JobFile job,
            NewData newData,
            Optional<WarmStart> from,
            Optional<String> kept,
            Optional<LearningState.HoldOutRule> known) {
        this.spark = session.spark();
        this.job = job;
        this.section = job.retrain().orElseThrow();
        this.runNumber = newData.runNumber();
        this.files = newData.files();
        data = new DataSets(spark, job.fit());
        TableReader reader = new TableReader(spark);
        int inputs = from.map(start -> start.model().network().inputs()).orElse(0);
        OpenTable opened = open(reader, newData.source(), inputs);
        List<String> content = known.map(LearningState.HoldOutRule::columns).orElse(opened.columns());
        holdOut = new LearningState.HoldOutRule(job.seed(), section.holdOut(), content);
        freshKeyed = keyed(
                newData.rows().apply(opened.rows()).withColumn(OccurrenceNumbers.RUN_NUMBER, functions.lit(runNumber)),
                opened);
        fresh = opened.with(only(freshKeyed, opened), columns(opened));
        ColumnRoles roles = data.roles(fresh, from);
        fresh.require(section.gate().slices(), "retrain.gate.slices");
        known.ifPresent(columns -> requireSame(columns, opened));
        old = section.rehearsal().isAll() && newData.earlier().isPresent()
                ? Optional.of(earlier(newData, open(reader, newData.earlier().get(), inputs)))
                : kept.map(path -> kept(path, roles));
        // Held-out rows contribute their classes and categories, and nothing else.
        OpenTable table = fresh.with(union());
        TrainingData.Source source =
                data.source(new LabelledRows(table, from.isPresent() ? roles : data.roles(table, from)), from);
        all = source.read();
        targets = source.targets();
    }

    /** The columns without the growing one, which is no feature unless the job names it as a feature or a slice. */
    private List<String> columns(OpenTable opened) {
        List<String> columns = new ArrayList<>(opened.columns());
        if (section.newRows() instanceof NewRows.ByColumn by
                && opened.format().columns().filter(Columns::allFeatures).isPresent()
                && !section.gate().slices().contains(by.column())) {
            columns.remove(by.column());
        }
        return columns;
    }

    private static OpenTable open(TableReader reader, DataSource source, int inputs) {
        return reader.open(source, "data", inputs).withoutPlace();
    }

    /** The original columns, with hidden ones. */
    private static Dataset<Row> only(Dataset<Row> keyed, OpenTable opened) {
        return keyed.select(
                Arrays.stream(opened.rows().columns()).map(OpenTable::column).toArray(Column[]::new));
    }

    private Dataset<Row> keyed(Dataset<Row> rows, OpenTable opened) {
        OccurrenceNumbers numbered =
                new OccurrenceNumbers(rows, holdOut.columns(), opened.columns(), partitions(rows, opened.format()));
        held.add(numbered);
        return ContentSplit.keyed(numbered.rows(), holdOut);
    }

    /** As many partitions as the rows have, and at least one per core. For a query it is Spark's setting, as counting its partitions
     * would run it. */
    private int partitions(Dataset<Row> rows, TableFormat format) {
        if (format.isQuery()) {
            return Integer.parseInt(spark.conf().get("spark.sql.shuffle.partitions"));
        }
        int parallelism = spark.sparkContext().defaultParallelism();
        return Math.min(Math.max(rows.rdd().getNumPartitions(), parallelism), Math.max(parallelism, MOST_PARTITIONS));
    }

    private Dataset<Row> earlier(NewData newData, OpenTable opened) {
        requireColumns(holdOut, opened);
        return keyed(newData.earlierRows().apply(opened.rows()), opened);
    }

    private void requireSame(LearningState.HoldOutRule known, OpenTable opened) {
        if (known.seed() != holdOut.seed() || known.share() != holdOut.share()) {
            throw new UsageException("retrain: expected seed and holdOut as in the store so far (" + known.seed()
                    + " and " + known.share() + "), so that no version learns rows that others are evaluated on, found "
                    + holdOut.seed() + " and " + holdOut.share() + "; set them as before, or start a new store");
        }
        requireColumns(known, opened);
    }

    /**
     * Requires the columns of the hold-out rule, as without one of them a row's hash would change. In JSON, a missing
     * key is a null.
     */
    private static void requireColumns(LearningState.HoldOutRule known, OpenTable opened) {
        List<String> missing = new ArrayList<>(known.columns());
        missing.removeAll(opened.columns());
        if (!missing.isEmpty() && !opened.format().mayLackColumns()) {
            throw new UsageException("retrain: expected all columns of the store's first run ("
                    + String.join(", ", known.columns()) + "), which decide which rows are held out, found none named "
                    + String.join(", ", missing) + " (" + opened.described()
                    + "); add these columns to the rows, empty if need be, or start a new store");
        }
    }

    private static List<String> learned(ColumnRoles roles) {
        TreeSet<String> columns = new TreeSet<>(roles.features());
        columns.addAll(roles.labels());
        roles.weight().ifPresent(columns::add);
        return List.copyOf(columns);
    }

    private Dataset<Row> kept(String path, ColumnRoles roles) {
        Dataset<Row> kept = spark.read().parquet(path);
        List<String> there = Arrays.asList(kept.columns());
        for (String column : learned(roles)) {
            if (!there.contains(column)) {
                throw new DataException("rehearsal: expected column " + column
                        + " in the stored rows of earlier runs, found " + String.join(", ", there) + " (" + path
                        + "); name data.features, or start a new store");
            }
        }
        return kept;
    }

    private Dataset<Row> union() {
        return old.isPresent() ? freshKeyed.unionByName(old.get(), true) : freshKeyed;
    }

    /** Which rows are held out. */
    LearningState.HoldOutRule holdOut() {
        return holdOut;
    }

    /** How all rows are read. */
    LabelledRows all() {
        return all;
    }

    /** How labels become targets. */
    Targets targets() {
        return targets;
    }

    /** Number of the run in which the new rows arrive. */
    int runNumber() {
        return runNumber;
    }

    /**
     * Checks every new row, and computes their profile.
     *
     * @param earlier the profile whose bins are used; empty for bins from these rows
     * @throws DataException for a bad row, with its file and line
     */
    DataProfile profileOfNew(Optional<DataProfile> earlier) {
        LabelledRows rows = new LabelledRows(fresh, all.roles());
        ExampleMapper mapper = rows.mapper(targets, false);
        return rows.reading(targets, ExampleMapper::example, () -> {
            List<String> columns = List.of(fresh.rows().columns());
            Profiler profiler = earlier.isPresent()
                    ? Profiler.sameColumns(columns, all.roles(), targets, earlier.get())
                    : Profiler.ofSample(columns, all.roles(), targets, sampleOf(freshKeyed));
            return profiler.profile(fresh.rows(), mapper::example);
        });
    }

    private static List<Row> sampleOf(Dataset<Row> keyed) {
        return ContentSplit.sample(keyed, SAMPLE).collectAsList();
    }

    /** The rows to learn: new ones, and earlier ones again. */
    LabelledRows toLearn() {
        return new LabelledRows(fresh.with(learned()), all.roles());
    }

    private Dataset<Row> learned() {
        Dataset<Row> ofNew = ContentSplit.side(freshKeyed, false);
        return oldLearned().map(again -> ofNew.unionByName(again, true)).orElse(ofNew);
    }

    private Optional<Dataset<Row>> oldLearned() {
        Optional<Dataset<Row>> side = old.map(keyed -> ContentSplit.side(keyed, false));
        return section.rehearsal().isAll()
                ? side
                : side.map(keyed -> sample(keyed, section.rehearsal().rows().getAsInt()));
    }

    /** The profile of the rows to learn, with which later rows are compared. */
    DataProfile profileOfLearned() {
        Dataset<Row> rows = learned();
        return Profiler.ofSample(List.of(rows.columns()), all.roles(), targets, sampleOf(rows))
                .profile(rows);
    }

    /** Number of rows that are learned again. */
    long rehearsed() {
        if (rehearsed < 0) {
            rehearsed = oldLearned().map(Dataset::count).orElse(0L);
        }
        return rehearsed;
    }

    /** New columns for which the model that training starts from has no input, unless the job names its features. */
    List<String> columnsNotLearned() {
        List<String> more = new ArrayList<>(data.notLearned(fresh, all.roles()));
        more.removeAll(section.gate().slices());
        return more;
    }

    /** Number of held-out new rows. */
    long holdOutRows() {
        return ContentSplit.side(freshKeyed, true).count();
    }

    /** The new files without rows. */
    List<String> filesWithoutRows() {
        if (files.isEmpty()) {
            return List.of();
        }
        Set<String> with = new HashSet<>(fresh.files());
        return files.stream().filter(file -> !with.contains(file)).toList();
    }

    private Dataset<Row> sample(Dataset<Row> keyed, int rows) {
        return section.rehearsal().byClass()
                ? ContentSplit.sampleByLabel(
                        keyed,
                        rows,
                        all.roles().labels().get(0),
                        targets.classLabels().size())
                : ContentSplit.sample(keyed, rows);
    }

    /**
     * The rows to evaluate on: samples of the held-out new and earlier rows, each of at most the gate's number of rows.
     */
    Dataset<Row> toEvaluate() {
        int most = section.gate().rows();
        Dataset<Row> ofNew = ContentSplit.sample(ContentSplit.side(freshKeyed, true), most);
        return old.map(keyed -> ofNew.unionByName(ContentSplit.sample(ContentSplit.side(keyed, true), most), true))
                .orElse(ofNew);
    }

    /**
     * The most rows stored to be learned again. They are also stored if all rows are read again, so that the setting
     * may change.
     */
    int rehearsalLimit() {
        return section.rehearsal().rows().orElse(Rehearsal.DEFAULT_ROWS);
    }

    /** Writes the rows that later runs learn again or evaluate on: a sample of all rows that ever arrived. */
    void keep(String path) {
        Dataset<Row> union = union();
        Dataset<Row> evaluated = ContentSplit.sample(
                ContentSplit.side(union, true), section.gate().rows());
        int most = rehearsalLimit();
        Dataset<Row> kept = most == 0
                ? evaluated
                : sample(ContentSplit.side(union, false), most).unionByName(evaluated, true);
        List<Column> columns = new ArrayList<>();
        fresh.columns().forEach(name -> columns.add(OpenTable.column(name)));
        List.of(ContentSplit.HOLD_OUT, ContentSplit.RANK, ContentSplit.SINCE)
                .forEach(name -> columns.add(functions.col(name)));
        kept.select(columns.toArray(Column[]::new)).coalesce(1).write().parquet(path);
    }

    @Override
    public void close() {
        held.forEach(OccurrenceNumbers::unpersist);
    }
}
