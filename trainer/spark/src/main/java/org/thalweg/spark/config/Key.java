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
 * A key of settings, declared once: its name, its type and range, its default, a sentence that says what it is, an example,
 * what it goes with, and what depends on it. Reading, writing, documentation and a run's identity all follow from this.
 *
 * <p>Immutable: each of the methods that add to a declaration returns another key, so a constant is the last of a chain.
 *
 * @param <T> the value's type
 */
public final class Key<T> {
    /** What of a run depends on a key's value. */
    public enum Effect {
        /** The weights, by what is done with the rows. */
        WEIGHTS,
        /** Which rows there are, which show that by themselves, or how a challenger is judged. */
        ROWS,
        /** Neither: where things are, how work is shared, who is notified. */
        NONE
    }

    /** What a value must hold beside its type: it adds a fault to the slot where it does not. */
    @FunctionalInterface
    public interface Check<T> {
        /** Called with a sound value, also with a default one. */
        void check(T value, SettingField field, Reading at);
    }

    /** Where the value comes from when there is none. */
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

    /** A key whose value is, by default, nothing of its type: no list item, an empty optional. */
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

    /** A number of a range, whose name, default and meaning are the key's. */
    public static Key<Double> real(Setting range) {
        return Key.of(range.name(), Types.real(range))
                .byDefault(range.defaultValue())
                .means(range.meaning());
    }

    /** A number of a range, whose name and meaning are the key's, or none. */
    public static Key<OptionalDouble> optionalReal(Setting range) {
        return Key.of(range.name(), Types.optionalReal(range)).means(range.meaning());
    }

    /** A whole number of a range within that of {@code int}, whose name, default and meaning are the key's. */
    public static Key<Integer> integer(Setting range) {
        return Key.of(range.name(), Types.integer(range))
                .byDefault((int) range.defaultValue())
                .means(range.meaning());
    }

    /** A whole number of a range within that of {@code int}, whose name and meaning are the key's, or none. */
    public static Key<OptionalInt> optionalInteger(Setting range) {
        return Key.of(range.name(), Types.optionalInteger(range)).means(range.meaning());
    }

    /** A whole number of a range, whose name, default and meaning are the key's. */
    public static Key<Long> whole(Setting range) {
        return Key.of(range.name(), Types.whole(range))
                .byDefault((long) range.defaultValue())
                .means(range.meaning());
    }

    /** With a sentence that says what the value is. */
    public Key<T> means(String sentence) {
        return new Key<>(name, type, preset, presetText, sentence, example, conditions, checks, effect, former);
    }

    /** With an example of a value, as a job file spells it. */
    public Key<T> example(String value) {
        return new Key<>(name, type, preset, presetText, meaning, value, conditions, checks, effect, former);
    }

    /** With a default. */
    public Key<T> byDefault(T value) {
        return byDefault(ValueType.text(type.write(value)), at -> value);
    }

    /**
     * With a default that follows from other values.
     *
     * @param text says from which, for the documentation
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

    /** That must be given. */
    public Key<T> required() {
        return requiredWhere(at -> true, "required");
    }

    /**
     * That must be given under a condition, and is nothing otherwise.
     *
     * @param text says so, for the documentation
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

    /** That has a meaning only under a condition. */
    public Key<T> when(Condition condition) {
        return new Key<>(
                name, type, preset, presetText, meaning, example, added(conditions, condition), checks, effect, former);
    }

    /** With a check of its value beside others. */
    public Key<T> check(Check<T> check) {
        return new Key<>(
                name, type, preset, presetText, meaning, example, conditions, added(checks, check), effect, former);
    }

    /** On which no weight depends, but the rows or the judgement of a model. */
    public Key<T> ofRows() {
        return new Key<>(name, type, preset, presetText, meaning, example, conditions, checks, Effect.ROWS, former);
    }

    /** On which nothing of a model depends. */
    public Key<T> withoutEffect() {
        return new Key<>(name, type, preset, presetText, meaning, example, conditions, checks, Effect.NONE, former);
    }

    /** That had another name, which is refused with this one. */
    public Key<T> formerly(String name) {
        return new Key<>(this.name, type, preset, presetText, meaning, example, conditions, checks, effect, name);
    }

    private static <E> List<E> added(List<E> list, E more) {
        List<E> all = new ArrayList<>(list);
        all.add(more);
        return all;
    }

    /** Its name, below those of its groups. */
    public String name() {
        return name;
    }

    /** Its type. */
    public ValueType<T> type() {
        return type;
    }

    /** The name that it had once; empty for none. */
    String former() {
        return former;
    }

    /** What it is, in a sentence. */
    public String meaning() {
        return meaning;
    }

    /** A value, as a job file spells it. */
    public String exampleText() {
        return example;
    }

    /** Its default, as a job file spells it, or what it follows from. */
    public String defaultText() {
        return presetText;
    }

    /** When it has a meaning. */
    public List<Condition> conditions() {
        return conditions;
    }

    /** What depends on it. */
    public Effect effect() {
        return effect;
    }

    /** The value of a slot that is empty; a fault where there must be one. */
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
