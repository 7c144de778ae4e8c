package org.thalweg.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.thalweg.data.LaneLayout;
import org.thalweg.math.Permutation;
import org.thalweg.math.Philox;

/**
 * The order of the training rows in an epoch, and its division into steps.
 *
 * <p>An epoch of n rows has S = ⌈n / batch⌉ steps. Step t has the rows of ranks ⌊t n / S⌋ to ⌊(t + 1) n / S⌋ − 1, so batch
 * sizes differ by at most one row. The order of the groups of lanes depends on seed and epoch. Within a group, the next row
 * comes from the lane with the least (2 j + 1) / n_l, where j of its n_l rows have been taken; on a tie from the lowest lane
 * (Webster's method of apportionment). All lanes of a group therefore end together, and at every rank each lane is within a
 * row or two of its share. The order of rows within a lane depends on seed, epoch and lane.
 *
 * <p>Immutable.
 */
public final class EpochOrder {
    private static final long GROUPS = 0x47524F555053L;

    /** With more rows per lane, comparisons would overflow 64 bits. */
    private static final long MAX_LANE_ROWS = 1L << 30;

    private final LaneLayout layout;
    private final long seed;
    private final long[] laneRows;
    private final long[] groupRows;
    private final long rows;
    private final long steps;
    private final boolean full;

    /**
     * The order of a job's rows.
     *
     * @param batches what the steps are
     * @param seed of the run
     * @param laneRows the training rows of each lane, [layout.training().count()]; not copied
     */
    public EpochOrder(Batches batches, LaneLayout layout, long seed, long[] laneRows) {
        if (laneRows.length != layout.training().count()) {
            throw new IllegalArgumentException(
                    "lanes: expected the rows of " + layout.training().count() + ", found those of " + laneRows.length);
        }
        this.layout = layout;
        this.seed = seed;
        this.laneRows = laneRows;
        this.groupRows = new long[layout.groups()];
        for (int lane = 0; lane < laneRows.length; lane++) {
            if (laneRows[lane] < 0 || laneRows[lane] > MAX_LANE_ROWS) {
                throw new IllegalArgumentException(
                        "lane " + lane + ": expected 0 to 2^30 rows, found " + laneRows[lane]);
            }
            groupRows[lane % groupRows.length] += laneRows[lane];
        }
        this.rows = Arrays.stream(groupRows).sum();
        this.steps = batches.stepsFor(rows);
        this.full = batches.isFull();
    }

    /** The lanes that store the rows. */
    public LaneLayout layout() {
        return layout;
    }

    /** The training rows of each lane; not to be changed. */
    public long[] laneRows() {
        return laneRows;
    }

    /** All training rows. */
    public long rows() {
        return rows;
    }

    /** The steps of an epoch, 1 or more. */
    public long steps() {
        return steps;
    }

    /** Whether a step takes all rows, each lane's in the order in which they are stored. */
    public boolean isFull() {
        return full;
    }

    /**
     * The rows of a step.
     *
     * @param step within the epoch, 0 to steps() − 1
     */
    public long rowsOf(long step) {
        return firstRank(step + 1) - firstRank(step);
    }

    /** The rows of a step, or of several that are taken together. */
    long rowsOf(Step step) {
        return firstRank(step.end()) - firstRank(step.index());
    }

    /** The first rank of a step, ⌊step · rows / steps⌋. */
    private long firstRank(long step) {
        // step · rows may be over 2⁶³: a whole number of rows a step, and the rest.
        return step * (rows / steps) + step * (rows % steps) / steps;
    }

    /** The leaves of the tree that sums a step: a power of two. */
    int leaves(Step step) {
        return layout.groupSize() * groupLeaves(step);
    }

    /** How many groups' lanes a step takes rows of. */
    int groupCount(Step step) {
        return groupRows.length == 1 ? 1 : segments(step).size();
    }

    /** The number of groups in the tree of a step: that of {@link #groupCount} rounded up to a power of two. */
    int groupLeaves(Step step) {
        return powerOfTwo(groupCount(step));
    }

    private static int powerOfTwo(int atLeast) {
        return atLeast <= 1 ? 1 : Integer.highestOneBit(atLeast - 1) << 1;
    }

