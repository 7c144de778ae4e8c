package org.thalweg.jobs.config;

import java.util.Collection;
import java.util.Optional;
import org.thalweg.settings.Labelled;

/**
 * The word that decides which other keys have a meaning: a format, a task or a type.
 *
 * @param value empty where the word itself is at fault, so that nothing is said of keys that may depend on it
 * @param written whether it stands in the job file, or is the default
 */
record Selected<E extends Labelled>(String key, String path, Optional<E> value, boolean written) {

    static <E extends Labelled> Selected<E> of(Slot slot, String key, Optional<E> read, E preset) {
        boolean written = !slot.isEmpty();
        return new Selected<>(key, slot.path(), written ? read : Optional.of(preset), written);
    }

    boolean isAny(Collection<E> words) {
        return value.isPresent() && words.contains(value.get());
    }

    boolean is(E word) {
        return value.isPresent() && value.get() == word;
    }

    String found() {
        return key + " " + value.map(Labelled::label).orElse("?") + (written ? "" : " (the default)");
    }
}
