package org.thalweg.jobs.config;

import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.thalweg.settings.Setting;
import org.thalweg.spark.config.Whole;

/**
 * The job file's {@code retrain.checks}: what new rows must hold to before anything is learned of them. Empty is off.
 *
 * @param leastRows new rows, at least 1
 * @param mostRows new rows
 * @param missing how much greater a column's share of missing values may be than in the serving model's rows
 * @param outOfRange the share of a column's numbers that may lie outside the serving model's range
 * @param unseen the share of a column's texts that the serving model may not have seen
 * @param labelShift how much a class's share may differ, in absolute terms
 * @param psi the greatest population stability index of a column
 * @param effect the greatest effect size of a column: Cohen's d of numbers, Cohen's w of texts
 * @param servingDrop how much worse the serving model may do on the new rows than on those before, in the unit of
 *     {@link GateSection}'s drops
 */
public record ChecksSection(
        long leastRows,
        OptionalLong mostRows,
        OptionalDouble missing,
        OptionalDouble outOfRange,
        OptionalDouble unseen,
        OptionalDouble labelShift,
        OptionalDouble psi,
        OptionalDouble effect,
        OptionalDouble servingDrop) {
    static final Whole LEAST_ROWS = new Whole("leastRows", 1, Long.MAX_VALUE, 1);
    static final Whole MOST_ROWS = new Whole("mostRows", 1, Long.MAX_VALUE, 1_000_000);
    static final Setting MISSING = new Setting("missing", 0, true, 1, true, 0.1);
    static final Setting OUT_OF_RANGE = new Setting("outOfRange", 0, true, 1, true, 0.05);
    static final Setting UNSEEN = new Setting("unseen", 0, true, 1, true, 0.05);
    static final Setting LABEL_SHIFT = new Setting("labelShift", 0, true, 1, true, 0.3);
    static final Setting PSI = Setting.above("psi", 0, 0.25);
    static final Setting EFFECT = Setting.above("effect", 0, 0.8);
    static final String OFF = "off";

    /**
     * Checks the ranges that no metric has a say in.
     *
     * @throws IllegalArgumentException outside them
     */
    public ChecksSection {
        LEAST_ROWS.require(leastRows);
        mostRows.ifPresent(MOST_ROWS::require);
        missing.ifPresent(MISSING::require);
        outOfRange.ifPresent(OUT_OF_RANGE::require);
        unseen.ifPresent(UNSEEN::require);
        labelShift.ifPresent(LABEL_SHIFT::require);
        psi.ifPresent(PSI::require);
        effect.ifPresent(EFFECT::require);
    }

    /**
     * Checks the range that goes with a metric.
     *
     * @throws IllegalArgumentException outside it
     */
    void require(GateMetric metric) {
        servingDrop.ifPresent(metric.servingDrop()::require);
    }
}