    /**
     * The shares of a range of lanes in a step, in the order of their leaves. Lanes without rows in the step are included.
     *
     * @param firstLane of the range
     * @param endLane of the range, exclusive
     */
    List<LaneShare> shares(Step step, int firstLane, int endLane) {
        StepShares shares = new StepShares();
        sharesInto(step, firstLane, endLane, shares);
        return IntStream.range(0, shares.count()).mapToObj(shares::share).toList();
    }

    /** Like {@link #shares}, into reusable memory. */
    void sharesInto(Step step, int firstLane, int endLane, StepShares into) {
        into.clear();
        if (groupRows.length == 1) {
            addShares(0, firstRank(step.index()), firstRank(step.end()), 0, firstLane, endLane, into);
            return;
        }
        int leaf = 0;
        for (Segment segment : segments(step)) {
            addShares(segment.group(), segment.from(), segment.end(), leaf, firstLane, endLane, into);
            leaf += layout.groupSize();
        }
    }

    private void addShares(int group, long from, long end, int firstLeaf, int firstLane, int endLane, StepShares into) {
        into.reserveTaken(layout.groupSize());
        take(group, from, into.takenBefore, into.turns);
        take(group, end, into.takenAfter, into.turns);
        for (int place = 0; place < layout.groupSize(); place++) {
            int lane = lane(group, place);
            if (lane >= firstLane && lane < endLane) {
                into.add(firstLeaf + place, lane, into.takenBefore[place], into.takenAfter[place]);
            }
        }
    }

    /**
     * The rows that a range of lanes adds to a step.
     *
     * @param firstLane of the range
     * @param endLane of the range, exclusive
     */
    public long rowsOf(Step step, int firstLane, int endLane) {
        return shares(step, firstLane, endLane).stream()
                .mapToLong(LaneShare::rows)
                .sum();
    }

    /** The groups whose lanes a step takes rows of, in the order in which it does. */
    public int[] groups(Step step) {
        return groupRows.length == 1
                ? new int[] {0}
                : segments(step).stream().mapToInt(Segment::group).toArray();
    }

    /** A lane by its group and its place there. */
    public int lane(int group, int place) {
        return place * groupRows.length + group;
    }

    /** The rows of a group in a step: ranks from to end − 1 within the group. */
    private record Segment(int group, long from, long end) {}

    private List<Segment> segments(Step step) {
        long first = firstRank(step.index());
        long end = firstRank(step.end());
        List<Segment> segments = new ArrayList<>();
        Permutation order = new Permutation(groupRows.length, Philox.mix(seed + GROUPS, step.epoch()));
        long before = 0;
        for (int place = 0; place < groupRows.length && before < end; place++) {
            int group = (int) order.at(place);
            long behind = before + groupRows[group];
            if (behind > first && groupRows[group] > 0) {
                segments.add(new Segment(group, Math.max(first, before) - before, Math.min(end, behind) - before));
            }
            before = behind;
        }
        return segments;
    }

    /**
     * Writes how many rows of each lane of a group are among the first {@code rank} rows of the group, [groupSize].
     *
     * <p>Let r be the rank, and N the rows of the g lanes together. Up to the priority x = (2 r − g) / N, lane l has
     * ⌊(x n_l + 1) / 2⌋ rows. Their sum is more than r − g and at most r, so all of these are taken. The rest is taken one by
     * one.
     */
    private void take(int group, long rank, long[] taken, LaneTurns turns) {
        int lanes = layout.groupSize();
        long all = groupRows[group];
        long sum = 0;
        for (int place = 0; place < lanes; place++) {
            long ofLane = laneRows[lane(group, place)];
            taken[place] = rank == all ? ofLane : 2 * rank > lanes ? certain(rank, lanes, ofLane, all) : 0;
            sum += taken[place];
        }
        if (sum == rank) {
            return;
        }
        turns.start(taken, lanes);
        for (int place = 0; place < lanes; place++) {
            long ofLane = laneRows[lane(group, place)];
            if (taken[place] < ofLane) {
                turns.add(place, ofLane);
            }
        }
        for (; sum < rank; sum++) {
            turns.takeRow();
        }
    }

    private static long certain(long rank, int lanes, long ofLane, long all) {
        return Math.addExact(Math.multiplyExact(2 * rank - lanes, ofLane), all) / (2 * all);
    }
}
