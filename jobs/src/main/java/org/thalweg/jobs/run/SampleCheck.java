package org.thalweg.jobs.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StringType;
import org.thalweg.data.CompressedRows;
import org.thalweg.data.DateReader;
import org.thalweg.data.EncodingSurvey;
import org.thalweg.data.FeatureColumn;
import org.thalweg.data.FeatureEncoding;
import org.thalweg.data.RowEncoder;
import org.thalweg.data.RowSurvey;
import org.thalweg.jobs.config.JobFile;
import org.thalweg.model.Task;
import org.thalweg.settings.KeyText;
import org.thalweg.spark.config.Columns;
import org.thalweg.spark.config.DataSource;
import org.thalweg.spark.table.BadRowException;
import org.thalweg.spark.table.Cells;
import org.thalweg.spark.table.ColumnSample;
import org.thalweg.spark.table.ExampleMapper;
import org.thalweg.spark.table.LabelledRows;
import org.thalweg.spark.table.OpenTable;
import org.thalweg.spark.table.RowEstimate;
import org.thalweg.spark.table.Separators;
import org.thalweg.spark.table.TableSample;
import org.thalweg.spark.table.Targets;

/** Examines a sample of a job's rows column by column, reading them as training would. */
final class SampleCheck {
    /** {@link CheckedColumn#becomes} of a column that training refuses. */
    static final String NO_FEATURE = "no feature";

    private static final int MOST_ROWS = 10_000;
    private static final int FEWEST_ROWS = 200;
    private static final long MOST_CELLS = 1_000_000;

    private final JobFile job;
    private final OpenTable table;
    private final Optional<LabelledRows> training;
    private final TableSample sample;
    private final List<ColumnSample> samples = new ArrayList<>();
    private final Map<String, List<String>> badCells = new LinkedHashMap<>(); // messages by column
    private final Map<String, FeatureColumn> encoded = new HashMap<>();
    private CompressedRows encodedCell;
    private SpellingAdvice advice;
    private int inputs;
    private long present; // number of feature values that are not 0

    private SampleCheck(JobFile job, OpenTable table, Optional<LabelledRows> training, TableSample sample) {
        this.job = job;
        this.table = table;
        this.training = training;
        this.sample = sample;
    }

    /**
     * Examines rows of a table.
     *
     * @param training the table with its columns' roles; empty if they do not fit it
     */
    static SampleCheck of(JobFile job, OpenTable table, Optional<LabelledRows> training) {
        OpenTable read = training.map(LabelledRows::table).orElse(table);
        long width = Math.max(
                read.rows().columns().length,
                training.map(rows -> rows.roles().inputs()).orElse(0));
        int most = (int) Math.max(FEWEST_ROWS, Math.min(MOST_ROWS, MOST_CELLS / width));
        SampleCheck check = new SampleCheck(job, read, training, TableSample.of(read, most));
        check.look();
        return check;
    }

    private void look() {
        List<String> all = List.of(table.rows().columns());
        List<String> names = table.format().columns().isPresent() ? table.plainColumns() : labels();
        for (String name : names) {
            ColumnSample column =
                    new ColumnSample(name, table.rows().schema().apply(name).dataType());
            int at = all.indexOf(name);
            sample.rows().forEach(row -> column.add(row.get(at)));
            samples.add(column);
        }
        training.ifPresent(rows -> read(rows, all));
    }

    private List<String> labels() {
        return training.map(rows -> rows.roles().labels()).orElse(List.of());
    }

    private void read(LabelledRows rows, List<String> all) {
        ExampleMapper mapper = new ExampleMapper(table, rows.roles(), targets(all), false);
        Optional<FeatureEncoding> planned = rows.roles().encoding();
        encodedCell = new CompressedRows(Math.max(1, rows.roles().inputs()));
        inputs = rows.roles().inputs();
        if (planned.isEmpty()) {
            sample.rows().forEach(row -> readWhole(row, mapper, true));
            return;
        }
        EncodingSurvey survey = new EncodingSurvey(planned.get());
        RowEncoder encoder = planned.get().encoder();
        for (Row row : sample.rows()) {
            if (readFeatures(row, all, planned.get(), encoder, survey)) {
                readWhole(row, mapper, false);
            }
        }
        FeatureEncoding encoding = survey.encoding();
        inputs = encoding.inputs();
        encoding.columns().forEach(column -> encoded.put(column.name(), column));
    }

