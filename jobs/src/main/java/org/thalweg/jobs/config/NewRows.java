package org.thalweg.jobs.config;

import org.thalweg.settings.Labelled;

/** How a retraining run finds new rows. */
public sealed interface NewRows {

    /** By files that are new, or whose content has changed. */
    record ByFile(FileReading reading) implements NewRows {}

    /** Which files are read to find out whether their content has changed. */
    enum FileReading implements Labelled {
        /** All. */
        CONTENT,

        /** All except known ones with the same length and modification time. */
        QUICK
    }

    /** By the partitions of a table of Spark's catalogue. */
    record ByPartition() implements NewRows {}

    /**
     * By a column that grows: rows above the largest value so far are new.
     *
     * @param column whose values are numbers, dates, times, or texts whose alphabetical order is the order in time
     */
    record ByColumn(String column) implements NewRows {
        /** Requires a name. */
        public ByColumn {
            if (column.isBlank()) {
                throw new IllegalArgumentException("retrain.new.column: expected a name, found a blank one");
            }
        }
    }
}
