package org.thalweg.spark.table;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkThrowable;

/** Recognises Spark's failures by their error conditions, which are more stable than messages. */
final class SparkFailures {
    /** In Spark 4, the condition has another part with details. */
    private static final String UNREADABLE = "FAILED_READ_FILE";

    private static final String UNREADABLE_IN_3 = "_LEGACY_ERROR_TEMP_2064";

    private static final String NO_FOOTER_IN_3 = "CANNOT_READ_FILE_FOOTER";

    private static final String NO_SCHEMA = "UNABLE_TO_INFER_SCHEMA";

    /** The class of SQL states for values that a query cannot process. */
    private static final String DATA_EXCEPTIONS = "22";

    /** Finds the file of a refused CSV header in the message, because the failure has no parameter for it. */
    private static final Pattern CSV_FILE = Pattern.compile("\\nCSV file: ([^\\n]+)");

    private SparkFailures() {}

    /** The condition of a failure; empty if it is not from Spark, or has none. */
    @SuppressWarnings("deprecation") // its successor is not in Spark 3.5
    static Optional<String> condition(Throwable failure) {
        return failure instanceof SparkThrowable known ? Optional.ofNullable(known.getErrorClass()) : Optional.empty();
    }

    /** Whether there are no files from which Spark could infer the columns. */
    static boolean isWithoutSchema(Throwable failure) {
        return condition(failure).filter(NO_SCHEMA::equals).isPresent();
    }

    /** Whether a query, such as that of a view, found values that it cannot process. */
    static boolean isOfValues(Throwable failure) {
        return failure instanceof SparkThrowable known
                && String.valueOf(known.getSqlState()).startsWith(DATA_EXCEPTIONS);
    }

    /** The URI of the file that could not be read; empty for another failure. */
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

    /** Whether a failure was thrown by a class, or by a lambda in it. */
    static boolean isThrownBy(Throwable failure, String type) {
        return Arrays.stream(failure.getStackTrace())
                .limit(8)
                .anyMatch(frame -> frame.getClassName().split("\\$")[0].equals(type));
    }

    /** The root cause. */
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