    /** Reads cell by cell, so that a bad cell does not hide bad ones in other columns. */
    private boolean readFeatures(
            Row row, List<String> all, FeatureEncoding planned, RowEncoder encoder, EncodingSurvey survey) {
        boolean good = true;
        for (int c = 0; c < planned.columns().size(); c++) {
            FeatureColumn column = planned.columns().get(c);
            Object cell = Cells.plain(row.get(all.indexOf(column.name())));
            try {
                encodedCell.clear();
                encoder.encodeInto(c, cell, encodedCell, 0);
                encodedCell.endRow();
                survey.add(c, cell);
                present += column instanceof FeatureColumn.OneHot ? 1 : encodedCell.numbers();
            } catch (IllegalArgumentException e) {
                add(column.name(), e.getMessage());
                good = false;
            }
        }
        return good;
    }

    private static long notZero(float[] numbers) {
        long count = 0;
        for (float number : numbers) {
            count += number != 0 ? 1 : 0;
        }
        return count;
    }

    private void readWhole(Row row, ExampleMapper mapper, boolean countsNumbers) {
        try {
            float[] features = mapper.example(row).features();
            present += countsNumbers ? notZero(features) : 0;
        } catch (BadRowException e) {
            String message = String.valueOf(e.getMessage());
            int colon = message.indexOf(": ");
            add(colon < 0 ? "" : message.substring(0, colon), message.substring(colon < 0 ? 0 : colon + 2));
        }
    }

    private void add(String column, String message) {
        badCells.computeIfAbsent(column, name -> new ArrayList<>()).add(message);
    }

    /** The targets; of classes, those seen in the sample. */
    private Targets targets(List<String> all) {
        return switch (job.task()) {
            case CLASSIFICATION -> Targets.classes(classesSeen(all));
            case MULTILABEL -> Targets.LABELS;
            case REGRESSION -> Targets.numbersOf(job.fit().loss());
            case AUTOENCODER -> Targets.NONE;
        };
    }

    private List<String> classesSeen(List<String> all) {
        TreeSet<String> classes = new TreeSet<>();
        int label = all.indexOf(labels().get(0));
        for (Row row : sample.rows()) {
            try {
                classes.add(Cells.label(row.get(label)));
            } catch (IllegalArgumentException e) {
                // Reported when its row is read.
            }
        }
        return List.copyOf(classes);
    }

    /** The columns, in their order. */
    List<CheckedColumn> columns() {
        Columns columns = table.format().columns().orElse(null);
        ColumnUse use = columns == null ? null : new ColumnUse(table, job.data(), columns);
        List<CheckedColumn> checked = new ArrayList<>();
        advice = new SpellingAdvice(
                job,
                samples.stream()
                        .filter(column -> use != null && isNumber(use.of(column.name())))
                        .toList());
        for (ColumnSample column : samples) {
            ColumnUse.Role role = use == null ? ColumnUse.Role.LABEL : use.of(column.name());
            Optional<ColumnSample.Range> range = column.range(dates(column, columns));
            checked.add(new CheckedColumn(
                    column.name(),
                    type(column),
                    column.distinct(),
                    column.missing(),
                    range.map(ColumnSample.Range::least).orElse(""),
                    range.map(ColumnSample.Range::greatest).orElse(""),
                    becomes(column, role),
                    findings(column, role)));
        }
        return checked;
    }

    private boolean isNumber(ColumnUse.Role role) {
        return role == ColumnUse.Role.NUMBER
                || role == ColumnUse.Role.WEIGHT
                || role == ColumnUse.Role.LABEL && job.task() != Task.CLASSIFICATION;
    }

    /** A reader of the format in the settings, or else of the format detected in the texts. */
    private static Optional<DateReader> dates(ColumnSample column, Columns columns) {
        Optional<DateReader> said = columns == null
                ? Optional.empty()
                : columns.dates().stream()
                        .filter(each -> each.column().toString().equals(column.name()))
                        .map(each -> new DateReader(each.format(), each.zone()))
                        .findFirst();
        return said.or(() -> column.dateFormat().map(format -> new DateReader(format, DateReader.UTC)));
    }

