package org.thalweg.jobs.report;

/**
 * The old model beside the new one, over some of the rows.
 *
 * @param slice which rows
 * @param rows how many
 * @param champion the metric of the model that is in use
 * @param challenger the metric of the model that would replace it
 * @param low the lower bound of the difference, challenger − champion
 * @param high its upper bound
 * @param refused whether the challenger is refused for it
 */
public record ComparisonRow(
        String slice, long rows, double champion, double challenger, double low, double high, boolean refused) {}
