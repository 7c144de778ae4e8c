package org.thalweg.spark;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.spark.SparkContext;

/**
 * The sessions of an engine, one at a time: opened when a step needs one, and closed when others need the task slots.
 *
 * <p>There are no sessions if the Spark property {@value #ENABLED} is false, or with {@code spark.speculation}: Spark cannot
 * detect that a long-running task is slow.
 */
final class StepSessions {
    /** The Spark property that allows sessions; default true. */
    static final String ENABLED = "spark.thalweg.sessions.enabled";

    /** A session is closed after this time, so that other jobs get the task slots. */
    private static final double MAX_SECONDS = 60;

    /** An idle session is closed after this time. */
    private static final double IDLE_SECONDS = 1;

    /** After a session did not get enough task slots, steps run as jobs for this time, unless an executor is added. */
    private static final double RETRY_SECONDS = 60;

    private final SparkContext spark;
    private final String group;
    private final int tasks;
    private final StepSession.Job job;
    private boolean enabled;
    private StepSession session; // null for none
    private Deadline idle; // null before the first step
    private volatile long notBefore = System.nanoTime();
    private final AtomicBoolean added = new AtomicBoolean();
    private final Consumer<ExecutorBlas> joined;

    /** Allows a session when an executor is added. Jobs stay where rows are cached, but a session also uses the new slots. */
    private final ExecutorChanges.Reader arrivals = new ExecutorChanges.Reader() {
        @Override
        public void added() {
            notBefore = System.nanoTime();
            added.set(true);
        }
    };

    /** @param joined receives the executor of each task that starts */
    StepSessions(SparkContext spark, String group, int tasks, StepSession.Job job, Consumer<ExecutorBlas> joined) {
        this.spark = spark;
        this.group = group;
        this.tasks = tasks;
        this.job = job;
        this.joined = joined;
        this.enabled = spark.conf().getBoolean(ENABLED, true) && !spark.conf().getBoolean("spark.speculation", false);
        ExecutorChanges.of(spark).add(arrivals);
    }

    /** Whether a step may run in a session now. */
    boolean areAllowed() {
        return session != null || enabled && System.nanoTime() - notBefore >= 0;
    }

    /** Whether Spark has added an executor since the last call. */
    boolean takeAdded() {
        return added.getAndSet(false);
    }

    /** Runs a step in a session. */
    <R> R in(Function<StepSession, R> work) {
        if (idle != null) {
            idle.close();
        }
        try {
            return work.apply(open());
        } catch (StepSession.StoppedException e) {
            return work.apply(open());
        } finally {
            StepSession used = session;
            idle = new Deadline(IDLE_SECONDS, used == null ? () -> {} : used::stopIfIdle);
        }
    }

    private StepSession open() {
        if (session != null && (session.isStopped() || session.seconds() > MAX_SECONDS)) {
            end();
        }
        if (session == null) {
            TaskGroups groups = TaskGroups.of(tasks, ClusterSlots.tasks(spark));
            session = new StepSession(spark, groups, job, () -> spark.cancelJobGroup(group), joined);
        }
        return session;
    }

    /** Closes the session, if there is one, and releases its task slots. */
    void end() {
        if (session != null) {
            session.close();
            session = null;
        }
    }

    /** Closes the session for good. */
    void close() {
        ExecutorChanges.of(spark).remove(arrivals);
        end();
    }

    /** Cancels the session without waiting for its tasks. */
    void abandon() {
        if (session != null) {
            session.abandon();
            session = null;
        }
    }

    /** Allows no further sessions. */
    void disable() {
        enabled = false;
        abandon();
    }

    /** Cancels the session because there are too few task slots; sessions are allowed again after a while. */
    void giveUp() {
        notBefore = System.nanoTime() + (long) (RETRY_SECONDS * 1e9);
        abandon();
    }
}
