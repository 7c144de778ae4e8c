package org.thalweg.spark.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.thalweg.settings.Labelled;
import org.thalweg.settings.Setting;

/** Types of values that many keys have. */
public final class Types {
    /** How a type of plain values reads a field. */
    private interface Reader<T> {
        T read(SettingField field, String example);
    }

    /** A type of simple values. */
    private record Plain<T>(
            String expected, String example, T nothing, Reader<T> reader, Function<T, Object> writer, boolean isName)
            implements ValueType<T> {
        @Override
        public T read(SettingField field, String example, Reading at) {
            return reader.read(field, example);
        }

        @Override
        public Object write(T value) {
            return writer.apply(value);
        }

        @Override
        public String adviceIfMissing(String example, Reading at) {
            return isName ? "add it" : ValueType.super.adviceIfMissing(example, at);
        }
    }

    private Types() {}

    /**
     * A text that is not blank.
     *
     * @param what is expected, as in {@code a table's name}
     */
    public static ValueType<String> text(String what) {
        return new Plain<>(what, "", "", (field, example) -> field.text(what, example), text -> text, false);
    }

    /** A text that is not blank, or none. */
    public static ValueType<Optional<String>> optionalText(String what) {
        return new Plain<>(
                what,
                "",
                Optional.empty(),
                (field, example) -> Optional.of(field.text(what, example)),
                text -> text.orElse(null),
                false);
    }

    /** One text, or a list of at least one text. */
    public static ValueType<List<String>> texts(String what) {
        return new Plain<>(
                what, "", List.of(), (field, example) -> field.texts(what, example), Types::oneOrList, false);
    }

    /** A single value as itself, several as a list, none as {@code null}. */
    static Object oneOrList(List<?> values) {
        return values.size() > 1 ? values : values.isEmpty() ? null : values.get(0);
    }

    /** {@code true} or {@code false}. */
    public static ValueType<Boolean> flag() {
        return new Plain<>(
                "true or false", "true", false, (field, example) -> field.flag(example), value -> value, false);
    }

    /** A number of a range. */
    public static ValueType<Double> real(Setting range) {
        String example = Setting.text(range.defaultValue());
        return new Plain<>(
                range.range(),
                example,
                range.defaultValue(),
                (field, unused) -> field.real(range).orElse(range.defaultValue()),
                number -> number,
                false);
    }

    /** A number of a range, or none. */
    public static ValueType<OptionalDouble> optionalReal(Setting range) {
        return new Plain<>(
                range.range(),
                Setting.text(range.defaultValue()),
                OptionalDouble.empty(),
                (field, unused) -> field.real(range),
                number -> number.isPresent() ? number.getAsDouble() : null,
                false);
    }

    /** A whole number of a range that is within that of {@code int}. */
    public static ValueType<Integer> integer(Setting range) {
        return new Plain<>(
                range.range(),
                Setting.text(range.defaultValue()),
                (int) range.defaultValue(),
                (field, unused) -> Math.toIntExact(field.requiredWhole(range)),
                number -> number,
                false);
    }

    /** A whole number of a range that is within that of {@code int}, or none. */
    public static ValueType<OptionalInt> optionalInteger(Setting range) {
        return new Plain<>(
                range.range(),
                Setting.text(range.defaultValue()),
                OptionalInt.empty(),
                (field, unused) ->
                        field.whole(range).stream().mapToInt(Math::toIntExact).findFirst(),
                number -> number.isPresent() ? number.getAsInt() : null,
                false);
    }

    /** A whole number of a range. */
    public static ValueType<Long> whole(Setting range) {
        return new Plain<>(
                range.range(),
                Setting.text(range.defaultValue()),
                (long) range.defaultValue(),
                (field, unused) -> field.requiredWhole(range),
                number -> number,
                false);
    }

