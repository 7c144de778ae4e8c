package org.thalweg.train;

import java.util.List;
import org.thalweg.math.Permutation;
import org.thalweg.math.Philox;
import org.thalweg.nn.Backpropagation;
import org.thalweg.nn.LayerStatistics;
import org.thalweg.nn.PairTrial;

/**
 * One thread's part of a step: the sums over one lane's rows, or over two neighbours'. Its bits depend on the lanes, the
 * step and the parameters alone. Holds all scratch memory it needs; not thread-safe.
 */
final class LaneWorker {
    /** The rows of one pass where there are more: large enough for the matrix product's full speed. */
    static final int MAX_PASS_ROWS = 512;

    private static final int EVALUATION_ROWS = 256;
    private static final long SHUFFLE = 0x53485546464C45L;
    private static final long DROPOUT = 0x44524F504F5554L;

    /** Statistics are of one row in so many of a lane at most, so that they take next to nothing of an epoch's time. */
    private static final int STATISTICS_SHARE = 16;

    /** Of as many rows of a lane they are in any case. */
    private static final int STATISTICS_ROWS = 32;

    private final TrainingPlan plan;
    private final LossUnits units;
    private final Backpropagation pass;
    private final long[] places; // in the lane, of the rows of a pass

    LaneWorker(TrainingPlan plan) {
        this.plan = plan;
        this.units = plan.lossUnits();
        Batches batches = plan.batches();
        int largest = batches.size() == Batches.FULL ? MAX_PASS_ROWS : 2 * largestShare(batches);
        this.pass = plan.newPass(Math.max(EVALUATION_ROWS, Math.min(MAX_PASS_ROWS, largest)));
        this.places = new long[pass.maxRows()];
    }

    private static int largestShare(Batches batches) {
        return Math.min(MAX_PASS_ROWS, (batches.size() - 1) / batches.lanes().count() + 1);
    }

    /**
     * The sums over the rows that a lane adds to a step: the next ones of the epoch's order, or all; in an epoch's first
     * step with statistics of the first of them.
     *
     * @param sum its gradient is written where the lane has rows left; otherwise it says that there were none
     */
    void gradient(float[] parameters, LaneRows rows, int lane, Step step, GradientSum sum) {
        long from = firstPlace(rows, lane, step);
        long to = endPlace(rows, lane, step);
        double loss = 0;
        double own = 0;
        double weight = 0;
        List<LayerStatistics> statistics = List.of();
        for (long at = from; at < to; at += MAX_PASS_ROWS) {
            int count = (int) Math.min(MAX_PASS_ROWS, to - at);
            weight += copy(rows, lane, step, at, count, 0);
            double ofPass = pass.gradient(parameters, count, sum.gradient(), at > from);
            loss += ofPass;
            own += own(ofPass, 0, count);
            if (at == from && step.index() == 0) {
                statistics = statistics(rows, 0, count);
            }
        }
        sum.set(loss, own, weight, to - from, statistics);
    }

    /** The loss of some rows of the last pass in the targets' own units; before its statistics are taken. */
    private double own(double loss, int from, int to) {
        return units.own(loss, from, to, pass.outputs(), pass.targets(), pass.weights());
    }

    /** The statistics of some of a lane's rows, which stand in the pass from a row on. */
    private List<LayerStatistics> statistics(LaneRows rows, int from, int count) {
        long most = Math.max(STATISTICS_ROWS, rows.rows() / STATISTICS_SHARE);
        List<LayerStatistics> statistics = LayerStatistics.of(plan.network());
        pass.addStatistics(from, (int) Math.min(count, most), statistics);
        return statistics;
    }

    /**
     * The sums over the whole shares of two neighbours, added: the bits of {@link #gradient} of each, and an addition.
     *
     * @param trial of as many rows as each adds
     */
    void gradientOfPair(
            float[] parameters, LaneRows left, LaneRows right, int lane, Step step, PairTrial trial, GradientSum sum) {
        int share = trial.rows();
        double weight = copy(left, lane, step, firstPlace(left, lane, step), share, 0)
                + copy(right, lane + 1, step, firstPlace(right, lane + 1, step), share, share);
        double loss = pass.gradientOfPair(parameters, trial, sum.gradient());
        double own = units.areOne() ? loss : own(0, 0, share) + own(0, share, 2 * share);
        List<LayerStatistics> statistics = List.of();
        if (step.index() == 0) {
            statistics = statistics(left, 0, share);
            List<LayerStatistics> ofRight = statistics(right, share, share);
            for (int l = 0; l < statistics.size(); l++) {
                statistics.get(l).add(ofRight.get(l));
            }
        }
        sum.set(loss, own, weight, 2L * share, statistics);
    }

    private long firstPlace(LaneRows rows, int lane, Step step) {
        Batches batches = plan.batches();
        return batches.size() == Batches.FULL ? 0 : Math.min(rows.rows(), step.index() * batches.rowsOf(lane));
    }

    private long endPlace(LaneRows rows, int lane, Step step) {
        Batches batches = plan.batches();
        return batches.size() == Batches.FULL
                ? rows.rows()
                : Math.min(rows.rows(), (step.index() + 1) * batches.rowsOf(lane));
    }

    /** Copies a lane's rows at places of the epoch's order into the pass; returns their weight. */
    private double copy(LaneRows rows, int lane, Step step, long at, int count, int to) {
        if (plan.batches().size() == Batches.FULL) {
            placeInOrder(at, count);
        } else {
            Permutation order =
                    new Permutation(rows.rows(), Philox.mix(Philox.mix(plan.seed() + SHUFFLE, step.epoch()), lane));
            for (int i = 0; i < count; i++) {
                places[i] = order.at(at + i);
            }
        }
        keyRows(lane, step, count, to);
        return rows.copy(places, count, pass, to);
    }

    /** A row's key is a function of the seed, the step, the lane and the row's place in it: of nothing else. */
    private void keyRows(int lane, Step step, int count, int to) {
        if (!plan.hasDropout()) {
            return;
        }
        long ofEpoch = Philox.mix(plan.seed() + DROPOUT, step.epoch());
        long ofLane = Philox.mix(Philox.mix(ofEpoch, step.index()), lane);
        for (int i = 0; i < count; i++) {
            pass.rowKeys()[to + i] = Philox.mix(ofLane, places[i]);
        }
    }

    private void placeInOrder(long at, int count) {
        for (int i = 0; i < count; i++) {
            places[i] = at + i;
        }
    }

    /** Adds what the network makes of a lane's rows, in the order in which they are packed. */
    void evaluate(float[] parameters, LaneRows rows, Evaluation evaluation) {
        for (long at = 0; at < rows.rows(); at += EVALUATION_ROWS) {
            int count = (int) Math.min(EVALUATION_ROWS, rows.rows() - at);
            placeInOrder(at, count);
            rows.copy(places, count, pass, 0);
            double loss = own(pass.loss(parameters, count), 0, count);
            evaluation.add(loss, count, pass.outputs(), pass.targets(), pass.weights());
        }
    }
}
