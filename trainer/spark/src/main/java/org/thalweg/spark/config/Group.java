package org.thalweg.spark.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.thalweg.spark.config.Value.Entry;
import org.thalweg.spark.config.Value.Mapping;
import org.thalweg.spark.config.Value.Scalar;

/**
 * Keys that stand together in one map, in the order in which they are written.
 *
 * @param keys each of another name
 * @param rules what must hold between them: called where each value is sound, to add a fault where it does not
 * @param word the key whose value may stand alone instead of the map, where all other keys have defaults; empty for none
 */
public record Group(List<Key<?>> keys, List<Consumer<Reading>> rules, Optional<Key<?>> word) {
    /** Copies the lists. */
    public Group {
        keys = List.copyOf(keys);
        rules = List.copyOf(rules);
        if (keys.stream().map(Key::name).distinct().count() < keys.size()) {
            throw new IllegalArgumentException("keys: expected each name once, found " + keys);
        }
    }

    /** Of these keys. */
    public static Group of(Key<?>... keys) {
        return of(List.of(keys));
    }

    /** Of these keys. */
    public static Group of(List<? extends Key<?>> keys) {
        return new Group(List.copyOf(keys), List.of(), Optional.empty());
    }

    /** These keys, and more behind them. */
    public Group with(List<? extends Key<?>> more) {
        List<Key<?>> all = new ArrayList<>(keys);
        all.addAll(more);
        return new Group(all, rules, word);
    }

    /** With a rule more. */
    Group withRule(Consumer<Reading> rule) {
        List<Consumer<Reading>> all = new ArrayList<>(rules);
        all.add(rule);
        return new Group(keys, all, word);
    }

    /** With a key whose value may stand alone instead of the map, such as {@code adam} for {@code { type: adam }}. */
    Group orNameOf(Key<?> key) {
        return new Group(keys, rules, Optional.of(key));
    }

    /** What is expected where the map stands. */
    String expected() {
        return word.map(key -> "a map, or its " + key.name() + " alone").orElse("a map");
    }

    /** A value as the map that it stands for; empty where it stands for none. */
    public Optional<Mapping> map(Value value) {
        if (value instanceof Mapping map) {
            return Optional.of(map);
        }
        return word.filter(key -> value instanceof Scalar)
                .map(key -> new Mapping(value.position(), Map.of(key.name(), new Entry(value.position(), value))));
    }

    /** A key below which the map stands; without it, all of its keys have their defaults. */
    public Key<Settings> key(String name) {
        return Key.of(name, new Section(this)).byDefault("the defaults of its keys", at -> Settings.none(this));
    }

    /** A key below which the map may stand. */
    public Key<Optional<Settings>> optionalKey(String name) {
        return Key.of(name, new OptionalSection(this));
    }

    /** The settings of a map that is always there. */
    record Section(Group group) implements ValueType<Settings> {
        @Override
        public String expected() {
            return group.expected();
        }

        @Override
        public Settings read(SettingField field, String example, Reading at) {
            return at.below(field, group).settings();
        }

        @Override
        public Object write(Settings value) {
            return value.written();
        }

        @Override
        public Settings nothing() {
            return Settings.none(group);
        }

        @Override
        public List<Group> groups() {
            return List.of(group);
        }
    }

    /** The settings of a map that may be absent. */
    record OptionalSection(Group group) implements ValueType<Optional<Settings>> {
        @Override
        public String expected() {
            return group.expected();
        }

        @Override
        public String example() {
            return "{}";
        }

        @Override
        public Optional<Settings> read(SettingField field, String example, Reading at) {
            return Optional.of(at.below(field, group).settings());
        }

        @Override
        public Object write(Optional<Settings> value) {
            return value.map(Settings::written).orElse(null);
        }

        @Override
        public Optional<Settings> nothing() {
            return Optional.empty();
        }

        @Override
        public List<Group> groups() {
            return List.of(group);
        }
    }
}
