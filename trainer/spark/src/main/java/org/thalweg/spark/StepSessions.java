package org.thalweg.spark;

import java.util.function.Function;
import org.apache.spark.SparkContext;

/**
 * The sessions of an engine, one after the other: opened when a step asks for one, and closed when the slots are needed.
 *
 * <p>There are none where the Spark property {@value #ENABLED} is false, nor with {@code spark.speculation}: Spark cannot see that
 * a task which stays is slow.
 */
final class StepSessions {
    /** Whether tasks may stay for many steps; true unless it is set. */
    static final String ENABLED = "spark.thalweg.sessions.enabled";

    /** So long a session holds the cluster's slots before others get a turn. */
    private static final double MAX_SECONDS = 60;

    /** So long it waits for the next step before others get them. */
    private static final double IDLE_SECONDS = 1;

    /** So long steps are jobs after a session had no slots for all of its tasks, unless an executor comes before. */
    private static final double REST_SECONDS = 60;

    private final SparkContext spark;
    private final String group;
    private final int tasks;
    private final StepSession.Job job;
    private boolean enabled;
    private StepSession session; // null for none
    private Deadline idle; // null before the first step
    private volatile long notBefore = System.nanoTime();

    /** Steps that are jobs stay where their rows are cached: a session's tasks need a slot each, and so take the new ones. */
    private final ExecutorChanges.Reader arrivals = new ExecutorChanges.Reader() {
        @Override
        public void added() {
            notBefore = System.nanoTime();
        }
    };

    StepSessions(SparkContext spark, String group, int tasks, StepSession.Job job) {
        this.spark = spark;
        this.group = group;
        this.tasks = tasks;
        this.job = job;
        this.enabled = spark.conf().getBoolean(ENABLED, true) && !spark.conf().getBoolean("spark.speculation", false);
        ExecutorChanges.of(spark).add(arrivals);
    }

    /** Whether tasks may stay. */
    boolean areTaken() {
        return session != null || enabled && System.nanoTime() - notBefore >= 0;
    }

    /** Does a step's work in a session. */
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
            session = new StepSession(spark, groups, job, () -> spark.cancelJobGroup(group));
        }
        return session;
    }

    /** Lets go of the slots. */
    void end() {
        if (session != null) {
            session.close();
            session = null;
        }
    }

    /** Lets go of the slots, for good. */
    void close() {
        ExecutorChanges.of(spark).remove(arrivals);
        end();
    }

    /** Lets go of the slots, whatever the tasks do. */
    void abandon() {
        if (session != null) {
            session.abandon();
            session = null;
        }
    }

    /** Takes no session any more. */
    void disable() {
        enabled = false;
        abandon();
    }

    /** Lets go of the slots that there are, as they are too few; tries again after a while. */
    void giveUp() {
        notBefore = System.nanoTime() + (long) (REST_SECONDS * 1e9);
        abandon();
    }
}
