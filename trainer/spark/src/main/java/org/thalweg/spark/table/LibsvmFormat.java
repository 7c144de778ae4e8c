package org.thalweg.spark.table;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.thalweg.spark.config.DataSource;

/** Files in LIBSVM's format. */
record LibsvmFormat(DataSource.Libsvm source) implements FileFormat {
    @Override
    public boolean hasRowsByLine() {
        return true;
    }

    @Override
    public boolean isSparse() {
        return true;
    }

    @Override
    public Dataset<Row> open(SparkSession spark, String key, int inputs) {
        int features = inputs > 0
                ? inputs
                : source.numFeatures().orElseGet(() -> LibsvmLines.largestIndex(spark, source.paths()));
        return new LibsvmLines(features).open(spark, source.paths());
    }

    @Override
    public Optional<BadRow> firstBadRow(BadRowFinder file) {
        LibsvmLines lines =
                new LibsvmLines(LibsvmLines.features(file.table().rows().schema()));
        try (BufferedReader reader = file.open()) {
            long line = 0;
            for (String text = reader.readLine(); text != null; text = reader.readLine()) {
                line++;
                try {
                    lines.row(text, file.shown()).ifPresent(file.check()::accept);
                } catch (BadRowException first) {
                    return Optional.of(BadRow.of(first).at(file.shown() + ", line " + line));
                }
            }
        } catch (IOException e) {
            // The message names only the file.
        }
        return Optional.empty();
    }
}
