package org.thalweg.jobs.retrain;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.thalweg.spark.config.DataSource;

/**
 * Rows that have come in since the last time.
 *
 * @param source that holds them
 * @param runNumber in which they come: see {@link Watermark}
 * @param rows which of the source's rows they are
 * @param earlier the source of the rows that came before them; empty where there is none
 * @param earlierRows which of its rows came before, each with its night in {@link OccurrenceNumbers#RUN_NUMBER}
 * @param seen what is known once they have been learned
 * @param files that hold them, by their paths; none where it is not files that tell what is new, or where a pair of files is
 *     read as one
 * @param reports what they are, for people: a line each
 * @param breaches why they must not be learned; none where they may
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
