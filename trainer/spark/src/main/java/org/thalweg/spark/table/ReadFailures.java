package org.thalweg.spark.table;

import java.util.Optional;

/** Says of a failed read what is wrong with the data, where it is the data that is wrong. */
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
     * The failure as one message; empty where the data is not to blame.
     *
     * @param check throws for a row that is not as it should be
     */
    Optional<DataException> explained(Throwable failure, BadRowFinder.Check check) {
        if (failure instanceof DataException || SparkFailures.root(failure) instanceof OutOfMemoryError) {
            return Optional.empty();
        }
        BadRowException bad = BadRowException.in(failure);
        Optional<String> texts = bad != null && bad.kind() == BadRow.Kind.NO_NUMBER
                ? roles.flatMap(known -> new TextColumns(table, known).message())
                : Optional.empty();
        if (texts.isPresent()) {
            return Optional.of(new DataException(texts.get(), failure));
        }
        if (bad != null) {
            return Optional.of(BadRowFinder.place(table, bad, check).exception(table.format(), failure));
        }
        return unreadable(failure).or(() -> incomputable(failure));
    }

    /** Of a view, for example, whose own query takes a text for a number. */
    private Optional<DataException> incomputable(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (SparkFailures.isOfValues(cause)) {
                return Optional.of(new DataException(
                        table.described() + ": expected rows that Spark can compute, found "
                                + SparkFailures.firstLine(cause) + "; mend the rows, or the query that makes them",
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
