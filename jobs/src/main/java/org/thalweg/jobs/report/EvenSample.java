package org.thalweg.jobs.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * A list of which some are shown, evenly spread, the first and the last among them.
 *
 * @param all how many there are
 * @param shown those that are kept, in their order
 */
record EvenSample<T>(int all, List<T> shown) {
    /** A list of which at most so many are shown, 2 or more. */
    static <T> EvenSample<T> of(List<T> all, int most) {
        if (all.size() <= most) {
            return new EvenSample<>(all.size(), all);
        }
        List<T> kept = IntStream.range(0, most)
                .mapToObj(i -> all.get((int) ((long) i * (all.size() - 1) / (most - 1))))
                .toList();
        return new EvenSample<>(all.size(), kept);
    }

    /** A sentence that says so, where some are left out; else nothing. */
    String note(String what) {
        return shown.size() == all
                ? ""
                : Html.note(String.format(
                        Locale.ROOT,
                        "%,d of %,d %s are shown, evenly spread, the last among them; history.jsonl has them all.",
                        shown.size(),
                        all,
                        what));
    }
}
