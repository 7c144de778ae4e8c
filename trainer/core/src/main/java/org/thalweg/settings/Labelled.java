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
     * The constant of a label.
     *
     * @param what it is, for the message
     * @param permitted those that the label may name
     * @throws IllegalArgumentException if it names none of them
     */
    static <E extends Labelled> E labelled(String what, String label, E[] permitted) {
        return Arrays.stream(permitted)
                .filter(constant -> constant.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(what + ": expected one of "
                        + Arrays.stream(permitted).map(Labelled::label).toList() + ", found " + label));
    }
}
