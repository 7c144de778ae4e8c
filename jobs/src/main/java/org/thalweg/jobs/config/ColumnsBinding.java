package org.thalweg.jobs.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.thalweg.jobs.config.YamlValue.Scalar;
import org.thalweg.model.Task;
import org.thalweg.spark.config.Categorical;
import org.thalweg.spark.config.Column;
import org.thalweg.spark.config.Columns;
import org.thalweg.spark.config.DataSource;
import org.thalweg.spark.config.Format;
import org.thalweg.spark.config.Missing;

/** Reads which columns are what, and how features become numbers. */
final class ColumnsBinding {
    static final List<Format> WITH_COLUMNS = List.of(Format.CSV, Format.PARQUET, Format.JSON, Format.TABLE);
    static final String ALL = "all";
    private static final String EXAMPLE = "species";

    private final Section data;
    private final Selected<Format> format;
    private final Selected<Task> task;

    /** What each column named so far is. */
    private final Map<Column, String> roles = new HashMap<>();

    private ColumnsBinding(Section data, Selected<Format> format, Selected<Task> task) {
        this.data = data;
        this.format = format;
        this.task = task;
    }

    /** To be called for the columns only if nothing was at fault. */
    static Supplier<Columns> bind(Section data, Selected<Format> format, Selected<Task> task, boolean needsLabel) {
        ColumnsBinding binding = new ColumnsBinding(data, format, task);
        List<Column> label = binding.label(needsLabel);
        Optional<Column> weight = binding.weight();
        List<Column> features = binding.features();
        List<Categorical> categorical = binding.categorical(features);
        Missing missing = binding.missing();
        return () -> new Columns(label, features, weight, categorical, missing);
    }

    private List<Column> label(boolean needed) {
        if (!data.only("label", format, WITH_COLUMNS)) {
            return List.of();
        }
        Slot slot = data.slot("label");
        if (task.is(Task.AUTOENCODER)) {
            if (!slot.isEmpty()) {
                slot.fault(
                        "expected none, found " + slot.found() + "; an autoencoder has none: its input is its target");
            }
            return List.of();
        }
        if (slot.isEmpty() && !needed) {
            return List.of();
        }
        List<Slot> items = slot.isList() ? slot.items(oneColumn(), EXAMPLE) : List.of(slot);
        if (items.isEmpty()) {
            slot.expected(oneColumn(), "take e.g. " + EXAMPLE);
        } else if (items.size() > 1
                && task.value().filter(chosen -> !chosen.takesSeveralLabels()).isPresent()) {
            slot.fault("expected one column for task classification, found " + items.size()
                    + "; several are for task multilabel or regression");
        }
        return columns(items, "the label");
    }

    private Optional<Column> weight() {
        return data.only("weight", format, WITH_COLUMNS)
                ? Optional.of(data.slot("weight"))
                        .filter(slot -> !slot.isEmpty())
                        .flatMap(slot -> column(slot, "the weight"))
                : Optional.empty();
    }

    /** {@code all} is true of every format, a choice of columns is not. */
    private List<Column> features() {
        Slot slot = data.slot("features");
        if (slot.isEmpty()
                || slot.scalar().map(Scalar::text).filter(ALL::equals).isPresent()) {
            return List.of();
        }
        if (!data.only("features", format, WITH_COLUMNS)) {
            return List.of();
        }
        List<Slot> items = data.slot("features").items("all or a list of columns", "[" + EXAMPLE + "]");
        if (items.isEmpty() && slot.isList()) {
            slot.expected("all or a list of columns", "take e.g. [" + EXAMPLE + "]");
        }
        return columns(items, "a feature");
    }

    private List<Categorical> categorical(List<Column> features) {
        if (!data.only(CategoricalBinding.KEY, format, WITH_COLUMNS)) {
            return List.of();
        }
        return new CategoricalBinding(data, roles, features).bind(this::parse, this::hasHeader);
    }

    /** A header that is no truth value is told where it is read. */
    private boolean hasHeader() {
        return !format.is(Format.CSV)
                || data.slot("header").plain().flatMap(Literal::truth).orElse(DataSource.Csv.DEFAULT_HEADER);
    }

    private Missing missing() {
        return data.only("missing", format, WITH_COLUMNS)
                ? data.slot("missing").word(List.of(Missing.values())).orElse(Columns.DEFAULT_MISSING)
                : Columns.DEFAULT_MISSING;
    }

    private List<Column> columns(List<Slot> slots, String role) {
        List<Column> columns = new ArrayList<>();
        slots.forEach(slot -> column(slot, role).ifPresent(columns::add));
        return columns;
    }

    private Optional<Column> column(Slot slot, String role) {
        Optional<Column> column = parse(slot);
        column.ifPresent(named -> {
            String other = roles.putIfAbsent(named, role);
            if (role.equals(other)) {
                slot.fault("duplicate column " + named + "; name it once");
            } else if (other != null) {
                slot.expected("a column other than " + other, "remove it here or there");
            }
        });
        return column;
    }

    private Optional<Column> parse(Slot slot) {
        Optional<Scalar> scalar =
                slot.scalar().filter(written -> !written.text().isBlank());
        if (scalar.isEmpty()) {
            slot.expected(oneColumn(), "take e.g. " + EXAMPLE);
            return Optional.empty();
        }
        String text = scalar.get().text();
        if (!scalar.get().plain() || !Literal.isIndex(text)) {
            return Optional.of(new Column.Named(text));
        }
        if (format.value().isPresent() && !format.is(Format.CSV)) {
            slot.expected(oneColumn(), "put quotes around a name that is a number");
            return Optional.empty();
        }
        try {
            return Optional.of(new Column.Indexed(Integer.parseInt(text)));
        } catch (IllegalArgumentException outOfRange) {
            slot.expected(oneColumn(), "take e.g. 0");
            return Optional.empty();
        }
    }

    private String oneColumn() {
        return format.is(Format.CSV) ? "a column's name, or its index from 0" : "a column's name";
    }
}
