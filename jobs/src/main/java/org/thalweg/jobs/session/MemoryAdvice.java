package org.thalweg.jobs.session;

import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Replaces Spark's many warnings about too little memory by one line that says what to set. */
final class MemoryAdvice {
    /** Spark's messages about a block that does not fit into memory, and about a query's memory. */
    private static final Pattern NO_ROOM = Pattern.compile("^(Not enough space to cache \\S+ in memory"
            + "|Failed to reserve initial memory threshold of "
            + "|Persisting block \\S+ to disk instead"
            + "|Failed to allocate a page \\()");

    private static final Pattern LARGE_TASK =
            Pattern.compile("^Stage \\d+ contains a task of very large size \\((\\d+) KiB\\)");

    /** Messages that follow a block that could not be stored, or that two tasks computed at the same time. */
    private static final Pattern FOLLOWS = Pattern.compile(
            "^(Block \\S+ could not be removed as it was not found"
                    + "|Putting block \\S+ failed( due to exception .*)?\\.?$"
                    + "|Block \\S+ already exists on this machine; not re-adding it)",
            Pattern.DOTALL);

    private final Consumer<String> advice;
    private boolean ofRoom;
    private boolean ofTasks;

    /** Advice for one session, each line once. */
    MemoryAdvice(Consumer<String> advice) {
        this.advice = advice;
    }

    /** Whether a message of Spark's is about memory. The first message of each kind is replaced by advice. */
    synchronized boolean takes(String message) {
        Matcher large = LARGE_TASK.matcher(message);
        if (large.find()) {
            ofTasks = ofTasks
                    || advise(
                            "Spark's tasks take %,d KiB each, which the driver holds beside everything else; use fewer"
                                    + " files, or more partitions (training.partitions)",
                            Long.parseLong(large.group(1)));
            return true;
        }
        if (NO_ROOM.matcher(message).find()) {
            ofRoom = ofRoom
                    || advise(
                            "Spark cannot keep all cached data in memory, and continues from disk, which is"
                                    + " slower; set a larger heap than %,d MB with --driver-memory before the command, or"
                                    + " store the rows on disk with data.storage: disk",
                            Math.round(Runtime.getRuntime().maxMemory() / 1e6));
            return true;
        }
        return FOLLOWS.matcher(message).find();
    }

    private boolean advise(String text, long number) {
        advice.accept("memory: " + String.format(Locale.ROOT, text, number));
        return true;
    }
}
