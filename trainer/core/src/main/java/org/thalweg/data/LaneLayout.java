package org.thalweg.data;

import java.io.Serializable;

/**
 * How a job's rows are stored in lanes.
 *
 * <p>The training rows' lanes form groups of equal size, a power of two: the lanes that take part in one step. With g
 * groups, lane l is number l div g of group l mod g, so each group is spread evenly over all lanes, and over tasks that
 * have contiguous ranges of lanes. Held-out rows have their own number of lanes, at least as many as the training rows,
 * so that a range of whole training lanes is also a range of whole held-out lanes.
 *
 * @param training the training rows' lanes
 * @param groupSize lanes per group: a power of two, at most training.count()
 * @param heldOut the lanes of the validation rows, and of the test rows
 */
public record LaneLayout(Lanes training, int groupSize, Lanes heldOut) implements Serializable {
    /** Checks that the groups are of equal size. */
    public LaneLayout {
        if (Integer.bitCount(groupSize) != 1 || groupSize < 1 || groupSize > training.count()) {
            throw new IllegalArgumentException(
                    "group: expected a power of two up to " + training.count() + " lanes, found " + groupSize);
        }
        if (heldOut.count() < training.count()) {
            throw new IllegalArgumentException(
                    "held-out lanes: expected " + training.count() + " or more, found " + heldOut.count());
        }
    }

    /** The number of groups of training lanes. */
    public int groups() {
        return training.count() / groupSize;
    }

    /** The lanes of a split. */
    public Lanes lanes(Split split) {
        return split == Split.TRAINING ? training : heldOut;
    }
}
