package org.thalweg.spark.config;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Suggests the known word for a misspelt one. */
public final class SpellingSuggestion {
    /** One letter in so many of the longer word may differ: with more differences, a suggestion misleads more than it helps. */
    private static final int LETTERS_AN_ERROR = 3;

    /** The shortest abbreviation that is recognised: {@code init} for {@code initialisation}. */
    private static final int SHORTEST_BEGINNING = 3;

    /** Longer words are not misspellings, and are slow to compare. */
    private static final int LONGEST = 64;

    private SpellingSuggestion() {}

    /** The known word nearest to a misspelt one; empty if none is near. */
    public static Optional<String> to(String word, Collection<String> known) {
        String wanted = bare(word);
        if (wanted.isEmpty() || wanted.length() > LONGEST) {
            return Optional.empty();
        }
        String nearest = null;
        int least = Integer.MAX_VALUE;
        for (String candidate : known) {
            int distance = LevenshteinDistance.getDefaultInstance().apply(wanted, bare(candidate));
            if (distance < least && near(wanted, bare(candidate), distance)) {
                nearest = candidate;
                least = distance;
            }
        }
        return Optional.ofNullable(nearest);
    }

    private static boolean near(String wanted, String candidate, int distance) {
        int longer = Math.max(wanted.length(), candidate.length());
        boolean cutShort = wanted.length() >= SHORTEST_BEGINNING && candidate.startsWith(wanted);
        return cutShort || lettersOf(wanted).equals(lettersOf(candidate)) || distance <= longer / LETTERS_AN_ERROR;
    }

    /** Swapped letters are one mistake, but edit distance counts two. */
    private static String lettersOf(String word) {
        char[] letters = word.toCharArray();
        Arrays.sort(letters);
        return new String(letters);
    }

    /** Removes case and word separators, which are the most frequent differences: {@code cross_entropy}. */
    private static String bare(String word) {
        return word.toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
    }
}
