package org.thalweg.spark.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.thalweg.settings.Choice;
import org.thalweg.settings.Labelled;
import org.thalweg.settings.Setting;

/**
 * The keys of one of the trainer's choices: its {@code type}, and the parameters of all types.
 *
 * @param type which of the choices
 * @param numbers the parameters, each with the types that have it
 */
record ChoiceKeys<T extends Choice.Named>(Key<Choice<T>> type, List<Key<Double>> numbers) {
    /** The name of the key that selects the choice. */
    static final String TYPE = "type";

    /** Copies the list. */
    ChoiceKeys {
        numbers = List.copyOf(numbers);
    }

    /** Keys with a required type. */
    static <T extends Choice.Named> ChoiceKeys<T> of(ChoiceName<T> names) {
        Key<Choice<T>> type = Key.of(TYPE, names)
                .required()
                .means("One of the types that are described below.")
                .example(names.permitted().get(0).name());
        return of(type, names.permitted());
    }

    /**
     * Keys with an optional type.
     *
     * @param preset the default's name
     */
    static <T extends Choice.Named> ChoiceKeys<T> of(List<Choice<T>> choices, String preset, String meaning) {
        return of(
                Key.of(TYPE, new ChoiceName<>(choices, "", written -> ""))
                        .byDefault(Choice.named(TYPE, preset, choices))
                        .means(meaning)
                        .example(preset),
                choices);
    }

    private static <T extends Choice.Named> ChoiceKeys<T> of(Key<Choice<T>> type, List<Choice<T>> choices) {
        Map<String, List<Choice<T>>> having = new LinkedHashMap<>();
        choices.forEach(choice -> choice.settings()
                .forEach(setting -> having.computeIfAbsent(setting.name(), name -> new ArrayList<>())
                        .add(choice)));
        List<Key<Double>> numbers = new ArrayList<>();
        having.forEach((name, having1) -> {
            Map<Choice<T>, Setting> settings = new LinkedHashMap<>();
            having1.forEach(choice -> settings.put(choice, setting(choice, name)));
            NumberOf<T> number = new NumberOf<>(type, settings);
            numbers.add(Key.of(name, number)
                    .byDefault(number.defaults(), number::preset)
                    .means(number.meaning())
                    .when(Condition.only(type, having1)));
        });
        return new ChoiceKeys<>(type, numbers);
    }

