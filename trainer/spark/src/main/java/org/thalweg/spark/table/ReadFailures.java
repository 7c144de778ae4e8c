package org.thalweg.spark.table;

import java.util.Optional;

/** Explains a failed read, if the data is the cause. */
final class ReadFailures {
    private final OpenTable table;
    private final Optional<ColumnRoles> roles;

    ReadFailures(OpenTable table) {
        this(table, Optional.empty());
    }

    /**
     * Failures to read rows.
     *
     * @param roles of the table's columns, as far as they are known
     */
    ReadFailures(OpenTable table, Optional<ColumnRoles> roles) {
        this.table = table;
        this.roles = roles;
    }

    /**
     * The failure as one message; empty if the data is not the cause.
     *
     * @param check throws for a bad row
     */
    Optional<DataException> explained(Throwable failure, BadRowFinder.Check check) {
        if (failure instanceof DataException || SparkFailures.root(failure) instanceof OutOfMemoryError) {
            return Optional.empty();
        }
        Optional<BadRowException> bad = BadRowException.in(failure);
        Optional<String> texts = bad.filter(row -> row.kind() == BadRow.Kind.NO_NUMBER)
                .flatMap(row -> roles)
                .flatMap(known -> new TextColumns(table, known).message());
        if (texts.isPresent()) {
            return Optional.of(new DataException(texts.get(), failure));
        }
        if (bad.isPresent()) {
            return Optional.of(BadRowFinder.place(table, bad.get(), check).exception(table.format(), failure));
        }
        return unreadable(failure).or(() -> incomputable(failure));
    }

    /** A value that a query cannot compute, for example in a view that converts a text to a number. */
    private Optional<DataException> incomputable(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (SparkFailures.isOfValues(cause)) {
                return Optional.of(new DataException(
                        table.described() + ": expected rows that Spark can compute, found "
                                + SparkFailures.firstLine(cause)
                                + "; correct the rows, or the query that computes them",
                        failure));
            }
        }
        return Optional.empty();
    }

    /** A file that Spark's reader refuses, as one message. */
    Optional<DataException> unreadable(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            Optional<String> file = SparkFailures.file(cause);
            if (file.isPresent()) {
                String what =
                        table.format().unreadable(table, DataFiles.location(file.get()), SparkFailures.root(cause));
                return Optional.of(new DataException(what, failure));
            }
        }
        return Optional.empty();
    }
}
