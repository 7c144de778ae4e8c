package org.thalweg.jobs.report;

/**
 * How far a column has drifted since a model was trained.
 *
 * @param psi the population stability index, Σ (now − then) ln(now / then) over the shares of the column's bins
 * @param effect the difference of the means in standard deviations; NaN if the column is not numeric
 * @param missingThen the share of rows without a value when the model was trained, 0 to 1
 * @param missingNow the share of rows without a value now, 0 to 1
 * @param breached whether a threshold of the job is exceeded
 * @param note a remark; may be empty
 */
public record DriftRow(
        String column,
        double psi,
        double effect,
        double missingThen,
        double missingNow,
        boolean breached,
        String note) {}
