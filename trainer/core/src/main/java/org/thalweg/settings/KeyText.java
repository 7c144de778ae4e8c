package org.thalweg.settings;

import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How messages name the keys of settings: marked in the text, so that each front end can put in what its callers know a key
 * by. Exceptions and reports give their text without the marks, with keys by their paths.
 */
public final class KeyText {
    // Of Unicode's private use area: no text that a person writes has them.
    private static final char OPEN = '\uE000';
    private static final char CLOSE = '\uE001';
    private static final Pattern MARKED = Pattern.compile(OPEN + "([^" + CLOSE + "]*)" + CLOSE);

    private KeyText() {}

    /**
     * A key, marked.
     *
     * @param path as in {@code data.label}
     */
    public static String of(String path) {
        return OPEN + path + CLOSE;
    }

    /** A text with every marked key by its path. */
    public static String plain(String text) {
        return named(text, UnaryOperator.identity());
    }

    /**
     * A text with every marked key by another name.
     *
     * @param names a key's name by its path
     */
    public static String named(String text, UnaryOperator<String> names) {
        return MARKED.matcher(text).replaceAll(found -> Matcher.quoteReplacement(names.apply(found.group(1))));
    }
}
