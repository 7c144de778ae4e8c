package org.thalweg.jobs.retrain;

import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;

/**
 * The difference between two random samples of one distribution that one pair in a thousand exceeds.
 *
 * <p>The population stability index of samples of m and n values in b bins is about (1/m + 1/n) χ² with b − 1 degrees
 * of freedom (Yurdakul and Naranjo 2020, "Statistical properties of the population stability index"); The standard
 * deviation of Cohen's d is √(1/m + 1/n), that of a share p is √(p (1 − p) / n).
 *
 * @param then number of values of the earlier sample
 * @param now number of values of the later sample
 */
record SamplingNoise(long then, long now) {
    private static final double QUANTILE = 0.999;
    private static final double NORMAL_QUANTILE = 3.09;
    private static final double MOST_VALUES = 1e9;

    private double scatter() {
        return 1.0 / Math.max(1, then) + 1.0 / Math.max(1, now);
    }

    private static double chiSquared(int bins) {
        return bins < 2 ? 0 : new ChiSquaredDistribution(bins - 1.0).inverseCumulativeProbability(QUANTILE);
    }

    /** Noise of the population stability index. */
    double psi(int bins) {
        return scatter() * chiSquared(bins);
    }

    /** Noise of Cohen's d. */
    double cohensD() {
        return NORMAL_QUANTILE * Math.sqrt(scatter());
    }

    /** Noise of Cohen's w in addition to a true effect, whose squares add. */
    double cohensW(int bins, double effect) {
        return Math.sqrt(effect * effect + scatter() * chiSquared(bins)) - effect;
    }

    /**
     * Whether something has become rarer by more than a factor. Given its count in both samples together, its count in
     * the later one is binomial, even for few values (Przyborowski and Wilenski 1940, "Homogeneity of results in
     * testing samples from Poisson series").
     *
     * @param countThen its count in the earlier sample
     * @param countNow its count in the later sample
     * @param times the factor, above 1
     */
    boolean isRarer(long countThen, long countNow, double times) {
        return upTo(countThen, countNow, countNow, 1 / times) < 1 - QUANTILE;
    }

    /** Whether something has become more frequent by more than a factor; see {@link #isRarer}. */
    boolean isMoreFrequent(long countThen, long countNow, double times) {
        return 1 - upTo(countThen, countNow, countNow - 1, times) < 1 - QUANTILE;
    }

    /**
     * The probability of a count of at most {@code most} in the later sample, if it is {@code times} times as frequent
     * there.
     */
    private double upTo(long countThen, long countNow, long most, double times) {
        // Scales both counts down to what the binomial distribution can compute; that makes the test only less strict.
        double shrink = Math.max(1, (countThen + countNow) / MOST_VALUES);
        return new BinomialDistribution(
                        null, (int) ((countThen + countNow) / shrink), now * times / (now * times + then))
                .cumulativeProbability((int) Math.floor(most / shrink));
    }

    /** Noise of the difference of two shares. */
    double shift() {
        return shift(0.5);
    }

    /** Noise of the difference of two shares of about the given size. */
    double shift(double share) {
        return of(share * (1 - share) * scatter());
    }

    /** Noise of a statistic with a given variance. */
    static double of(double variance) {
        return NORMAL_QUANTILE * Math.sqrt(variance);
    }

    /** Noise of a share of rows. */
    static double share(double share, long rows) {
        return NORMAL_QUANTILE * Math.sqrt(share * (1 - share) / Math.max(1, rows));
    }
}
