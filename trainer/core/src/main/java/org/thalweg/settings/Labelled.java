package org.thalweg.settings;

import java.util.Arrays;
import java.util.Locale;

/** A constant of a closed set that files spell in camelCase: {@code MIN_MAX} is {@code minMax}. */
public interface Labelled {
    /** The constant's name, as {@link Enum#name()} gives it. */
    String name();

    /** The name as files spell it. */
    default String label() {
        StringBuilder label = new StringBuilder();
        for (String part : name().toLowerCase(Locale.ROOT).split("_")) {
            label.append(label.isEmpty() ? part : Character.toUpperCase(part.charAt(0)) + part.substring(1));
        }
        return label.toString();
    }

    /**
     * The constant of this label.
     *
     * @param what the kind of constant, for the message
     * @param permitted the constants to choose from
     * @throws IllegalArgumentException if no permitted constant has this label
     */
    static <E extends Labelled> E labelled(String what, String label, E[] permitted) {
        return Arrays.stream(permitted)
                .filter(constant -> constant.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(what + ": expected one of "
                        + Arrays.stream(permitted).map(Labelled::label).toList() + ", found " + label));
    }
}
