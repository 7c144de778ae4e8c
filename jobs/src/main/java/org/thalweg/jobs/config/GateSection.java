package org.thalweg.jobs.config;

import java.util.List;
import java.util.OptionalDouble;
import org.thalweg.settings.Setting;
import org.thalweg.spark.config.Whole;

/**
 * The job file's {@code retrain.gate}: what a challenger must show to serve. Drops and margins are in the metric's own
 * unit where that is accuracy, and shares of the champion's value where it is RMSE.
 *
 * @param margin how much worse than the champion the challenger may be: one that does worse, the lower end of the
 *     improvement's interval lying below −margin, may not serve. Negative to ask for an improvement
 * @param confidence of the interval, (0, 1)
 * @param samples of the bootstrap, at least 100
 * @param floor what every challenger must reach, also the first; empty for none
 * @param slices columns: the rows of each of their values are a slice
 * @param sliceDrop how much worse the challenger may be on any slice
 * @param classDrop how much worse it may be on the rows of any class
 * @param leastRows slices and classes of fewer rows are told, and not judged
 * @param rows at most so many held-out rows of the old ones, and of the new ones, are compared on
 */
public record GateSection(
        double margin,
        double confidence,
        int samples,
        OptionalDouble floor,
        List<String> slices,
        double sliceDrop,
        double classDrop,
        int leastRows,
        int rows) {
    static final Setting CONFIDENCE = Setting.inside("confidence", 0.95);
    static final Whole SAMPLES = new Whole("samples", 100, 100_000, 2000);
    static final String SLICES = "slices";
    static final Setting CLASS_DROP = new Setting("classDrop", 0, true, 1, true, 0.05);
    static final Whole LEAST_ROWS = Whole.atLeast("leastRows", 1, 50);
    static final Whole ROWS = new Whole("rows", 1, 1_000_000, 20_000);

    /**
     * Checks the ranges that no metric has a say in, and copies the list.
     *
     * @throws IllegalArgumentException outside them
     */
    public GateSection {
        CONFIDENCE.require(confidence);
        SAMPLES.require(samples);
        slices = List.copyOf(slices);
        CLASS_DROP.require(classDrop);
        LEAST_ROWS.require(leastRows);
        ROWS.require(rows);
    }

    /**
     * Checks the ranges that go with a metric.
     *
     * @throws IllegalArgumentException outside them
     */
    void require(GateMetric metric) {
        metric.margin().require(margin);
        floor.ifPresent(metric.floor()::require);
        metric.sliceDrop().require(sliceDrop);
    }
}
