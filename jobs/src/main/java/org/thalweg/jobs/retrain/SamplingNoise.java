package org.thalweg.jobs.retrain;

import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;

/**
 * What chance gives to two samples of one distribution, exceeded by one pair in a thousand.
 *
 * <p>The population stability index of samples of m and n values in b bins is about (1/m + 1/n) χ² with b − 1 degrees of
 * freedom (Yurdakul and Naranjo 2020, "Statistical properties of the population stability index"); Cohen's d scatters by
 * √(1/m + 1/n), a share p by √(p (1 − p) / n).
 *
 * @param then values of the earlier sample
 * @param now values of the later one
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

    /** Of the population stability index. */
    double psi(int bins) {
        return scatter() * chiSquared(bins);
    }

    /** Of Cohen's d. */
    double cohensD() {
        return NORMAL_QUANTILE * Math.sqrt(scatter());
    }

    /** Of Cohen's w beside a true one, whose squares add. */
    double cohensW(int bins, double effect) {
        return Math.sqrt(effect * effect + scatter() * chiSquared(bins)) - effect;
    }

    /**
     * Whether something has become rarer by more than so many times. Given how often it is found in both samples together, the
     * later one's part of that is binomial, also of few values (Przyborowski and Wilenski 1940, "Homogeneity of results in
     * testing samples from Poisson series").
     *
     * @param countThen how often it was found
     * @param countNow how often it is
     * @param times above 1
     */
    boolean isRarer(long countThen, long countNow, double times) {
        return upTo(countThen, countNow, countNow, 1 / times) < 1 - QUANTILE;
    }

    /** Whether something has become more frequent by more than so many times; see {@link #isRarer}. */
    boolean isMoreFrequent(long countThen, long countNow, double times) {
        return 1 - upTo(countThen, countNow, countNow - 1, times) < 1 - QUANTILE;
    }

    /** The probability of at most so many in the later sample, where it is so many times as frequent there. */
    private double upTo(long countThen, long countNow, long most, double times) {
        // Of fewer values both samples say less, and of more than this many still enough.
        double shrink = Math.max(1, (countThen + countNow) / MOST_VALUES);
        return new BinomialDistribution(
                        null, (int) ((countThen + countNow) / shrink), now * times / (now * times + then))
                .cumulativeProbability((int) Math.floor(most / shrink));
    }

    /** Of the difference of two shares. */
    double shift() {
        return shift(0.5);
    }

    /** Of the difference of two shares, of which it is known about what they are. */
    double shift(double share) {
        return of(share * (1 - share) * scatter());
    }

    /** Of what scatters by a variance. */
    static double of(double variance) {
        return NORMAL_QUANTILE * Math.sqrt(variance);
    }

    /** Of a share of rows. */
    static double share(double share, long rows) {
        return NORMAL_QUANTILE * Math.sqrt(share * (1 - share) / Math.max(1, rows));
    }
}
