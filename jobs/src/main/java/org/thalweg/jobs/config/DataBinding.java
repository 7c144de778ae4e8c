package org.thalweg.jobs.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.thalweg.data.Scaling;
import org.thalweg.jobs.config.SourceBinding.Layout;
import org.thalweg.jobs.config.SourceBinding.Location;
import org.thalweg.model.Task;
import org.thalweg.settings.Labelled;
import org.thalweg.spark.config.ClassWeighting;
import org.thalweg.spark.config.Classes;
import org.thalweg.spark.config.Columns;
import org.thalweg.spark.config.DataSection;
import org.thalweg.spark.config.DataSource;
import org.thalweg.spark.config.Format;
import org.thalweg.spark.config.HeldOut;
import org.thalweg.spark.config.Nearest;
import org.thalweg.spark.config.Sparse;
import org.thalweg.spark.config.TargetScale;
import org.thalweg.spark.config.Whole;

/** Reads the job file's {@code data}. */
final class DataBinding {
    private static final String CLASSES_EXPECTED = "a class count of at least 2, or a list of the classes' labels";

    private final Section data;
    private final Selected<Task> task;
    private final boolean trains;
    private final SourceBinding sources;
    private final Selected<Format> format;
    private final Supplier<Columns> columns;
    private final Layout layout;
    private final Location location;

    private DataBinding(Section data, Selected<Task> task, Purpose purpose) {
        this.data = data;
        this.task = task;
        this.trains = purpose.trains();
        Slot slot = data.slot("format");
        this.format = new Selected<>("format", slot.path(), slot.requiredWord(List.of(Format.values())), true);
        requireRoomForLabels(slot);
        boolean needsLabel = purpose.needsLabel() && !task.is(Task.AUTOENCODER);
        this.sources = new SourceBinding(format, needsLabel);
        this.location = sources.location(data);
        this.columns = ColumnsBinding.bind(data, format, task, needsLabel);
        this.layout = sources.layout(data);
    }

    /** Of the formats without columns, each row has one label. */
    private void requireRoomForLabels(Slot slot) {
        if (task.is(Task.MULTILABEL) && format.value().isPresent() && !format.isAny(ColumnsBinding.WITH_COLUMNS)) {
            slot.expected(
                    Literal.either(ColumnsBinding.WITH_COLUMNS.stream()
                                    .map(Labelled::label)
                                    .toList())
                            + " for task multilabel",
                    "a row of another format has one label");
        }
    }

    static Optional<DataSection> bind(Section data, Selected<Task> task, Purpose purpose) {
        return new DataBinding(data, task, purpose).read();
    }

    /** Whether there will be validation, as far as can be told from a section that may be at fault. */
    static boolean validates(Section data) {
        return !data.isReadable()
                || data.slot("validation").value().map(DataBinding::validates).orElse(false);
    }

    private static boolean validates(YamlValue validation) {
        return !(validation instanceof YamlValue.Scalar scalar)
                || Literal.real(scalar.text()).orElse(1) != 0;
    }

    private Optional<DataSection> read() {
        Optional<Classes> classes = classes();
        Optional<ClassWeighting> classWeights = classWeights(classes);
        Scaling.Kind scale =
                data.slot("scale").word(List.of(Scaling.Kind.values())).orElse(DataSection.DEFAULT_SCALE);
        TargetScale scaleTarget = data.only("scaleTarget", task, List.of(Task.REGRESSION))
                ? data.slot("scaleTarget").word(List.of(TargetScale.values())).orElse(TargetScale.NONE)
                : TargetScale.NONE;
        Sparse sparse = data.slot("sparse").word(List.of(Sparse.values())).orElse(DataSection.DEFAULT_SPARSE);
        if (task.is(Task.AUTOENCODER) && sparse == Sparse.TRUE) {
            data.slot("sparse").expected("false or auto for task autoencoder", "it reads back zeros too");
        }
        HeldOutBinding.Read held = new HeldOutBinding(data, "validation", format, sources).read();
        HeldOutBinding.Read test = new HeldOutBinding(data, "test", format, sources).read();
        if (HeldOut.shares(held.chosen(), test.chosen()) >= 1) {
            data.slot("test")
                    .fault("expected a share below 1 together with data.validation, found "
                            + test.chosen().ofData() + " and " + held.chosen().ofData() + "; hold fewer rows out");
        }
        if (trains && format.is(Format.DIGITS) && !data.isAtFault()) {
            held.location().ifPresent(at -> refuseOverlap("validation", at));
            test.location().ifPresent(at -> refuseOverlap("test", at));
        }
        return data.unlessAtFault(() -> {
            Function<Location, DataSource> source = sources.sources(layout, columns);
            return new DataSection(
                    source.apply(location),
                    classes,
                    classWeights,
                    scale,
                    scaleTarget,
                    sparse,
                    held.heldOut(source),
                    test.heldOut(source));
        });
    }

