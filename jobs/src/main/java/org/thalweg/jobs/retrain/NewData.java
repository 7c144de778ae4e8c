package org.thalweg.jobs.retrain;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.thalweg.spark.config.DataSource;

/**
 * Rows that have arrived since the last run.
 *
 * @param source the source that contains them
 * @param runNumber number of the run in which they arrive: see {@link Watermark}
 * @param rows selects them from the source's rows
 * @param earlier the source of earlier rows; empty if there are none
 * @param earlierRows selects the earlier rows, each with its run number in {@link OccurrenceNumbers#RUN_NUMBER}
 * @param seen the watermark once they have been learned
 * @param files the new files, by path; empty if new rows are not found by file, or if a pair of files is read as one
 * @param reports a description of them, a line each
 * @param breaches why they must not be learned; empty if they may be
 */
record NewData(
        DataSource source,
        int runNumber,
        UnaryOperator<Dataset<Row>> rows,
        Optional<DataSource> earlier,
        UnaryOperator<Dataset<Row>> earlierRows,
        Watermark seen,
        List<String> files,
        List<String> reports,
        List<String> breaches) {
    NewData {
        files = List.copyOf(files);
        reports = List.copyOf(reports);
        breaches = List.copyOf(breaches);
    }
}
