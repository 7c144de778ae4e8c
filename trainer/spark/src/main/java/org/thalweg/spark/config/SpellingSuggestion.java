package org.thalweg.spark.config;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Finds the known word that a misspelt one was meant to be. */
public final class SpellingSuggestion {
    /** Of the longer word's letters, the share that may differ: past a third, a guess misleads more than it helps. */
    private static final int LETTERS_AN_ERROR = 3;

    /** A word cut short is known by as many letters: {@code init} for {@code initialisation}. */
    private static final int SHORTEST_BEGINNING = 3;

    /** Longer words are no misspellings, and slow to compare. */
    private static final int LONGEST = 64;

    private SpellingSuggestion() {}

    /** The known word nearest to a misspelt one; empty where none is near. */
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

    /** Swapped letters are one slip, which edit distance counts as two. */
    private static String lettersOf(String word) {
        char[] letters = word.toCharArray();
        Arrays.sort(letters);
        return new String(letters);
    }

    /** Case and word separators are the commonest slips, and no difference at all: {@code cross_entropy}. */
    private static String bare(String word) {
        return word.toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
    }
}
