package org.thalweg.spark.config;

import java.util.List;
import java.util.Objects;
import org.thalweg.settings.Setting;

/** Rows that are held out of training. The network is evaluated on them after each epoch, or once at the end. */
public sealed interface HoldOutSettings {
    /** Whether there are any. */
    default boolean isPresent() {
        return true;
    }

    /** The columns of the data that select the rows; empty if no columns do. */
    default List<String> columns() {
        return List.of();
    }

    /** The name of the key for these columns. */
    default String columnsKey() {
        return "by";
    }

    /**
     * The share of the data's rows to hold out. It is 0 for rows from another source, and if the share is only known from the
     * rows.
     */
    default double ofData() {
        return 0;
    }

    /** The share of the data's rows for validation and test together. */
    public static double shares(HoldOutSettings validation, HoldOutSettings test) {
        return validation.ofData() + test.ofData();
    }

    /** None. */
    record None() implements HoldOutSettings {
        @Override
        public boolean isPresent() {
            return false;
        }
    }

    /** A share of the rows of {@code data}, above 0 and below 1. */
    record Share(double share, By by) implements HoldOutSettings {
        public static final Setting SETTING = Setting.share("validation", 0.1);

        /**
         * Checks the range.
         *
         * @throws IllegalArgumentException unless from 0 to below 1
         */
        public Share {
            share = SETTING.require(share);
            Objects.requireNonNull(by, "by");
        }

        /** A random sample of the rows. */
        public Share(double share) {
            this(share, new Rows());
        }

        @Override
        public boolean isPresent() {
            return share > 0;
        }

        @Override
        public double ofData() {
            return share;
        }

        @Override
        public List<String> columns() {
            return by instanceof ColumnValues values ? values.columns() : List.of();
        }
    }

    /** Which rows stay together on one side of the split. */
    sealed interface By {}

    /** Each row is drawn separately. */
    record Rows() implements By {}

    /** Rows with equal features, regardless of their targets. */
    record Content() implements By {}

    /** Rows with equal values in these columns. */
    record ColumnValues(List<String> columns) implements By {
        /** Copies the list, which is not empty. */
        public ColumnValues {
            columns = List.copyOf(columns);
            if (columns.isEmpty()) {
                throw new IllegalArgumentException("by: expected at least one column, found none");
            }
        }
    }

    /** The rows with the largest values in a column: a share above 0 and below 1 of all rows. */
    record Latest(double share, String column) implements HoldOutSettings {
        public static final Setting SETTING = Setting.inside("latest", 0.1);

        /**
         * Checks the range.
         *
         * @throws IllegalArgumentException unless above 0 and below 1
         */
        public Latest {
            share = SETTING.require(share);
            Objects.requireNonNull(column, "column");
        }

        @Override
        public List<String> columns() {
            return List.of(column);
        }

        @Override
        public double ofData() {
            return share;
        }
    }

    /** The rows in which a column is true. */
    record Where(String column) implements HoldOutSettings {
        /** Requires a column. */
        public Where {
            Objects.requireNonNull(column, "column");
        }

        @Override
        public List<String> columns() {
            return List.of(column);
        }

        @Override
        public String columnsKey() {
            return "where";
        }
    }

    /** Rows from another source. */
    record Separate(DataSource source) implements HoldOutSettings {
        /** Requires a source. */
        public Separate {
            Objects.requireNonNull(source, "source");
        }
    }
}
