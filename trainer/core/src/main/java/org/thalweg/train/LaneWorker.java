package org.thalweg.train;

import java.util.List;
import org.thalweg.math.Permutation;
import org.thalweg.math.Philox;
import org.thalweg.nn.Backpropagation;
import org.thalweg.nn.LayerStatistics;

/**
 * One thread's part of a step: the sums over one lane's rows. Its bits depend on the lane, the step and the parameters
 * alone. Holds all scratch memory it needs; not thread-safe.
 */
final class LaneWorker {
    /** The most rows of a pass: enough for full speed of the matrix product, and for the lanes of the default settings. */
    private static final int MAX_PASS_ROWS = 640;

    private static final int EVALUATION_ROWS = 256;
    private static final long SHUFFLE = 0x53485546464C45L;
    private static final long DROPOUT = 0x44524F504F5554L;

    /** Statistics use at most 1 / 16 of a lane's rows, so that their cost is negligible. */
    private static final int STATISTICS_SHARE = 16;

    /** Statistics use at least this number of a lane's rows. */
    private static final int STATISTICS_ROWS = 32;

    private final TrainingPlan plan;
    private final EpochOrder order;
    private final LossUnits units;
    private final boolean drops; // in gradients
    private final Backpropagation pass;
    private final int gradientRows; // of one pass at most
    private final long[] places; // in the lane, of the rows of a pass
    private final Permutation shuffled = new Permutation(0, 0);

    LaneWorker(TrainingPlan plan, EpochOrder order) {
        this.plan = plan;
        this.order = order;
        this.units = plan.lossUnits();
        this.drops = plan.hasDropout();
        this.gradientRows = gradientRows(order);
        this.pass = plan.newPass(Math.max(EVALUATION_ROWS, gradientRows));
        this.places = new long[pass.maxRows()];
    }

    /** A lane's share of a step, with room for lanes that are longer than others. */
    private static int gradientRows(EpochOrder order) {
        long ofLane = order.rowsOf(0) / order.layout().groupSize() + 1;
        return (int) Math.min(MAX_PASS_ROWS, 2 * ofLane);
    }

    /**
     * The sums over the rows that a lane adds to a step; in an epoch's first step with statistics of the first of them.
     *
     * @param rows of the lane
     * @param shares of the step; the lane's is that at index
     * @param sum receives the result; its gradient is written only if the lane adds rows
     */
    void gradient(float[] parameters, LaneRows rows, StepShares shares, int index, Step step, GradientSum sum) {
        int lane = shares.lane(index);
        long from = shares.from(index);
        long end = shares.end(index);
        double loss = 0;
        double own = 0;
        double weight = 0;
        List<LayerStatistics> statistics = List.of();
        // Passes of even size, as one of a few rows would take nearly as long as a whole one.
        long passes = Math.max(1, (end - from + gradientRows - 1) / gradientRows);
        long rowsOfPass = (end - from + passes - 1) / passes;
        for (long at = from; at < end; at += rowsOfPass) {
            int count = (int) Math.min(rowsOfPass, end - at);
            weight += copy(rows, lane, step, at, count);
            double ofPass = pass.gradient(parameters, count, sum.gradient(), at > from);
            loss += ofPass;
            own += own(ofPass, count);
            if (at == from && step.index() == 0) {
                statistics = statistics(rows, count);
            }
        }
        sum.set(loss, own, weight, end - from, statistics);
    }

    /** The loss of the last pass in the targets' own units; before its statistics are taken. */
    private double own(double loss, int rows) {
        return units.own(loss, rows, pass.outputs(), pass.targets(), pass.weights());
    }

    /** The statistics of some of a lane's rows, the first that stand in the pass. */
    private List<LayerStatistics> statistics(LaneRows rows, int count) {
        long most = Math.max(STATISTICS_ROWS, rows.rows() / STATISTICS_SHARE);
        List<LayerStatistics> statistics = LayerStatistics.of(plan.network());
        pass.addStatistics((int) Math.min(count, most), statistics);
        return statistics;
    }

    /** Copies a lane's rows at places of the epoch's order into the pass; returns their weight. */
    private double copy(LaneRows rows, int lane, Step step, long at, int count) {
        if (order.isFull()) {
            placeInOrder(at, count);
        } else {
            shuffled.become(rows.rows(), Philox.mix(Philox.mix(plan.seed() + SHUFFLE, step.epoch()), lane));
            shuffled.atInto(at, count, places);
        }
        keyRows(lane, step, count);
        return rows.copy(places, count, pass);
    }

    /** A row's key is a function of the seed, the step, the lane and the row's place in it: of nothing else. */
    private void keyRows(int lane, Step step, int count) {
        if (!drops) {
            return;
        }
        long ofEpoch = Philox.mix(plan.seed() + DROPOUT, step.epoch());
        long ofLane = Philox.mix(Philox.mix(ofEpoch, step.index()), lane);
        for (int i = 0; i < count; i++) {
            pass.rowKeys()[i] = Philox.mix(ofLane, places[i]);
        }
    }

    private void placeInOrder(long at, int count) {
        for (int i = 0; i < count; i++) {
            places[i] = at + i;
        }
    }

    /** Adds the evaluation of a lane's rows, in the order in which they are packed. */
    void evaluate(float[] parameters, LaneRows rows, Evaluation evaluation) {
        for (long at = 0; at < rows.rows(); at += EVALUATION_ROWS) {
            int count = (int) Math.min(EVALUATION_ROWS, rows.rows() - at);
            placeInOrder(at, count);
            rows.copy(places, count, pass);
            double loss = own(pass.loss(parameters, count), count);
            evaluation.add(loss, count, pass.outputs(), pass.targets(), pass.weights());
        }
    }
}
