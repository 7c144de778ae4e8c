package org.thalweg.spark.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.thalweg.model.Task;
import org.thalweg.settings.Setting;
import org.thalweg.spark.config.Value.Scalar;

/** The keys of the classes that a job expects. */
final class ClassKeys {
    private static final Condition CLASSIFICATION = Condition.only(TaskKeys.TASK, Task.CLASSIFICATION);

    static final Key<Optional<Classes>> CLASSES = Key.of("classes", new ClassesType())
            .byDefault(
                    "the classes in the rows, sorted: numbers by value, texts alphabetically", at -> Optional.empty())
            .means(
                    "The expected classes: their number, or a list of their labels in the order of the network's outputs.")
            .example("[no, yes]")
            .ofRows()
            .when(CLASSIFICATION);

    static final Key<Optional<ClassWeighting>> CLASS_WEIGHTS = Key.of("classWeights", new WeightsType())
            .byDefault("1 for every class", at -> Optional.empty())
            .means("How much the rows of each class count: a map from class label to weight, or balanced. balanced:"
                    + " every class has the same total weight, whatever its number of rows.")
            .example("balanced")
            .when(CLASSIFICATION);

    private ClassKeys() {}

    /** A number of classes, or their labels. */
    private static final class ClassesType implements ValueType<Optional<Classes>> {
        private static final Setting COUNT = Classes.Count.COUNT;

        @Override
        public String expected() {
            return "a number of classes of at least 2, or a list of the class labels";
        }

        @Override
        public Optional<Classes> read(SettingField field, String example, Reading at) {
            if (field.isList()) {
                return names(field, example);
            }
            if (field.scalar().flatMap(scalar -> Literal.whole(scalar.text())).isEmpty()) {
                field.expected(expected(), "take e.g. " + Setting.text(COUNT.defaultValue()));
                return Optional.empty();
            }
            return field.whole(COUNT).stream()
                    .<Classes>mapToObj(count -> new Classes.Count(Math.toIntExact(count)))
                    .findFirst();
        }

        private Optional<Classes> names(SettingField field, String example) {
            List<SettingField> items = field.items(expected(), example);
            List<String> names = new ArrayList<>();
            Set<String> seen = new HashSet<>();
            for (SettingField item : items) {
                String name = item.text("a class's label", "setosa");
                if (!name.isEmpty() && !seen.add(name)) {
                    item.error("duplicate class " + name + "; name it once");
                }
                names.add(name);
            }
            if (items.size() < 2) {
                field.error("expected at least 2 classes, found " + items.size());
            }
            return seen.size() < Math.max(2, items.size()) ? Optional.empty() : Optional.of(new Classes.Names(names));
        }

        @Override
        public Object write(Optional<Classes> classes) {
            return classes.map(each -> each instanceof Classes.Names names ? names.names() : (Object) each.count())
                    .orElse(null);
        }

        @Override
        public Optional<Classes> nothing() {
            return Optional.empty();
        }
    }

    /** A weight by label, or balanced. */
    private static final class WeightsType implements ValueType<Optional<ClassWeighting>> {
        @Override
        public String expected() {
            return "balanced, or a map from class label to weight";
        }

        @Override
        public Optional<ClassWeighting> read(SettingField field, String example, Reading at) {
            if (field.scalar()
                    .map(Scalar::text)
                    .filter(ClassWeighting.BALANCED::equals)
                    .isPresent()) {
                return Optional.of(new ClassWeighting.Balanced());
            }
            List<String> known = at.value(CLASSES).orElse(Optional.empty()).stream()
                    .filter(Classes.Names.class::isInstance)
                    .flatMap(names -> ((Classes.Names) names).names().stream())
                    .toList();
            Map<String, Double> weights = new LinkedHashMap<>();
            field.fields(expected(), example).forEach((label, weight) -> {
                weights.put(label, weight.requiredReal(ClassWeighting.WEIGHT));
                if (!known.isEmpty() && !known.contains(label)) {
                    weight.error("expected one of the classes " + String.join(", ", known) + ", found " + label
                            + SpellingSuggestion.to(label, known)
                                    .map(near -> "; did you mean " + near + "?")
                                    .orElse(""));
                }
            });
            int count = at.value(CLASSES)
                    .flatMap(classes -> classes)
                    .map(Classes::count)
                    .orElse(weights.size());
            if (known.isEmpty() && weights.size() > count) {
                field.error("expected weights of at most " + count + " classes (data.classes), found " + weights.size()
                        + "; correct one of them");
            }
            return weights.isEmpty() ? Optional.empty() : Optional.of(new ClassWeighting.ByLabel(weights));
        }

        @Override
        public Object write(Optional<ClassWeighting> weighting) {
            return weighting
                    .map(each -> each instanceof ClassWeighting.ByLabel named
                            ? named.weights()
                            : (Object) ClassWeighting.BALANCED)
                    .orElse(null);
        }

        @Override
        public Optional<ClassWeighting> nothing() {
            return Optional.empty();
        }
    }
}
