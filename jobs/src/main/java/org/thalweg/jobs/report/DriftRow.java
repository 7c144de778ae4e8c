package org.thalweg.jobs.report;

/**
 * How far a column has moved since a model was trained.
 *
 * @param psi the population stability index, Σ (now − then) ln(now / then) over the shares of the column's bins
 * @param effect the difference of the means in standard deviations; NaN where the column is no number
 * @param missingThen the share of rows that lacked it when the model was trained, 0 to 1
 * @param missingNow the share of rows that lack it now, 0 to 1
 * @param breached whether a threshold of the job is broken
 * @param note what else there is to say of it; may be empty
 */
public record DriftRow(
        String column,
        double psi,
        double effect,
        double missingThen,
        double missingNow,
        boolean breached,
        String note) {}
