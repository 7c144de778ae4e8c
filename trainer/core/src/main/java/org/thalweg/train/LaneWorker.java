package org.thalweg.train;

import java.util.HashMap;
import java.util.Map;
import org.thalweg.math.Permutation;
import org.thalweg.math.Philox;
import org.thalweg.nn.Backpropagation;

/**
 * One thread's part of a step: the sums over one lane's rows. Its bits depend on the lane, the step and the parameters
 * alone. Holds all scratch memory it needs; not thread-safe.
 */
final class LaneWorker {
    /** The rows of one pass where a lane adds more to a step: large enough for the matrix product's full speed. */
    private static final int MAX_PASS_ROWS = 512;

    private static final int EVALUATION_ROWS = 256;
    private static final long SHUFFLE = 0x53485546464C45L;

    private final TrainingPlan plan;
    private final Backpropagation pass;
    private final Map<Integer, Boolean> exact = new HashMap<>(); // by rows of a pass: see addsExactly

    LaneWorker(TrainingPlan plan) {
        this.plan = plan;
        Batches batches = plan.batches();
        int largest = batches.size() == Batches.FULL ? MAX_PASS_ROWS : largestShare(batches);
        this.pass = new Backpropagation(
                plan.network(), plan.loss(), Math.max(EVALUATION_ROWS, Math.min(MAX_PASS_ROWS, largest)));
    }

    private static int largestShare(Batches batches) {
        return (batches.size() - 1) / batches.lanes().count() + 1;
    }

    /**
     * The sums over the rows that a lane adds to a step: the next ones of the epoch's order, or all.
     *
     * @param sum its gradient is written where the lane has rows left; otherwise it says that there were none
     */
    void gradient(float[] parameters, LaneRows rows, int lane, Step step, GradientSum sum) {
        sum.set(0, 0, 0);
        addGradient(parameters, rows, lane, step, sum);
    }

    /**
     * Whether {@link #addGradient} would give the bits of {@link #gradient} and an addition: the lane adds its whole share,
     * in one pass, and the product adds exactly.
     */
    boolean addsExactly(LaneRows rows, int lane, Step step) {
        if (plan.batches().size() == Batches.FULL) {
            return false;
        }
        int share = plan.batches().rowsOf(lane);
        return share <= MAX_PASS_ROWS
                && rows.rows() >= (step.index() + 1) * share
                && exact.computeIfAbsent(share, pass::addsExactly);
    }

    /** Adds a lane's sums to those of other rows; of a sum of no rows the gradient is not read. */
    void addGradient(float[] parameters, LaneRows rows, int lane, Step step, GradientSum sum) {
        Batches batches = plan.batches();
        boolean full = batches.size() == Batches.FULL;
        long share = full ? rows.rows() : batches.rowsOf(lane);
        long from = Math.min(rows.rows(), full ? 0 : step.index() * share);
        long to = Math.min(rows.rows(), from + share);
        Permutation order = full
                ? null
                : new Permutation(rows.rows(), Philox.mix(Philox.mix(plan.seed() + SHUFFLE, step.epoch()), lane));
        double loss = 0;
        double weight = 0;
        for (long at = from; at < to; at += MAX_PASS_ROWS) {
            int count = (int) Math.min(MAX_PASS_ROWS, to - at);
            for (int i = 0; i < count; i++) {
                weight += rows.copy(full ? at + i : order.at(at + i), pass, i);
            }
            loss += pass.gradient(parameters, count, sum.gradient(), at > from || sum.rows() > 0);
        }
        sum.set(sum.loss() + loss, sum.weight() + weight, sum.rows() + to - from);
    }

    /** Adds what the network makes of a lane's rows, in the order in which they are packed. */
    void evaluate(float[] parameters, LaneRows rows, Evaluation evaluation) {
        for (long at = 0; at < rows.rows(); at += EVALUATION_ROWS) {
            int count = (int) Math.min(EVALUATION_ROWS, rows.rows() - at);
            for (int i = 0; i < count; i++) {
                rows.copy(at + i, pass, i);
            }
            double loss = pass.loss(parameters, count);
            evaluation.add(loss, count, pass.outputs(), pass.targets(), pass.weights());
        }
    }
}