    private ColumnFindings findings(ColumnSample column, ColumnUse.Role role) {
        ColumnFindings findings = ColumnFindings.of(job, column, role, sample.whole(), advice);
        Optional<Character> separator = separator(column);
        if (separator.isPresent()) {
            return new ColumnFindings(
                    List.of(),
                    List.of("each line is one value: use " + KeyText.plain(Separators.setting(separator.get()))));
        }
        List<String> bad = badCells.getOrDefault(column.name(), List.of());
        if (bad.isEmpty() || !findings.faults().isEmpty()) {
            return findings;
        }
        List<String> faults = new ArrayList<>(findings.faults());
        faults.add(String.format(
                Locale.ROOT,
                "%s in %,d of %,d rows",
                bad.get(0),
                bad.size(),
                sample.rows().size()));
        return new ColumnFindings(faults, findings.warnings());
    }

    /** The separator of a file whose columns were read as one, if no other message names it. */
    private Optional<Character> separator(ColumnSample only) {
        if (samples.size() > 1
                || !(job.data().source() instanceof DataSource.Csv csv)
                || csv.header() && training.isEmpty()) {
            return Optional.empty();
        }
        Optional<Character> inFirst =
                only.counts().keySet().stream().findFirst().flatMap(Separators::in);
        return Separators.in(only.name())
                .or(() -> inFirst.filter(
                        sign -> only.counts().keySet().stream().allMatch(text -> text.indexOf(sign) > 0)));
    }

    /** Errors in rows that belong to no listed column. */
    List<String> otherFaults() {
        List<String> names = samples.stream().map(ColumnSample::name).toList();
        return badCells.entrySet().stream()
                .filter(each -> !names.contains(each.getKey()))
                .map(each -> String.format(
                        Locale.ROOT,
                        "%s: %s (in %,d of %,d rows)",
                        each.getKey(),
                        each.getValue().get(0),
                        each.getValue().size(),
                        sample.rows().size()))
                .toList();
    }

    private static String type(ColumnSample column) {
        if (!(column.type() instanceof StringType)) {
            return column.type().simpleString();
        }
        if (column.present() == 0) {
            return "text, empty";
        }
        return column.isWhole()
                ? "text, whole numbers"
                : column.isNumeric() ? "text, numbers" : column.dateFormat().isPresent() ? "text, dates" : "text";
    }

    private String becomes(ColumnSample column, ColumnUse.Role role) {
        FeatureColumn known = encoded.get(column.name());
        return switch (role) {
            case LABEL -> job.task() == Task.CLASSIFICATION ? "label, " + column.distinct() + " classes" : "label";
            case WEIGHT -> "weight";
            case SPLIT -> "says which rows are held out";
            case UNUSED -> "unused";
            case ONE_HOT -> column.distinct() + (column.distinct() == 1 ? " category" : " categories");
            case HASHED -> known == null ? "hashed" : known.inputs() + " buckets";
            case DATE -> known == null ? "parts of a date" : known.inputs() + " inputs of a date";
            case NUMBER ->
                !ColumnFindings.of(job, column, role, false, advice).faults().isEmpty() && isNoFeature(column)
                        ? NO_FEATURE
                        : known == null || known.inputs() == 1 ? "number" : known.inputs() + " inputs";
        };
    }

    private static boolean isNoFeature(ColumnSample column) {
        return column.isText()
                        && column.spellings().isEmpty()
                        && column.nullTexts().isEmpty()
                || !column.mayBeNumbers();
    }

    /** The rows that were seen. */
    int seen() {
        return sample.rows().size();
    }

    /** Whether they are all. */
    boolean isWhole() {
        return sample.whole();
    }

    /** The exact or estimated number of rows; empty if it is not known without reading them. */
    OptionalLong rows() {
        OptionalLong counted = counted();
        return counted.isPresent() ? counted : RowEstimate.of(table);
    }

    /** Whether the number of rows is exact. */
    boolean isExact() {
        return counted().isPresent();
    }

    private OptionalLong counted() {
        return sample.whole()
                ? OptionalLong.of(seen())
                : training.map(LabelledRows::counted).orElse(OptionalLong.empty());
    }

    /** The number of inputs, according to the rows seen; 0 if the columns do not fit. */
    int inputs() {
        return inputs;
    }

    /** The estimated size of packed rows. */
    long bytes(long rows, boolean sparse) {
        int targets = training.map(
                        each -> Math.max(1, each.roles().targetNames().size()))
                .orElse(1);
        double numbers = sparse ? (double) present / Math.max(1, seen()) : inputs;
        return RowSurvey.bytes(rows, Math.round(rows * (numbers + (sparse ? 0 : targets))), sparse);
    }
}
