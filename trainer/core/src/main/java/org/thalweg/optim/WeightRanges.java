package org.thalweg.optim;

import java.util.List;

/**
 * The ranges of the flat parameters that are weights, not biases: penalties and weight decay act on them.
 *
 * @param ranges disjoint, ascending
 */
public record WeightRanges(List<Range> ranges) {
    /** Parameters from an offset on. */
    public record Range(int offset, int length) {}

    /** Takes one range. */
    @FunctionalInterface
    public interface Action {
        /** Called with each range in turn. */
        void on(int offset, int length);
    }

    /** Copies the list. */
    public WeightRanges {
        ranges = List.copyOf(ranges);
    }

    /** Calls the action with each range. */
    public void forEach(Action action) {
        ranges.forEach(range -> action.on(range.offset(), range.length()));
    }
}
