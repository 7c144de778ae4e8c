package org.thalweg.jobs.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.thalweg.jobs.config.YamlValue.Entry;
import org.thalweg.jobs.config.YamlValue.Mapping;
import org.thalweg.settings.Labelled;
import org.thalweg.settings.Setting;
import org.thalweg.spark.config.Nearest;
import org.thalweg.spark.config.Whole;

/**
 * A cursor over one map of a job file. The keys asked for are the known keys: what else the map holds is unknown, and
 * {@link #reportUnknownKeys} says so once all has been read.
 */
final class Section {
    private final String path;
    private final Place place;
    private final Map<String, Entry> entries;
    private final Faults faults;
    private final boolean readable;
    private final int faultsBefore;
    private final Set<String> known = new LinkedHashSet<>();
    private final Set<String> outOfPlace = new LinkedHashSet<>();

    /** Every section opened below one root, the root first. */
    private final List<Section> opened;

    private Section(
            String path,
            Place place,
            Map<String, Entry> entries,
            Faults faults,
            List<Section> opened,
            boolean readable) {
        this.path = path;
        this.place = place;
        this.entries = entries;
        this.faults = faults;
        this.faultsBefore = faults.count();
        this.opened = opened;
        this.readable = readable;
        opened.add(this);
    }

    static Section root(Mapping mapping, Place file, Faults faults) {
        return new Section("", file, mapping.entries(), faults, new ArrayList<>(), true);
    }

    /** The slot of a key, which is known from now on. */
    Slot slot(String key) {
        known.add(key);
        Entry entry = entries.get(key);
        Place at = entry == null ? place : entry.value().place();
        Optional<YamlValue> value = Optional.ofNullable(entry).map(Entry::value).filter(found -> !found.isNothing());
        return new Slot(path(key), at, value, faults);
    }

    Slot slot(Setting rule) {
        return slot(rule.name());
    }

    Slot slot(Whole rule) {
        return slot(rule.key());
    }

    double real(Setting rule) {
        return slot(rule).real(rule);
    }

    int whole(Whole rule) {
        return Math.toIntExact(slot(rule).whole(rule));
    }

    /** A fault of the map as a whole. */
    void fault(String message) {
        faults.add(place, path + ": " + message);
    }

    /** The map below a key; an empty one where the key is absent. */
    Section section(String key) {
        Slot slot = slot(key);
        Entry entry = entries.get(key);
        Place at = entry == null ? place : entry.key();
        if (slot.isEmpty()) {
            return new Section(path(key), at, Map.of(), faults, opened, true);
        }
        if (slot.value().get() instanceof Mapping below) {
            return new Section(path(key), at, below.entries(), faults, opened, true);
        }
        slot.expected("a map", "write its keys indented below it, or as { key: value }");
        return unreadable(path(key), at);
    }

    /** Its keys are known like any other's, but that they are all missing is not said beside what is wrong. */
    private Section unreadable(String at, Place from) {
        Section unreadable = new Section(at, from, Map.of(), new Faults(), opened, false);
        unreadable.faults.add(from, "unreadable");
        return unreadable;
    }

    Optional<Section> optionalSection(String key) {
        return slot(key).isEmpty() ? Optional.empty() : Optional.of(section(key));
    }

    /**
     * Whether a key has a meaning here, decided by another key's word; where it has none and yet is given, that is a
     * fault. Call it before asking for the key.
     */
    <E extends Labelled> boolean only(String key, Selected<E> selected, Collection<E> words) {
        if (selected.isAny(words)) {
            return true;
        }
        if (selected.value().isEmpty()) {
            known.add(key);
            return false;
        }
        List<String> names = words.stream().map(Labelled::label).toList();
        refuse(
                key,
                "expected only with " + selected.key() + " " + Literal.either(names) + ", found " + selected.found()
                        + "; remove it or change " + selected.path());
        return false;
    }

    /** Says why a key has no meaning here, where it is given. */
    void refuse(String key, String message) {
        outOfPlace.add(key);
        Entry entry = entries.get(key);
        if (entry != null && !entry.value().isNothing()) {
            faults.add(entry.key(), path(key) + ": " + message);
        }
    }

    /** Builds a record from what was read, unless something of it was at fault. */
    <T> Optional<T> unlessAtFault(Supplier<T> record) {
        return isAtFault() ? Optional.empty() : Optional.of(record.get());
    }

    /** Whether this is the map it should be, present or absent. */
    boolean isReadable() {
        return readable;
    }

    boolean isAtFault() {
        return faults.count() > faultsBefore;
    }

    /** To be called on the root, after everything has been asked for. */
    void reportUnknownKeys() {
        for (Section section : opened) {
            section.entries.forEach((key, entry) -> {
                if (!section.known.contains(key) && !section.outOfPlace.contains(key)) {
                    section.faults.add(entry.key(), section.unknown(key));
                }
            });
        }
    }

    private String unknown(String key) {
        String meant = Nearest.to(key, known)
                .or(() -> elsewhere(key))
                .map(nearest -> "; did you mean " + nearest + "?")
                .orElse(";");
        return "unknown key " + path(key) + meant + " known keys here: " + String.join(", ", known);
    }

    /** The same key in another section: a slip of the indentation. */
    private Optional<String> elsewhere(String key) {
        return opened.stream()
                .filter(section -> section.known.contains(key))
                .map(section -> section.path(key))
                .findFirst();
    }

    private String path(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
