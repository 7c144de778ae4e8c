package org.thalweg.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.thalweg.data.LaneLayout;
import org.thalweg.math.Permutation;
import org.thalweg.math.Philox;

/**
 * The order in which an epoch takes the training rows, and the steps that it is cut into.
 *
 * <p>An epoch of n rows has S = ⌈n / batch⌉ steps: step t takes the rows of the ranks ⌊t n / S⌋ to ⌊(t + 1) n / S⌋ − 1, so
 * that no batch is smaller than another by more than one row. The groups of lanes follow each other in an order by seed and
 * epoch. Within a group, the next row is of the lane that is furthest behind its share: of least (2 j + 1) / n_l, where j
 * of its n_l rows have been taken, and of the lowest number among equals (Webster's method of apportionment). So all lanes
 * of a group end together, and at every rank each has given its share, but for a row or two. Which row of the lane comes
 * next is the lane's own order, by seed, epoch and lane.
 *
 * <p>Immutable.
 */
public final class EpochOrder {
    private static final long GROUPS = 0x47524F555053L;

    /** More rows of a lane could not be compared in 64 bits. */
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

    /** The lanes that the rows rest in. */
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

    /** Whether a step takes all rows, each lane's in the order in which they rest. */
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

    /** As many groups' leaves the tree of a step has: those of its groups, and behind them some that no lane gives a sum for. */
    int groupLeaves(Step step) {
        return powerOfTwo(groupCount(step));
    }

    private static int powerOfTwo(int atLeast) {
        return atLeast <= 1 ? 1 : Integer.highestOneBit(atLeast - 1) << 1;
    }

    /**
     * What lanes add to a step, in the order of their leaves; also those that add no row.
     *
     * @param firstLane of a range of lanes, of which alone it is asked
     * @param endLane the lane behind the last
     */
    List<LaneShare> shares(Step step, int firstLane, int endLane) {
        StepShares shares = new StepShares();
        sharesInto(step, firstLane, endLane, shares);
        return IntStream.range(0, shares.count()).mapToObj(shares::share).toList();
    }

    /** The same, in memory that is used again; see {@link #shares}. */
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
     * @param endLane the lane behind the last
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

    /** Rows of a group that a step takes: those of the group's own ranks from to end − 1. */
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
     * Writes the rows that each lane of a group has given once a number of the group's rows have been taken, [groupSize].
     *
     * <p>All rows up to the priority x = (2 r − g) / N, of g lanes of N rows together, are ⌊(x n_l + 1) / 2⌋ of lane l, and
     * more than r − g, but no more than r: so many have been taken for certain. The rest is taken one by one.
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
