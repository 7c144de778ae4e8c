package org.thalweg.jobs.run;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.thalweg.jobs.config.JobFile;
import org.thalweg.jobs.json.JsonObject;
import org.thalweg.jobs.models.InitialModel;
import org.thalweg.jobs.session.Console;
import org.thalweg.jobs.session.Location;
import org.thalweg.jobs.session.Session;
import org.thalweg.jobs.session.TextTable;
import org.thalweg.spark.fit.DataSets;
import org.thalweg.spark.fit.WarmStart;
import org.thalweg.spark.table.LabelledRows;
import org.thalweg.spark.table.OpenTable;

/**
 * Reports what training by a job file would do, and what looks wrong, from the file, the data's schema and some of its
 * rows.
 */
public final class CheckRun {
    private static final long MEBIBYTE = 1 << 20;

    /** Of more, only those that look wrong are printed. */
    private static final int MOST_COLUMNS = 200;

    private final Session session;
    private final JobFile job;
    private final Console console;
    private final CheckErrors faults = new CheckErrors();

    /** A check of a job. */
    public CheckRun(Session session, JobFile job, Console console) {
        this.session = session;
        this.job = job;
        this.console = console;
    }

    /**
     * Checks the job against its data, and prints the result.
     *
     * @param json whether to print one JSON object, for scripts
     * @throws org.thalweg.spark.table.DataException with all errors for which training would refuse the job, after
     *     the rest is printed
     */
    public void run(boolean json) {
        CheckText text = new CheckText(session, job, console);
        String model = text.model();
        faults.gather(this::requireDisjoint);
        DataSets data = new DataSets(session.spark(), job.fit());
        Optional<WarmStart> from = faults.get(() -> InitialModel.of(job, session.hadoop(), console))
                .flatMap(initial -> initial.map(WarmStart::ofInitial));
        OpenTable table = data.open(from);
        Optional<LabelledRows> training = faults.get(() -> data.labelled(table, from));
        SampleCheck sample = SampleCheck.of(job, table, training);
        boolean sparse =
                training.flatMap(rows -> faults.get(() -> data.areSparse(rows))).orElse(false);
        List<CheckedColumn> columns = sample.columns();
        String plan =
                training.map(rows -> text.of(rows, data, from, model, faults)).orElse("");
        gather(columns, sample);
        if (json) {
            console.result(new String(JsonObject.bytes(json(columns, sample, sparse)), StandardCharsets.UTF_8));
        } else {
            console.result(plan + size(sample, sparse) + table(columns, sample) + looksWrong(columns) + wholeJob());
        }
        faults.throwIfAny();
    }

    private void requireDisjoint() {
        if (!job.hasStore()) {
            Location.requireDisjointFromData(job.model().path(), "model.path", job, session.hadoop());
        }
        if (job.checkpoint().keep() > 0) {
            RunCheckpoints.requireDisjoint(job.checkpoint().path(job.model().path()), job, session.hadoop());
        }
    }

    /** The whole job; empty if it has errors, so that these are the last lines printed. */
    private String wholeJob() {
        return faults.messages().isEmpty()
                ? System.lineSeparator() + "The whole job, with every default:" + System.lineSeparator() + job.toYaml()
                : "";
    }

    /** If a column name is unknown, findings on columns that are no features mean little. A wrong type already has a message of
     * its own. */
    private void gather(List<CheckedColumn> columns, SampleCheck sample) {
        boolean named = faults.messages().stream().noneMatch(fault -> fault.contains(": expected one of the columns "));
        for (CheckedColumn column : columns) {
            boolean feature = !column.becomes().equals(SampleCheck.NO_FEATURE);
            column.findings().faults().stream()
                    .filter(fault -> (named || feature) && !fault.startsWith(ColumnFindings.OF_TYPE))
                    .forEach(fault -> faults.add(fault(column, fault)));
        }
        sample.otherFaults().forEach(faults::add);
    }

