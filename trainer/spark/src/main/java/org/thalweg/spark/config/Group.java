package org.thalweg.spark.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.thalweg.spark.config.Value.Entry;
import org.thalweg.spark.config.Value.Mapping;
import org.thalweg.spark.config.Value.Scalar;

/**
 * The keys of one map, in the order in which they are written.
 *
 * @param keys with different names
 * @param rules checks across keys. They are called if each value is valid, and add an error if the values contradict each
 *     other
 * @param shortForm the key whose value may be written instead of the map, if all other keys have defaults; empty for none
 */
public record Group(List<Key<?>> keys, List<Consumer<Reading>> rules, Optional<Key<?>> shortForm) {
    /** Copies the lists. */
    public Group {
        keys = List.copyOf(keys);
        rules = List.copyOf(rules);
        if (keys.stream().map(Key::name).distinct().count() < keys.size()) {
            throw new IllegalArgumentException("keys: expected each name once, found " + keys);
        }
    }

    /** A group of these keys. */
    public static Group of(Key<?>... keys) {
        return of(List.of(keys));
    }

    /** A group of these keys. */
    public static Group of(List<? extends Key<?>> keys) {
        return new Group(List.copyOf(keys), List.of(), Optional.empty());
    }

    /** These keys, followed by others. */
    public Group with(List<? extends Key<?>> more) {
        List<Key<?>> all = new ArrayList<>(keys);
        all.addAll(more);
        return new Group(all, rules, shortForm);
    }

    /** The same with another rule. */
    Group withRule(Consumer<Reading> rule) {
        List<Consumer<Reading>> all = new ArrayList<>(rules);
        all.add(rule);
        return new Group(keys, all, shortForm);
    }

    /** The same with a key whose value may be written instead of the map, such as {@code adam} for {@code { type: adam }}. */
    Group orNameOf(Key<?> key) {
        return new Group(keys, rules, Optional.of(key));
    }

    /** The text that describes the expected value. */
    String expected() {
        return shortForm.map(key -> "a map, or its " + key.name() + " alone").orElse("a map");
    }

    /** The map that a value means; empty if it is neither a map nor its short form. */
    public Optional<Mapping> map(Value value) {
        if (value instanceof Mapping map) {
            return Optional.of(map);
        }
        return shortForm
                .filter(key -> value instanceof Scalar)
                .map(key -> new Mapping(value.position(), Map.of(key.name(), new Entry(value.position(), value))));
    }

    /** A key with this map as its value. Without it, all keys of the map have their defaults. */
    public Key<Settings> key(String name) {
        return Key.of(name, new Section(this)).byDefault(defaults(), at -> Settings.none(this));
    }

    /** The text that describes the values without the map. */
    public String defaults() {
        return "the defaults of its keys"
                + keys.stream()
                        .filter(key ->
                                key.conditions().isEmpty() && key.defaultText().startsWith(Key.REQUIRED))
                        .map(key -> "; " + key.name() + " is " + key.defaultText())
                        .collect(Collectors.joining());
    }

    /** A key with this map as its value, which may be absent. */
    public Key<Optional<Settings>> optionalKey(String name) {
        return Key.of(name, new OptionalSection(this));
    }

    /** The settings of a map that is always present. */
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