    /** A whole number of the range of {@code long}. */
    public static ValueType<Long> anyLong() {
        String expected = "a whole number from " + Long.MIN_VALUE + " to " + Long.MAX_VALUE;
        return new Plain<>(
                expected, "0", 0L, (field, example) -> field.anyLong(expected, example), number -> number, false);
    }

    /** A whole number of a range, or none. */
    public static ValueType<OptionalLong> optionalWhole(Setting range) {
        return new Plain<>(
                range.range(),
                Setting.text(range.defaultValue()),
                OptionalLong.empty(),
                (field, unused) -> field.whole(range),
                number -> number.isPresent() ? number.getAsLong() : null,
                false);
    }

    /** One of some choices. */
    public static <E extends Labelled> ValueType<E> choice(List<E> permitted) {
        List<String> names = permitted.stream().map(Labelled::label).toList();
        return new Plain<>(
                Literal.either(names),
                names.get(0),
                permitted.get(0),
                (field, example) -> field.choice(permitted, "", "").orElse(permitted.get(0)),
                // A label that reads as a truth value is written as one.
                choice -> Literal.truth(choice.label())
                        .map(truth -> (Object) truth)
                        .orElse(choice.label()),
                true);
    }

    /** One of the values of an enum. */
    public static <E extends Labelled> ValueType<E> choice(E[] permitted) {
        return choice(List.of(permitted));
    }

    /**
     * A name for a constant, or another value.
     *
     * @param constants the constants by name
     */
    public static <T> ValueType<T> constantOr(Map<String, T> constants, ValueType<T> other) {
        List<String> names = List.copyOf(new TreeSet<>(constants.keySet()));
        return new ValueType<>() {
            @Override
            public String expected() {
                return or(other.expected());
            }

            @Override
            public String expected(Reading at) {
                return or(other.expected(at));
            }

            private String or(String expected) {
                return Literal.either(
                        Stream.concat(names.stream(), Stream.of(expected)).toList());
            }

            @Override
            public String example() {
                return other.example();
            }

            @Override
            public T read(SettingField field, String example, Reading at) {
                T constant = field.scalar()
                        .map(Value.Scalar::text)
                        .map(constants::get)
                        .orElse(null);
                return constant != null ? constant : other.read(field.orAlternatives(names), example, at);
            }

            @Override
            public Object write(T value) {
                return constants.entrySet().stream()
                        .filter(constant -> constant.getValue().equals(value))
                        .<Object>map(Map.Entry::getKey)
                        .findFirst()
                        .orElseGet(() -> other.write(value));
            }

            @Override
            public T nothing() {
                return other.nothing();
            }
        };
    }

    /** A list of numbers, which may be empty. */
    public static ValueType<List<Integer>> integers(String what, Setting range) {
        return new Plain<>(
                what,
                "[" + Setting.text(range.defaultValue()) + "]",
                List.of(),
                (field, example) -> field.items(what, example).stream()
                        .map(item -> Math.toIntExact(item.requiredWhole(range)))
                        .toList(),
                numbers -> numbers,
                false);
    }

    /** A list of at least one choice, each at most once. */
    public static <E extends Labelled> ValueType<List<E>> choices(String what, List<E> permitted) {
        return new Plain<>(
                what,
                "",
                List.of(),
                (field, example) -> distinctChoices(field, what, example, permitted),
                choices -> choices.stream().map(Labelled::label).toList(),
                false);
    }

    private static <E extends Labelled> List<E> distinctChoices(
            SettingField field, String what, String example, List<E> permitted) {
        List<E> choices = new ArrayList<>();
        for (SettingField item : field.items(what, example)) {
            item.requiredChoice(permitted).ifPresent(choice -> {
                if (choices.contains(choice)) {
                    item.error("duplicate " + choice.label() + "; name it once");
                }
                choices.add(choice);
            });
        }
        if (field.isList() && choices.isEmpty()) {
            field.expected("at least one of " + what.replaceFirst("^a list of ", ""), "");
        }
        return choices;
    }
}