    private static String size(SampleCheck sample, boolean sparse) {
        if (sample.inputs() == 0) {
            return "";
        }
        String seen = sample.isWhole() ? "" : String.format(Locale.ROOT, " (of the %,d rows seen)", sample.seen());
        String inputs = String.format(Locale.ROOT, "%-10s  %,d%s%n", "inputs", sample.inputs(), seen);
        OptionalLong rows = sample.rows();
        return rows.isEmpty()
                ? inputs
                : inputs
                        + String.format(
                                Locale.ROOT,
                                "%-10s  about %.1f MiB for %s%,d rows, %s%n",
                                "memory",
                                (double) sample.bytes(rows.getAsLong(), sparse) / MEBIBYTE,
                                sample.isExact() ? "" : "about ",
                                rows.getAsLong(),
                                sparse ? "stored sparse, without zeros" : "stored dense");
    }

    private static String table(List<CheckedColumn> columns, SampleCheck sample) {
        TextTable table = new TextTable(CheckedColumn.HEADS);
        List<CheckedColumn> shown = columns.size() <= MOST_COLUMNS
                ? columns
                : columns.stream()
                        .filter(column -> !column.findings().isEmpty())
                        .toList();
        shown.forEach(column -> table.row(column.row()));
        int others = columns.size() - shown.size();
        String rest = others == 0
                ? ""
                : String.format(Locale.ROOT, "%,d columns in which nothing looks wrong are left out%n", others);
        String rows = sample.isWhole()
                ? String.format(Locale.ROOT, "all %,d rows", sample.seen())
                : String.format(Locale.ROOT, "%,d rows, the first of each part of the data", sample.seen());
        return System.lineSeparator() + "Columns, by " + rows + ":" + System.lineSeparator()
                + (shown.isEmpty() ? "" : table.text()) + rest;
    }

    /** Errors are left out, as they follow on standard error and should appear on a terminal only once. */
    private String looksWrong(List<CheckedColumn> columns) {
        TextTable table = new TextTable(List.of());
        List<List<String>> rows = new ArrayList<>();
        for (CheckedColumn column : columns) {
            column.findings().faults().stream()
                    .filter(line -> !faults.messages().contains(fault(column, line)))
                    .forEach(line -> rows.add(List.of(column.name(), line)));
            column.findings().warnings().forEach(line -> rows.add(List.of(column.name(), line)));
        }
        rows.forEach(table::row);
        int refused = faults.messages().size();
        if (rows.isEmpty() && refused == 0) {
            return System.lineSeparator() + "Nothing looks wrong in these rows." + System.lineSeparator();
        }
        String wrong = rows.isEmpty() ? "" : "%nWhat looks wrong:%n".formatted() + table.text();
        return wrong
                + switch (refused) {
                    case 0 -> "";
                    case 1 -> "%ntrain would refuse this job: one error, on standard error.%n".formatted();
                    default ->
                        String.format(
                                Locale.ROOT,
                                "%ntrain would refuse this job: %,d errors, on standard error.%n",
                                refused);
                };
    }

    private static String fault(CheckedColumn column, String line) {
        return column.name() + ": " + line;
    }

    private Map<String, Object> json(List<CheckedColumn> columns, SampleCheck sample, boolean sparse) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("task", job.task().label());
        json.put("format", job.data().source().format().label());
        json.put("rowsSeen", sample.seen());
        json.put("allRowsSeen", sample.isWhole());
        OptionalLong rows = sample.rows();
        json.put("rows", rows.isPresent() ? rows.getAsLong() : null);
        json.put("rowsAreCounted", sample.isExact());
        json.put("inputs", sample.inputs());
        json.put("sparse", sparse);
        json.put("bytes", rows.isPresent() ? sample.bytes(rows.getAsLong(), sparse) : null);
        json.put("columns", columns.stream().map(CheckedColumn::json).toList());
        json.put("faults", faults.messages());
        return json;
    }
}
