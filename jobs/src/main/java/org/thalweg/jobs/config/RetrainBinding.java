package org.thalweg.jobs.config;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.thalweg.jobs.config.YamlValue.Scalar;
import org.thalweg.model.Task;
import org.thalweg.settings.Setting;
import org.thalweg.spark.config.DataSource;
import org.thalweg.spark.config.Format;

/** Reads the job file's {@code retrain}. */
final class RetrainBinding {
    private static final List<Format> FILES =
            List.of(Format.CSV, Format.LIBSVM, Format.PARQUET, Format.JSON, Format.IDX);
    private static final String NEW_EXPECTED = "files, partitions, or a map { column: … }";

    private final Section retrain;
    private final Selected<Task> task;
    private final Optional<DataSource> source;

    private RetrainBinding(Section retrain, Selected<Task> task, Optional<DataSource> source) {
        this.retrain = retrain;
        this.task = task;
        this.source = source;
    }

    /** @param source where the rows are; empty where that is at fault */
    static Optional<RetrainSection> bind(Section retrain, Selected<Task> task, Optional<DataSource> source) {
        return new RetrainBinding(retrain, task, source).read();
    }

    private Optional<RetrainSection> read() {
        String store = retrain.slot(RetrainSection.STORE).text("the path of the model store", "models/pumps");
        Optional<NewRows> newRows = newRows();
        Start start = ChoiceBinding.bind(retrain, RetrainSection.START, Start.CHOICES, "", null, written -> "")
                .orElse(Start.DEFAULT);
        Rehearsal rehearsal = rehearsal();
        double holdOut = retrain.real(RetrainSection.HOLD_OUT);
        Optional<ChecksSection> checks = checks(retrain.section(RetrainSection.CHECKS));
        Optional<GateSection> gate = gate(retrain.section(RetrainSection.GATE));
        Optional<NotifySection> notify = notify(retrain.section(RetrainSection.NOTIFY));
        return retrain.unlessAtFault(() -> new RetrainSection(
                store,
                newRows.orElseThrow(),
                start,
                rehearsal,
                holdOut,
                checks.orElseThrow(),
                gate.orElseThrow(),
                notify.orElseThrow()));
    }

    /** What is usual goes with the data: files where the rows are in such, else a table's partitions. */
    private Optional<NewRows> newRows() {
        Slot slot = retrain.slot(RetrainSection.NEW);
        boolean inFiles = source.map(DataSource::format).filter(FILES::contains).isPresent();
        boolean inTable =
                source.map(DataSource::format).filter(Format.TABLE::equals).isPresent();
        if (slot.value().isPresent() && slot.value().get() instanceof YamlValue.Mapping) {
            Section map = retrain.section(RetrainSection.NEW);
            String column = map.slot(NewRows.ByColumn.KEY).text("a column's name", "day");
            if (source.isPresent() && !(source.get() instanceof DataSource.Tabular)) {
                slot.expected("files for format " + source.get().format().label(), "it has no columns");
            }
            return map.unlessAtFault(() -> new NewRows.ByColumn(column));
        }
        String word = slot.isEmpty()
                ? inTable ? NewRows.ByPartition.WORD : NewRows.ByFile.WORD
                : slot.scalar().map(Scalar::text).orElse("");
        if (source.isPresent() && !inFiles && !inTable) {
            slot.fault("expected rows in files or in a table, found format "
                    + source.get().format().label() + "; retraining needs rows that come in");
        } else if (word.equals(NewRows.ByFile.WORD) && (inFiles || source.isEmpty())) {
            return Optional.of(new NewRows.ByFile());
        } else if (word.equals(NewRows.ByPartition.WORD) && (inTable || source.isEmpty())) {
            return Optional.of(new NewRows.ByPartition());
        } else {
            slot.expected(
                    inTable
                            ? "partitions, or a map { column: … }, for format table"
                            : NEW_EXPECTED.replace(source.isPresent() ? "partitions, " : "", ""),
                    "");
        }
        return Optional.empty();
    }