    private static Setting setting(Choice<?> choice, String name) {
        return choice.settings().stream()
                .filter(setting -> setting.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** All keys, the type first. */
    List<Key<?>> keys() {
        List<Key<?>> keys = new ArrayList<>();
        keys.add(type);
        keys.addAll(numbers);
        return keys;
    }

    /** All keys as a map. The type may be written instead of the map. */
    Group group() {
        return Group.of(keys()).withRule(this::make).orNameOf(type);
    }

    /**
     * The chosen value.
     *
     * @throws IllegalArgumentException if its parameters contradict each other
     */
    T make(Settings settings) {
        return make(settings.get(type), settings::get);
    }

    private interface Numbers {
        double of(Key<Double> key);
    }

    private T make(Choice<T> choice, Numbers values) {
        return choice.make(choice.settings().stream()
                .mapToDouble(setting -> values.of(number(setting.name())))
                .toArray());
    }

    private Key<Double> number(String name) {
        return numbers.stream()
                .filter(key -> key.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /**
     * The chosen value. Empty if a parameter is invalid, or if the parameters contradict each other, which is added as an
     * error.
     */
    Optional<T> make(Reading at) {
        Optional<Choice<T>> choice = at.value(type);
        if (choice.isEmpty() || numbers.stream().anyMatch(key -> at.value(key).isEmpty())) {
            return Optional.empty();
        }
        try {
            return Optional.of(make(choice.get(), key -> at.value(key).orElseThrow()));
        } catch (IllegalArgumentException e) {
            at.error(e.getMessage());
            return Optional.empty();
        }
    }

    /**
     * The settings from which {@link #make} makes the value: a map, the name alone if it has no parameters, or a formula as it
     * was written.
     */
    static <T extends Choice.Named> Object written(T thing, List<Choice<T>> choices) {
        if (thing.formulaText().isPresent()) {
            return thing.formulaText().get();
        }
        List<Setting> settings = Choice.named("choice", thing.name(), choices).settings();
        if (settings.isEmpty()) {
            return thing.name();
        }
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(TYPE, thing.name());
        for (int i = 0; i < settings.size(); i++) {
            map.put(settings.get(i).name(), thing.settings()[i]);
        }
        return map;
    }

    /**
     * A choice by its name.
     *
     * @param permitted the choices that are valid with the other settings
     * @param circumstance why only these are valid, as in {@code " for task regression"}; may be empty
     * @param insight advice for a name that is not permitted; may be an empty text
     */
    record ChoiceName<T>(List<Choice<T>> permitted, String circumstance, UnaryOperator<String> insight)
            implements ValueType<Choice<T>> {
        /** A name in the form that {@link SettingField#choice} expects. */
        private record Name<T>(Choice<T> choice) implements Labelled {
            @Override
            public String name() {
                return choice.name();
            }

            @Override
            public String label() {
                return choice.name();
            }
        }

        @Override
        public String expected() {
            return Literal.either(permitted.stream().map(Choice::name).toList());
        }

        @Override
        public Map<String, String> choices() {
            Map<String, String> names = new LinkedHashMap<>();
            permitted.forEach(choice -> names.put(choice.name(), choice.meaning()));
            return names;
        }

        @Override
        public Choice<T> read(SettingField field, String example, Reading at) {
            String written = field.scalar().map(Value.Scalar::text).orElse("");
            return field.choice(permitted.stream().map(Name::new).toList(), circumstance, insight.apply(written))
                    .map(Name::choice)
                    .orElse(nothing());
        }

        @Override
        public Object write(Choice<T> value) {
            return value.name();
        }

        @Override
        public Choice<T> nothing() {
            return permitted.get(0);
        }

        @Override
        public String adviceIfMissing(String example, Reading at) {
            return "add it";
        }
    }

    /** A number whose range and default depend on the type. */
    private record NumberOf<T>(Key<Choice<T>> type, Map<Choice<T>, Setting> settings) implements ValueType<Double> {
        private Setting any() {
            return settings.values().iterator().next();
        }

        private Setting setting(Reading at) {
            return at.value(type).map(settings::get).orElse(any());
        }

        double preset(Reading at) {
            return setting(at).defaultValue();
        }

        /** The defaults, by type if they differ. */
        String defaults() {
            return byType(setting -> Setting.text(setting.defaultValue()), NumberOf::textOfTypes, ", ");
        }

        /** What the number is, by type if that differs. */
        String meaning() {
            return byType(Setting::meaning, (text, types) -> "For " + types + ": " + lowerCase(text), " ");
        }

        private static String textOfTypes(String text, String types) {
            return text + " for " + types;
        }

        /** A text of the settings. If they differ, each text is combined with its types. */
        private String byType(Function<Setting, String> text, BinaryOperator<String> withTypes, String separator) {
            Map<String, List<String>> types = new LinkedHashMap<>();
            settings.forEach(
                    (choice, setting) -> types.computeIfAbsent(text.apply(setting), unused -> new ArrayList<>())
                            .add(choice.name()));
            return types.size() == 1
                    ? types.keySet().iterator().next()
                    : types.entrySet().stream()
                            .map(each -> withTypes.apply(each.getKey(), Literal.either(each.getValue())))
                            .collect(Collectors.joining(separator));
        }

        private static String lowerCase(String sentence) {
            return Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1);
        }

        @Override
        public String expected() {
            return byType(Setting::range, NumberOf::textOfTypes, ", ");
        }

        @Override
        public String example() {
            return Setting.text(any().defaultValue());
        }

        @Override
        public Double read(SettingField field, String example, Reading at) {
            return field.requiredReal(setting(at));
        }

        @Override
        public Object write(Double value) {
            return value;
        }

        @Override
        public Double nothing() {
            return any().defaultValue();
        }
    }
}
