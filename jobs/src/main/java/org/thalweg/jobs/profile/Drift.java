package org.thalweg.jobs.profile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The drift of a column between two profiles.
 *
 * @param column name of the column
 * @param psi the population stability index Σ (q − p) ln(q / p) over the bins, p then and q now, half a value added to
 *     every bin, so that none is empty; 0 or more
 * @param effect for numbers Cohen's d = |mean now − mean then| / √((variance then + variance now) / 2), for texts
 *     Cohen's w = √(Σ (q − p)² / p); 0 or more (Cohen 1988, "Statistical power analysis for the behavioral sciences")
 * @param missingThen the share of missing values then
 * @param missingNow the share of missing values now
 * @param outOfRange the share of numbers now that are outside the range of then
 * @param unseen the share of texts now that did not occur then
 * @param valuesThen number of values then
 * @param values number of values now
 * @param bins number of bins
 * @param ofNumbers whether the values are numbers
 */
public record Drift(
        String column,
        double psi,
        double effect,
        double missingThen,
        double missingNow,
        double outOfRange,
        double unseen,
        long valuesThen,
        long values,
        int bins,
        boolean ofNumbers) {
    private static final double HALF = 0.5;

    /** The drift of every feature that both profiles have. */
    public static List<Drift> of(DataProfile then, DataProfile now) {
        Map<String, ColumnProfile> before = new HashMap<>();
        then.features().forEach(column -> before.put(column.name(), column));
        List<Drift> drifts = new ArrayList<>();
        for (ColumnProfile column : now.features()) {
            ColumnProfile old = before.get(column.name());
            if (old != null && old.bins().equals(column.bins())) {
                drifts.add(of(old, column));
            }
        }
        return drifts;
    }

    /** The drift of a column, counted in the same bins. */
    public static Drift of(ColumnProfile then, ColumnProfile now) {
        int last = now.bins().count() - 1;
        boolean texts = now.bins() instanceof Bins.Texts;
        return new Drift(
                now.name(),
                psi(then, now),
                now.bins() instanceof Bins.Numbers ? cohensD(then, now) : cohensW(then, now),
                then.missingShare(),
                now.missingShare(),
                now.outsideShare(),
                texts ? Math.max(0, now.share(last) - then.share(last)) : 0,
                then.present(),
                now.present(),
                now.bins().count(),
                now.bins() instanceof Bins.Numbers);
    }

    private static double smoothed(ColumnProfile profile, int bin) {
        return (profile.counts().get(bin) + HALF)
                / (profile.present() + HALF * profile.bins().count());
    }

    static double psi(ColumnProfile then, ColumnProfile now) {
        double psi = 0;
        for (int bin = 0; bin < now.bins().count(); bin++) {
            double p = smoothed(then, bin);
            double q = smoothed(now, bin);
            psi += (q - p) * StrictMath.log(q / p);
        }
        return psi;
    }

    static double cohensD(ColumnProfile then, ColumnProfile now) {
        double difference = Math.abs(now.mean() - then.mean());
        double variance = (then.deviation() * then.deviation() + now.deviation() * now.deviation()) / 2;
        if (Double.isNaN(difference) || difference == 0) {
            return 0;
        }
        return difference / Math.sqrt(variance);
    }

    static double cohensW(ColumnProfile then, ColumnProfile now) {
        double sum = 0;
        for (int bin = 0; bin < now.bins().count(); bin++) {
            double p = smoothed(then, bin);
            double q = smoothed(now, bin);
            sum += (q - p) * (q - p) / p;
        }
        return Math.sqrt(sum);
    }
}
