package org.thalweg.jobs.models;

import java.util.Map;
import java.util.OptionalInt;
import org.thalweg.jobs.store.Action;
import org.thalweg.jobs.store.LogEntry;
import org.thalweg.jobs.store.StoreState;

/** Reads the parts of a log's learning state that are needed without a retraining. */
public final class StoredLearning {
    /** The key of the version whose rehearsal rows the next retraining reads. */
    public static final String REHEARSAL = "rehearsal";

    /** The key of the last refused challenger. */
    public static final String REFUSED = "refused";

    /** The key, in a refused challenger, of the learning state if it is promoted. */
    public static final String LEARNED = "learned";

    private StoredLearning() {}

    /** The version whose rows the next retraining reads. */
    public static OptionalInt rehearsal(StoreState state) {
        return state.learned().get(REHEARSAL) instanceof Number version
                ? OptionalInt.of(version.intValue())
                : OptionalInt.empty();
    }

    /**
     * The learning state once a version serves.
     *
     * @param made the entry that created the version
     * @param backToIt whether rows that arrived after the version count as not learned
     */
    public static Map<String, Object> serving(LogEntry made, StoreState state, boolean backToIt) {
        boolean lastRefused = made.action() == Action.REFUSE
                && made.learned().get(REFUSED) != null
                && made.learned().get(REFUSED).equals(state.learned().get(REFUSED));
        return backToIt || lastRefused ? by(made) : state.learned();
    }

    /** What the version itself has learned. For a refused version, that is more than its entry's learning state. */
    @SuppressWarnings("unchecked")
    private static Map<String, Object> by(LogEntry made) {
        return made.action() == Action.REFUSE
                        && made.learned().get(REFUSED) instanceof Map<?, ?> refused
                        && refused.get(LEARNED) instanceof Map<?, ?> learned
                ? (Map<String, Object>) learned
                : made.learned();
    }
}
