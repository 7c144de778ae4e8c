package org.thalweg.spark.table;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkThrowable;

/** Failures of Spark's own, recognised by their conditions: Spark's names of errors, which outlast its messages. */
final class SparkFailures {
    /** In Spark 4 the condition has a part more, which says in what way. */
    private static final String UNREADABLE = "FAILED_READ_FILE";

    private static final String UNREADABLE_IN_3 = "_LEGACY_ERROR_TEMP_2064";

    private static final String NO_FOOTER_IN_3 = "CANNOT_READ_FILE_FOOTER";

    private static final String NO_SCHEMA = "UNABLE_TO_INFER_SCHEMA";

    /** The class of SQL's states for values that a query cannot do with. */
    private static final String DATA_EXCEPTIONS = "22";

    /** What names the file of a CSV header that is refused; no parameter of the failure does. */
    private static final Pattern CSV_FILE = Pattern.compile("\\nCSV file: ([^\\n]+)");

    private SparkFailures() {}

    /** Empty of what is not Spark's, or has none. */
    @SuppressWarnings("deprecation") // its successor is not in Spark 3.5
    static Optional<String> condition(Throwable failure) {
        return failure instanceof SparkThrowable known ? Optional.ofNullable(known.getErrorClass()) : Optional.empty();
    }

    /** Whether nothing is there from which Spark could infer the columns. */
    static boolean isWithoutSchema(Throwable failure) {
        return condition(failure).filter(NO_SCHEMA::equals).isPresent();
    }

    /** Whether a query, such as that of a view, met values that it cannot do with. */
    static boolean isOfValues(Throwable failure) {
        return failure instanceof SparkThrowable known
                && String.valueOf(known.getSqlState()).startsWith(DATA_EXCEPTIONS);
    }

    /** The address of the file that could not be read; empty of another failure. */
    static Optional<String> file(Throwable failure) {
        if (CsvHeaders.isRefusal(failure)) {
            Matcher file = CSV_FILE.matcher(String.valueOf(failure.getMessage()));
            return file.find() ? Optional.of(file.group(1)) : Optional.empty();
        }
        String condition = condition(failure).orElse("");
        if (condition.split("\\.")[0].equals(UNREADABLE) || condition.equals(UNREADABLE_IN_3)) {
            return parameter(failure, "path");
        }
        return condition.equals(NO_FOOTER_IN_3) ? parameter(failure, "file") : Optional.empty();
    }

    private static Optional<String> parameter(Throwable failure, String name) {
        return Optional.ofNullable(
                ((SparkThrowable) failure).getMessageParameters().get(name));
    }

    /** Whether a failure was thrown by a class of Spark's, or within one of its functions. */
    static boolean isThrownBy(Throwable failure, String type) {
        return Arrays.stream(failure.getStackTrace())
                .limit(8)
                .anyMatch(frame -> frame.getClassName().split("\\$")[0].equals(type));
    }

    /** What caused it first. */
    static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    static String firstLine(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }
}
