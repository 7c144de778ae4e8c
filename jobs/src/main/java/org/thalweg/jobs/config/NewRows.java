package org.thalweg.jobs.config;

import org.thalweg.settings.Labelled;

/** How a retraining finds rows that it has not learned. */
public sealed interface NewRows {

    /** By files: those that are new, or have another content. */
    record ByFile(FileReading reading) implements NewRows {}

    /** Which files are read to learn whether their content is known. */
    enum FileReading implements Labelled {
        /** All. */
        CONTENT,

        /** All but known ones of the same length and time. */
        QUICK
    }

    /** By the partitions of a table of Spark's catalogue. */
    record ByPartition() implements NewRows {}

    /**
     * By a column that grows: rows above the greatest value seen so far.
     *
     * @param column whose values are numbers, dates or times, or texts that sort as such
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
