package org.thalweg.spark;

import java.util.List;
import java.util.Optional;

/**
 * A disk has no room for what a run writes into Spark's local folders. The message has the numbers, the folder, and what to
 * do. Thrown in tasks too: the driver throws it again without what Spark adds.
 */
public final class DiskSpaceException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private static final String ADVICE =
            "; make room there, name another folder in spark.local.dir (on a cluster where its nodes are set up, such as in"
                    + " SPARK_LOCAL_DIRS), read fewer columns, or take more executors";

    /** Of a full disk, and of a quota that is used up: the system's message is all that there is to know it by. */
    private static final List<String> FULL = List.of("No space left on device", "Disk quota exceeded");

    /**
     * A lack of room.
     *
     * @param message what was expected, what was found, and where
     */
    DiskSpaceException(String message) {
        super(message + ADVICE);
    }

    /**
     * The same where something else than another disk would do, too.
     *
     * @param advice put last
     */
    DiskSpaceException(String message, String advice) {
        super(message + ADVICE + advice);
    }

    /** The lack of room that a Spark job failed of, as a task found it; empty for another failure. */
    static Optional<DiskSpaceException> in(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof DiskSpaceException found) {
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }

    /** Whether a failure comes of a full disk. Spark reports one also as memory that could not be spilled. */
    public static boolean isDiskFull(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof DiskSpaceException || isDiskFull(String.valueOf(cause.getMessage()))) {
                return true;
            }
        }
        return false;
    }

    /** Whether a text, such as of a log, is of a full disk. */
    public static boolean isDiskFull(String text) {
        return FULL.stream().anyMatch(text::contains);
    }
}