    private Rehearsal rehearsal() {
        Slot slot = retrain.slot(RetrainSection.REHEARSAL);
        if (slot.scalar().map(Scalar::text).filter(Rehearsal.ALL::equals).isPresent()) {
            return new Rehearsal(OptionalInt.empty(), Rehearsal.DEFAULT_BY_CLASS);
        }
        if (!slot.isEmpty() && !(slot.value().get() instanceof YamlValue.Mapping)) {
            slot.expected("all, or a map of rows and byClass", "take e.g. { rows: 10000 }");
            return new Rehearsal(OptionalInt.of(0), Rehearsal.DEFAULT_BY_CLASS);
        }
        Section section = retrain.section(RetrainSection.REHEARSAL);
        int rows = section.whole(Rehearsal.ROWS);
        boolean byClass = section.only(Rehearsal.BY_CLASS, task, List.of(Task.CLASSIFICATION))
                ? section.slot(Rehearsal.BY_CLASS).flag(Rehearsal.DEFAULT_BY_CLASS)
                : Rehearsal.DEFAULT_BY_CLASS;
        return new Rehearsal(OptionalInt.of(rows), byClass);
    }

    private GateMetric metric() {
        return task.value().map(GateMetric::of).orElse(GateMetric.RMSE);
    }

    private Optional<ChecksSection> checks(Section checks) {
        long least = checks.slot(ChecksSection.LEAST_ROWS).whole(ChecksSection.LEAST_ROWS);
        OptionalLong most = checks.slot(ChecksSection.MOST_ROWS).optionalWhole(ChecksSection.MOST_ROWS);
        OptionalDouble missing = threshold(checks, ChecksSection.MISSING);
        OptionalDouble outOfRange = threshold(checks, ChecksSection.OUT_OF_RANGE);
        OptionalDouble unseen = threshold(checks, ChecksSection.UNSEEN);
        OptionalDouble labelShift = threshold(checks, ChecksSection.LABEL_SHIFT);
        OptionalDouble psi = threshold(checks, ChecksSection.PSI);
        OptionalDouble effect = threshold(checks, ChecksSection.EFFECT);
        OptionalDouble servingDrop = threshold(checks, metric().servingDrop());
        return checks.unlessAtFault(() ->
                new ChecksSection(least, most, missing, outOfRange, unseen, labelShift, psi, effect, servingDrop));
    }

    /** A number, or off. */
    private static OptionalDouble threshold(Section checks, Setting rule) {
        Slot slot = checks.slot(rule);
        if (slot.isEmpty()) {
            return OptionalDouble.of(rule.defaultValue());
        }
        if (slot.scalar().map(Scalar::text).filter(ChecksSection.OFF::equals).isPresent()) {
            return OptionalDouble.empty();
        }
        OptionalDouble number = slot.plain().map(Literal::real).orElse(OptionalDouble.empty());
        if (number.isEmpty() || !rule.permits(number.getAsDouble())) {
            slot.expected(ChecksSection.OFF + " or " + rule.range(), "take e.g. " + Setting.text(rule.defaultValue()));
            return OptionalDouble.empty();
        }
        return number;
    }

    private Optional<GateSection> gate(Section gate) {
        GateMetric metric = metric();
        double margin = gate.real(metric.margin());
        double confidence = gate.real(GateSection.CONFIDENCE);
        int samples = gate.whole(GateSection.SAMPLES);
        OptionalDouble floor = gate.slot(metric.floor()).optionalReal(metric.floor());
        List<String> slices = slices(gate.slot(GateSection.SLICES));
        double sliceDrop = gate.real(metric.sliceDrop());
        double classDrop = gate.only(GateSection.CLASS_DROP.name(), task, List.of(Task.CLASSIFICATION))
                ? gate.real(GateSection.CLASS_DROP)
                : GateSection.CLASS_DROP.defaultValue();
        int leastRows = gate.whole(GateSection.LEAST_ROWS);
        int rows = gate.whole(GateSection.ROWS);
        return gate.unlessAtFault(() ->
                new GateSection(margin, confidence, samples, floor, slices, sliceDrop, classDrop, leastRows, rows));
    }

    private List<String> slices(Slot slot) {
        if (slot.isEmpty()) {
            return List.of();
        }
        if (source.isPresent() && !(source.get() instanceof DataSource.Tabular)) {
            slot.expected("none for format " + source.get().format().label(), "it has no columns; remove it");
        }
        return slot.texts("a column or a list of columns", "region");
    }

    private static Optional<NotifySection> notify(Section notify) {
        Slot command = notify.slot(NotifySection.COMMAND);
        List<String> words = command.isEmpty()
                ? List.of()
                : command.texts("a program, or a list of it and its arguments", "notify-ops");
        Slot url = notify.slot(NotifySection.URL);
        Optional<String> address = url.optionalText("an address", "https://example.org/hook");
        if (address.filter(text -> !text.isEmpty() && !NotifySection.isAddress(text))
                .isPresent()) {
            url.expected("an address that begins with http:// or https://", "");
        }
        return notify.unlessAtFault(() -> new NotifySection(words, address));
    }
}