    /** Digits are told apart by their numbers alone: the same number would be trained on and measured. */
    private void refuseOverlap(String key, Location held) {
        if (!held.digits().overlaps(location.digits())) {
            return;
        }
        long next = location.first() + location.rows();
        data.slot(key)
                .fault("expected digits that training does not see, found numbers " + range(held) + ", where data has "
                        + range(location) + "; take e.g. first: " + next);
    }

    private static String range(Location digits) {
        return digits.first() + " to " + (digits.first() + digits.rows() - 1);
    }

    private Optional<Classes> classes() {
        if (!data.only("classes", task, List.of(Task.CLASSIFICATION))) {
            return Optional.empty();
        }
        Slot slot = data.slot("classes");
        if (slot.isEmpty()) {
            return Optional.empty();
        }
        return slot.isList() ? names(slot) : count(slot);
    }

    private Optional<ClassWeighting> classWeights(Optional<Classes> classes) {
        if (!data.only("classWeights", task, List.of(Task.CLASSIFICATION))) {
            return Optional.empty();
        }
        Slot slot = data.slot("classWeights");
        if (slot.isEmpty()) {
            return Optional.empty();
        }
        if (slot.scalar()
                .map(YamlValue.Scalar::text)
                .filter(ClassWeighting.BALANCED::equals)
                .isPresent()) {
            return Optional.of(new ClassWeighting.Balanced());
        }
        Map<String, Double> weights = new LinkedHashMap<>();
        slot.fields("balanced, or a map of classes' labels to their weights", "balanced")
                .forEach((label, weight) -> {
                    if (weight.isEmpty()) {
                        weight.expected(ClassWeighting.WEIGHT.range(), "take e.g. 2");
                    }
                    if (classes.isPresent()
                            && classes.get() instanceof Classes.Names names
                            && !names.names().contains(label)) {
                        weight.fault(
                                "expected one of the classes " + String.join(", ", names.names()) + ", found " + label
                                        + Nearest.to(label, names.names())
                                                .map(near -> "; did you mean " + near + "?")
                                                .orElse(""));
                    }
                    weights.put(label, weight.real(ClassWeighting.WEIGHT));
                });
        return data.unlessAtFault(() -> new ClassWeighting.ByLabel(weights));
    }

    private Optional<Classes> count(Slot slot) {
        Whole rule = Classes.Count.COUNT;
        if (slot.scalar().flatMap(scalar -> Literal.whole(scalar.text())).isEmpty()) {
            slot.expected(CLASSES_EXPECTED, "take e.g. " + rule.usual());
            return Optional.empty();
        }
        int count = Math.toIntExact(slot.whole(rule));
        return Optional.of(new Classes.Count(count));
    }

    private Optional<Classes> names(Slot slot) {
        List<Slot> items = slot.items(CLASSES_EXPECTED, "[no, yes]");
        List<String> names = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Slot item : items) {
            String name = item.text("a class's label", "setosa");
            if (!name.isEmpty() && !seen.add(name)) {
                item.fault("duplicate class " + name + "; name it once");
            }
            names.add(name);
        }
        if (items.size() < 2) {
            slot.fault("expected at least 2 classes, found " + items.size());
        }
        return data.unlessAtFault(() -> new Classes.Names(names));
    }
}
