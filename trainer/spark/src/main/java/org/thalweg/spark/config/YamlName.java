package org.thalweg.spark.config;

import java.util.Locale;

/** A word of a closed set, spelled in job files in camelCase: {@code MIN_MAX} is {@code minMax}. */
public interface YamlName {
    /** The constant's name, as {@link Enum#name()} gives it. */
    public String name();

    /** The word as job files spell it. */
    default String yamlName() {
        StringBuilder word = new StringBuilder();
        for (String part : name().toLowerCase(Locale.ROOT).split("_")) {
            word.append(word.isEmpty() ? part : Character.toUpperCase(part.charAt(0)) + part.substring(1));
        }
        return word.toString();
    }
}
