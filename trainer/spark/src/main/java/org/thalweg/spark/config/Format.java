package org.thalweg.spark.config;

import java.util.List;
import java.util.stream.Stream;
import org.thalweg.settings.Labelled;

/** What rows are read from. */
public enum Format implements Labelled {
    /** Files of separated values. */
    CSV(true, true) {
        @Override
        DataSource source(Settings at, DataSection data) {
            return new DataSource.Csv(
                    DataKeys.paths(at), data.header(), data.separator(), data.dialect(), data.columns());
        }
    },
    /** Files in LIBSVM's sparse format. */
    LIBSVM(true, false) {
        @Override
        DataSource source(Settings at, DataSection data) {
            return new DataSource.Libsvm(DataKeys.paths(at), data.numFeatures());
        }
    },
    /** Parquet files. */
    PARQUET(true, true),
    /** Files of JSON lines. */
    JSON(true, true),
    /** A table of Spark's catalogue. */
    TABLE(false, true) {
        @Override
        DataSource source(Settings at, DataSection data) {
            return new DataSource.Table(at.get(DataKeys.TABLE), data.columns());
        }
    },
    /** MNIST's image and label files. */
    IDX(true, false) {
        @Override
        DataSource source(Settings at, DataSection data) {
            return new DataSource.Idx(DataKeys.paths(at), at.get(DataKeys.LABELS));
        }
    },
    /** Generated digits. */
    DIGITS(false, false) {
        @Override
        DataSource source(Settings at, DataSection data) {
            return DataKeys.digits(at);
        }
    };

    private final boolean inFiles;
    private final boolean hasColumns;

    Format(boolean inFiles, boolean hasColumns) {
        this.inFiles = inFiles;
        this.hasColumns = hasColumns;
    }

    /**
     * A source of this format.
     *
     * @param at where its rows are
     */
    DataSource source(Settings at, DataSection data) {
        return new DataSource.Columnar(this, DataKeys.paths(at), data.columns());
    }

    /** Whether rows are in files. */
    public boolean isInFiles() {
        return inFiles;
    }

    /** Whether rows have columns with names or indices. */
    public boolean hasColumns() {
        return hasColumns;
    }

    /** The formats whose rows are in files. */
    static List<Format> inFiles() {
        return Stream.of(values()).filter(Format::isInFiles).toList();
    }

    /** The formats whose rows have columns. */
    static List<Format> withColumns() {
        return Stream.of(values()).filter(Format::hasColumns).toList();
    }
}
