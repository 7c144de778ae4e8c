package org.thalweg.data;

import java.io.Serializable;

/**
 * How a job's rows rest in lanes.
 *
 * <p>The training rows' lanes form groups of one size, a power of two: as many as share a step. Lane l is number l div g of
 * group l mod g, of g groups; so each group is spread evenly over all lanes, and over whatever holds contiguous ranges of
 * them. Held-out rows rest in lanes of their own number, at least as many as the training rows' lanes are, so that who holds
 * whole lanes of the one holds whole lanes of the other.
 *
 * @param training the training rows' lanes
 * @param groupSize the lanes of a group: a power of two, at most training.count()
 * @param heldOut the lanes of the validation rows, and those of the test rows
 */
public record LaneLayout(Lanes training, int groupSize, Lanes heldOut) implements Serializable {
    /** Checks that the groups are whole. */
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

    /** The groups of the training rows' lanes. */
    public int groups() {
        return training.count() / groupSize;
    }

    /** The lanes of a split. */
    public Lanes lanes(Split split) {
        return split == Split.TRAINING ? training : heldOut;
    }
}
