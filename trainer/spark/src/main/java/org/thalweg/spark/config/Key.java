package org.thalweg.spark.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Predicate;
import org.thalweg.settings.Setting;

/**
 * A key of settings, declared once: its name, type, range, default, meaning, example, conditions and effect. Reading, writing,
 * documentation and the identity of a run all use this declaration.
 *
 * <p>Immutable: each method that adds to a declaration returns another key.
 *
 * @param <T> the value's type
 */
public final class Key<T> {
    static final String REQUIRED = "required";

    /** What the value of a key affects. */
    public enum Effect {
        /** The weights, because it changes what is done with the rows. */
        WEIGHTS,
        /** Which rows are used (this is seen from the rows themselves), or how a challenger is evaluated. */
        ROWS,
        /** Neither: for example where things are, how work is divided, or who is notified. */
        NONE
    }

    /** A check of a value in addition to its type. It adds an error to the field if the value is invalid. */
    @FunctionalInterface
    public interface Check<T> {
        /** Called with a value of the right type, also with a default. */
        void check(T value, SettingField field, Reading at);
    }

    /** The value of a key that is not given. */
    private interface Default<T> {
        T of(Key<T> key, SettingField field, Reading at);
    }

    private final String name;
    private final ValueType<T> type;
    private final Default<T> preset;
    private final String presetText;
    private final String meaning;
    private final String example;
    private final List<Condition> conditions;
    private final List<Check<T>> checks;
    private final Effect effect;
    private final String former; // empty for none

    private Key(
            String name,
            ValueType<T> type,
            Default<T> preset,
            String presetText,
            String meaning,
            String example,
            List<Condition> conditions,
            List<Check<T>> checks,
            Effect effect,
            String former) {
        this.name = Objects.requireNonNull(name, "name");
        this.type = Objects.requireNonNull(type, "type");
        this.preset = preset;
        this.presetText = presetText;
        this.meaning = meaning;
        this.example = example;
        this.conditions = List.copyOf(conditions);
        this.checks = List.copyOf(checks);
        this.effect = effect;
        this.former = former;
    }

    /** A key whose default is the empty value of its type, such as an empty list or optional. */
    public static <T> Key<T> of(String name, ValueType<T> type) {
        return new Key<>(
                name,
                type,
                (key, field, at) -> type.nothing(),
                "none",
                "",
                type.example(),
                List.of(),
                List.of(),
                Effect.WEIGHTS,
                "");
    }

    /** A number of a range, which also gives the key its name, default and meaning. */
    public static Key<Double> real(Setting range) {
        return Key.of(range.name(), Types.real(range))
                .byDefault(range.defaultValue())
                .means(range.meaning());
    }

    /** A number of a range, or none. The range also gives the key its name and meaning. */
    public static Key<OptionalDouble> optionalReal(Setting range) {
        return Key.of(range.name(), Types.optionalReal(range)).means(range.meaning());
    }

    /** A whole number of a range within that of {@code int}, which also gives the key its name, default and meaning. */
    public static Key<Integer> integer(Setting range) {
        return Key.of(range.name(), Types.integer(range))
                .byDefault((int) range.defaultValue())
                .means(range.meaning());
    }

    /** A whole number of a range within that of {@code int}, or none. The range also gives the key its name and meaning. */
    public static Key<OptionalInt> optionalInteger(Setting range) {
        return Key.of(range.name(), Types.optionalInteger(range)).means(range.meaning());
    }

    /** A whole number of a range, which also gives the key its name, default and meaning. */
    public static Key<Long> whole(Setting range) {
        return Key.of(range.name(), Types.whole(range))
                .byDefault((long) range.defaultValue())
                .means(range.meaning());
    }

    /** The same with a sentence that describes the value. */
    public Key<T> means(String sentence) {
        return new Key<>(name, type, preset, presetText, sentence, example, conditions, checks, effect, former);
    }

    /** The same with an example of a value, as it is written in a job file. */
    public Key<T> example(String value) {
        return new Key<>(name, type, preset, presetText, meaning, value, conditions, checks, effect, former);
    }

    /** The same with a default. */
    public Key<T> byDefault(T value) {
        return byDefault(ValueType.text(type.write(value)), at -> value);
    }

    /**
     * The same with a default that depends on other values.
     *
     * @param text the default for the documentation
     */
    public Key<T> byDefault(String text, Function<Reading, T> value) {
        return new Key<>(
                name,
                type,
                (key, field, at) -> value.apply(at),
                text,
                meaning,
                example,
                conditions,
                checks,
                effect,
                former);
    }

    /** The same key, required. */
    public Key<T> required() {
        return requiredWhere(at -> true, REQUIRED);
    }

    /**
     * The same key, required under a condition, and empty otherwise.
     *
     * @param text the condition for the documentation
     */
    public Key<T> requiredWhere(Predicate<Reading> needed, String text) {
        Default<T> missing = (key, field, at) -> {
            if (needed.test(at)) {
                field.expected(type.expected(at), type.adviceIfMissing(key.example, at));
            }
            return type.nothing();
        };
        return new Key<>(name, type, missing, text, meaning, example, conditions, checks, effect, former);
    }

    /** The same key, permitted only under a condition. */
    public Key<T> when(Condition condition) {
        return new Key<>(
                name, type, preset, presetText, meaning, example, added(conditions, condition), checks, effect, former);
    }

    /** The same with another check of its value. */
    public Key<T> check(Check<T> check) {
        return new Key<>(
                name, type, preset, presetText, meaning, example, conditions, added(checks, check), effect, former);
    }

    /** The same with {@link Effect#ROWS}. */
    public Key<T> ofRows() {
        return new Key<>(name, type, preset, presetText, meaning, example, conditions, checks, Effect.ROWS, former);
    }

    /** The same with {@link Effect#NONE}. */
    public Key<T> withoutEffect() {
        return new Key<>(name, type, preset, presetText, meaning, example, conditions, checks, Effect.NONE, former);
    }

    /** The same with a former name. The former name is refused, with the new name in the message. */
    public Key<T> formerly(String name) {
        return new Key<>(this.name, type, preset, presetText, meaning, example, conditions, checks, effect, name);
    }

    private static <E> List<E> added(List<E> list, E more) {
        List<E> all = new ArrayList<>(list);
        all.add(more);
        return all;
    }

    /** Its name, without the names of the maps that contain it. */
    public String name() {
        return name;
    }

    /** Its type. */
    public ValueType<T> type() {
        return type;
    }

    /** Its former name; empty for none. */
    String former() {
        return former;
    }

    /** What it is, in one or more sentences. */
    public String meaning() {
        return meaning;
    }

    /** An example of a value, as it is written in a job file. */
    public String exampleText() {
        return example;
    }

    /** Its default, as it is written in a job file, or a description of the default. */
    public String defaultText() {
        return presetText;
    }

    /** The conditions under which it may be used. */
    public List<Condition> conditions() {
        return conditions;
    }

    /** What it affects. */
    public Effect effect() {
        return effect;
    }

    /** The value if the key is not given. If it is required, an error is added. */
    T absent(SettingField field, Reading at) {
        return preset.of(this, field, at);
    }

    List<Check<T>> checks() {
        return checks;
    }

    @Override
    public String toString() {
        return name;
    }
}
