package org.thalweg.jobs.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * An evenly spaced sample of a list, with its first and its last element.
 *
 * @param all the list's size
 * @param shown the sample, in order
 */
record EvenSample<T>(int all, List<T> shown) {
    /** A sample of at most {@code most} elements, 2 or more. */
    static <T> EvenSample<T> of(List<T> all, int most) {
        if (all.size() <= most) {
            return new EvenSample<>(all.size(), all);
        }
        List<T> kept = IntStream.range(0, most)
                .mapToObj(i -> all.get((int) ((long) i * (all.size() - 1) / (most - 1))))
                .toList();
        return new EvenSample<>(all.size(), kept);
    }

    /** A note that some elements are not shown; empty if all are. */
    String note(String what) {
        return shown.size() == all
                ? ""
                : Html.note(String.format(
                        Locale.ROOT,
                        "%,d of %,d %s are shown, evenly spaced, with the last one; history.jsonl has all.",
                        shown.size(),
                        all,
                        what));
    }
}
