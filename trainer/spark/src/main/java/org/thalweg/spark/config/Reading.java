package org.thalweg.spark.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.thalweg.spark.config.Value.Entry;
import org.thalweg.spark.config.Value.Mapping;

/**
 * Reads a map with a group of keys. A key is read when it is first needed, so that defaults, conditions and checks may use any
 * other key, in any order. All errors are collected.
 */
public final class Reading {
    private record Outcome(Object value, boolean sound, boolean applies) {}

    private final Reading parent; // null for the root
    private final Group group;
    private final String path;
    private final SourcePosition position;
    private final Map<String, Entry> entries;
    private final Key<?> alone; // whose value replaces the map; null for none
    private final SettingsErrors errors;
    private final Context context;

    /** All maps below one root, the root first. */
    private final List<Reading> opened;

    private final Map<Key<?>, Outcome> outcomes = new HashMap<>();
    private final Map<Key<?>, Reading> below = new HashMap<>();
    private final Set<Key<?>> started = new HashSet<>();

    /**
     * The purpose of reading.
     *
     * @param purpose the command
     * @param name of what is read, such as a file's base name
     */
    public record Context(Purpose purpose, String name) {}

    private Reading(
            Reading parent,
            Group group,
            String path,
            SourcePosition position,
            Map<String, Entry> entries,
            Key<?> alone,
            SettingsErrors errors,
            Context context,
            List<Reading> opened) {
        this.parent = parent;
        this.group = group;
        this.path = path;
        this.position = position;
        this.entries = entries;
        this.alone = alone;
        this.errors = errors;
        this.context = context;
        this.opened = opened;
        opened.add(this);
    }

    /**
     * Reads a map with a group. Errors are added to {@code errors}; if there are any, the settings must not be used.
     *
     * @param whole the position of the whole map
     */
    public static Settings read(
            Group group, Mapping map, SourcePosition whole, SettingsErrors errors, Context context) {
        Reading root = new Reading(null, group, "", whole, map.entries(), null, errors, context, new ArrayList<>());
        Settings settings = root.settings();
        root.opened.forEach(Reading::reportUnknownKeys);
        return settings;
    }

    /** The purpose of reading. */
    public Purpose purpose() {
        return context.purpose();
    }

    /** The name of the settings, such as a file's base name. */
    public String name() {
        return context.name();
    }

    /** The root map. */
    public Reading root() {
        return parent == null ? this : parent.root();
    }

    /** The map below one of this map's keys, or an empty one. */
    public Reading in(Key<Settings> key) {
        return below(field(key), key.type().groups().get(0));
    }

    /** Reads a field as a map with a group. A value that is not a map is an error. */
    public Reading below(SettingField field, Group read) {
        Key<?> key = group.keys().stream()
                .filter(candidate -> path(candidate).equals(field.path()))
                .findFirst()
                .orElse(null);
        if (below.containsKey(key)) {
            return below.get(key);
        }
        SourcePosition at = key != null && entries.containsKey(key.name())
                ? entries.get(key.name()).key()
                : field.position();
        Optional<Mapping> map = field.value().flatMap(read::map);
        Reading made;
        if (field.isEmpty()) {
            made = new Reading(this, read, field.path(), at, Map.of(), null, errors, context, opened);
        } else if (map.isPresent()) {
            Key<?> shortForm = field.scalar().isPresent() ? read.shortForm().orElseThrow() : null;
            made = new Reading(this, read, field.path(), at, map.get().entries(), shortForm, errors, context, opened);
        } else {
            field.expected(read.expected(), "write its keys indented below it, or as { key: value }");
            // Its missing keys are not reported in addition to this error.
            made = new Reading(this, read, field.path(), at, Map.of(), null, new SettingsErrors(), context, opened);
            made.errors.add(at, "no map");
        }
        if (key != null) {
            below.put(key, made);
        }
        return made;
    }

    /** The values of all keys. */
    public Settings settings() {
        Map<Key<?>, Object> values = new LinkedHashMap<>();
        for (Key<?> key : group.keys()) {
            Outcome outcome = outcome(key);
            if (outcome.applies()) {
                values.put(key, outcome.value());
            }
        }
        if (isSound()) {
            group.rules().forEach(rule -> rule.accept(this));
        }
        return new Settings(group, values);
    }

