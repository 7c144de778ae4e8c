package org.thalweg.jobs.session;

import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Spark warns of, block by block, where it has too little memory: as one line that says what to set. */
final class MemoryAdvice {
    /** Spark's messages of a block that it has no room for, and of a query's own memory. */
    private static final Pattern NO_ROOM = Pattern.compile("^(Not enough space to cache \\S+ in memory"
            + "|Failed to reserve initial memory threshold of "
            + "|Persisting block \\S+ to disk instead"
            + "|Failed to allocate a page \\()");

    private static final Pattern LARGE_TASK =
            Pattern.compile("^Stage \\d+ contains a task of very large size \\((\\d+) KiB\\)");

    /** What follows a block that could not be kept, for whatever reason, or that two tasks worked out at once. */
    private static final Pattern FOLLOWS = Pattern.compile(
            "^(Block \\S+ could not be removed as it was not found"
                    + "|Putting block \\S+ failed( due to exception .*)?\\.?$"
                    + "|Block \\S+ already exists on this machine; not re-adding it)",
            Pattern.DOTALL);

    private final Consumer<String> advice;
    private boolean ofRoom;
    private boolean ofTasks;

    /** Advice of one session, each line once. */
    MemoryAdvice(Consumer<String> advice) {
        this.advice = advice;
    }

    /** Whether a message of Spark's is one of these; the first of a kind is advised on. */
    synchronized boolean takes(String message) {
        Matcher large = LARGE_TASK.matcher(message);
        if (large.find()) {
            ofTasks = ofTasks
                    || advise(
                            "Spark's tasks take %,d KiB each, which the driver holds beside everything else; take fewer"
                                    + " files, or more partitions (training.partitions)",
                            Long.parseLong(large.group(1)));
            return true;
        }
        if (NO_ROOM.matcher(message).find()) {
            ofRoom = ofRoom
                    || advise(
                            "Spark has no room for all that it is to keep in memory, and goes on from disk, which is"
                                    + " slower; give it more than the heap of %,d MB with --driver-memory before the command, or leave the rows"
                                    + " on disk with data.storage: disk",
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
