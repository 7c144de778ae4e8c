package org.thalweg.parity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.thalweg.train.GradientPrecision;

/**
 * Validation losses of the plain trainer and of ours, by seed: from the same initial parameters on the same rows.
 *
 * @param plain by seed, two or more
 * @param ours by seed
 */
public record PairedLosses(double[] plain, double[] ours) {
    /** Checks and copies the arrays. */
    public PairedLosses {
        if (plain.length < 2 || ours.length != plain.length) {
            throw new IllegalArgumentException("losses: expected pairs of two seeds or more, found " + plain.length
                    + " of the plain trainer and " + ours.length + " of ours");
        }
        plain = plain.clone();
        ours = ours.clone();
    }

    /**
     * Trains both from the seeds 1 … seeds.
     *
     * @param seeds 2 or more
     * @param threads as many seeds are trained side by side, each on one thread
     * @param precision that our gradients are rounded to; the plain trainer's are not
     */
    public static PairedLosses measure(LearningProblem problem, int seeds, int threads, GradientPrecision precision) {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<double[]>> pairs = new ArrayList<>();
            for (int s = 1; s <= seeds; s++) {
                long seed = s;
                pairs.add(pool.submit(() -> pair(problem, seed, precision)));
            }
            double[] plain = new double[seeds];
            double[] ours = new double[seeds];
            for (int s = 0; s < seeds; s++) {
                double[] pair = pairs.get(s).get();
                plain[s] = pair[0];
                ours[s] = pair[1];
            }
            return new PairedLosses(plain, ours);
        } catch (ExecutionException e) {
            throw new IllegalStateException(problem.name() + ": a run failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(problem.name() + ": interrupted", e);
        } finally {
            pool.shutdownNow();
        }
    }

    private static double[] pair(LearningProblem problem, long seed, GradientPrecision precision) {
        float[] initial = problem.initial(seed);
        return new double[] {
            problem.validationLoss(PlainTrainer.train(problem, initial, seed)),
            problem.validationLoss(LaneTrainer.train(problem, initial, seed, precision))
        };
    }

    /** The mean over seeds. */
    public static double mean(double[] losses) {
        return Arrays.stream(losses).average().orElseThrow();
    }

    /** The standard deviation over seeds, by n − 1. */
    public static double deviation(double[] losses) {
        double mean = mean(losses);
        double squares = Arrays.stream(losses).map(x -> (x - mean) * (x - mean)).sum();
        return Math.sqrt(squares / (losses.length - 1));
    }

    /** The mean over seeds of ours − plain: above 0 where ours is worse. */
    public double difference() {
        return mean(ours) - mean(plain);
    }

    /** The {@link #difference()} in standard deviations of the plain trainer's losses. */
    public double differenceInDeviations() {
        return difference() / deviation(plain);
    }

    @Override
    public String toString() {
        return "PairedLosses[plain " + Arrays.toString(plain) + ", ours " + Arrays.toString(ours) + "]";
    }
}
