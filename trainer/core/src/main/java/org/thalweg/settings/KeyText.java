package org.thalweg.settings;

import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Marks keys of settings in messages, so that each front end can replace a key's path by its own name for it (such as
 * an ML Param). Exceptions and reports show the text without marks, with keys as paths.
 */
public final class KeyText {
    // From Unicode's private use area, so that they do not occur in ordinary text.
    private static final char OPEN = '\uE000';
    private static final char CLOSE = '\uE001';
    private static final Pattern MARKED = Pattern.compile(OPEN + "([^" + CLOSE + "]*)" + CLOSE);

    private KeyText() {}

    /**
     * Marks a key.
     *
     * @param path such as {@code data.label}
     */
    public static String of(String path) {
        return OPEN + path + CLOSE;
    }

    /** Replaces every marked key by its path. */
    public static String plain(String text) {
        return named(text, UnaryOperator.identity());
    }

    /**
     * Replaces every marked key by another name.
     *
     * @param names maps a key's path to its name
     */
    public static String named(String text, UnaryOperator<String> names) {
        return MARKED.matcher(text).replaceAll(found -> Matcher.quoteReplacement(names.apply(found.group(1))));
    }
}