    /** The value of a key of this map or of a map that contains it; empty if the value is invalid. */
    public <T> Optional<T> value(Key<T> key) {
        if (!group.keys().contains(key)) {
            if (parent == null) {
                throw new IllegalArgumentException(key + ": expected a key of " + path + " or above");
            }
            return parent.value(key);
        }
        Outcome outcome = outcome(key);
        @SuppressWarnings("unchecked") // made of the same key
        T value = (T) outcome.value();
        return outcome.sound() ? Optional.of(value) : Optional.empty();
    }

    /** Whether all values of this map are valid. */
    public boolean isSound() {
        group.keys().forEach(this::outcome);
        return outcomes.values().stream().allMatch(Outcome::sound);
    }

    /** Whether this is a map, or absent, rather than a value of another kind. */
    public boolean isReadable() {
        return parent == null || errors == parent.errors;
    }

    private Outcome outcome(Key<?> key) {
        Outcome known = outcomes.get(key);
        if (known != null) {
            return known;
        }
        if (!started.add(key)) {
            throw new IllegalStateException(path(key) + ": its value depends on itself");
        }
        Outcome read = read(key);
        outcomes.put(key, read);
        return read;
    }

    private <T> Outcome read(Key<T> key) {
        SettingField field = field(key);
        int before = errors.count();
        for (Condition condition : key.conditions()) {
            Optional<String> refusal = condition.refusal(this);
            if (refusal.isEmpty()) {
                return new Outcome(key.type().nothing(), false, true);
            }
            if (!refusal.get().isEmpty()) {
                if (!field.isEmpty()) {
                    errors.add(entries.get(key.name()).key(), field.path() + ": " + refusal.get());
                }
                return new Outcome(key.type().nothing(), field.isEmpty(), false);
            }
        }
        boolean section = key.type() instanceof Group.Section;
        T value = field.isEmpty() && !section
                ? key.absent(field, this)
                : key.type().read(field, key.exampleText(), this);
        if (errors.count() == before && isReadable()) {
            key.checks().forEach(check -> check.check(value, field, this));
        }
        return new Outcome(value, errors.count() == before && isReadable(), true);
    }

    /** The field of a key. */
    public SettingField field(Key<?> key) {
        Entry entry = entries.get(key.name());
        SourcePosition at = entry == null ? position : entry.value().position();
        Optional<Value> value = Optional.ofNullable(entry).map(Entry::value).filter(found -> !found.isNothing());
        return new SettingField(key == alone ? path : path(key), at, value, errors);
    }

    /** Adds an error for the map as a whole. */
    public void error(String message) {
        errors.add(position, path + ": " + message);
    }

    /** Whether a key is given, in this map or in a map that contains it. */
    public boolean isGiven(Key<?> key) {
        return group.keys().contains(key) ? !field(key).isEmpty() : parent.isGiven(key);
    }

    /** A key and its value for a message, marked if it is the default. */
    public <T> String found(Key<T> key) {
        String value =
                value(key).map(known -> ValueType.text(key.type().write(known))).orElse("?");
        return key.name() + " " + value + (isGiven(key) ? "" : " (the default)");
    }

    /** The path of a key of this map or of a map that contains it. */
    public String path(Key<?> key) {
        if (parent != null && !group.keys().contains(key)) {
            return parent.path(key);
        }
        return path(key.name());
    }

    private String path(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private List<String> known() {
        return group.keys().stream()
                .filter(key -> !outcomes.containsKey(key) || outcomes.get(key).applies())
                .map(Key::name)
                .toList();
    }

    private void reportUnknownKeys() {
        Set<String> names = new HashSet<>();
        group.keys().forEach(key -> names.add(key.name()));
        entries.forEach((name, entry) -> {
            if (!names.contains(name)) {
                errors.add(entry.key(), unknown(name));
            }
        });
    }

    private String unknown(String name) {
        List<String> known = known();
        Optional<String> renamed = group.keys().stream()
                .filter(key -> !name.isEmpty() && key.former().equals(name))
                .map(Key::name)
                .findFirst();
        if (renamed.isPresent()) {
            return "unknown key " + path(name) + "; its name is " + renamed.get() + " now";
        }
        String meant = SpellingSuggestion.to(name, known)
                .or(() -> elsewhere(name))
                .map(nearest -> "; did you mean " + nearest + "?")
                .orElse(";");
        return "unknown key " + path(name) + meant + " known keys here: " + String.join(", ", known);
    }

    /** The same key in another map, for wrong indentation. */
    private Optional<String> elsewhere(String name) {
        return opened.stream()
                .filter(other -> other.known().contains(name))
                .map(other -> other.path(name))
                .findFirst();
    }
}
