package org.thalweg.jobs.models;

import java.util.Map;
import java.util.OptionalInt;
import org.thalweg.jobs.store.Action;
import org.thalweg.jobs.store.LogEntry;
import org.thalweg.jobs.store.StoreState;

/** The few things that must be known, without a retraining, of what a log says has been learned. */
public final class StoredLearning {
    /** The key of the version whose rehearsal rows the next retraining reads. */
    public static final String REHEARSAL = "rehearsal";

    /** The key of the last challenger that was refused. */
    public static final String REFUSED = "refused";

    /** The key, of such a one, of what will have been learned where it is promoted. */
    public static final String LEARNED = "learned";

    private StoredLearning() {}

    /** The version that the next retraining reads rows of. */
    public static OptionalInt rehearsal(StoreState state) {
        return state.learned().get(REHEARSAL) instanceof Number version
                ? OptionalInt.of(version.intValue())
                : OptionalInt.empty();
    }

    /**
     * What will have been learned once a version serves.
     *
     * @param made the entry that made the version
     * @param backToIt whether what came after the version counts as not learned
     */
    public static Map<String, Object> serving(LogEntry made, StoreState state, boolean backToIt) {
        boolean lastRefused = made.action() == Action.REFUSE
                && made.learned().get(REFUSED) != null
                && made.learned().get(REFUSED).equals(state.learned().get(REFUSED));
        return backToIt || lastRefused ? by(made) : state.learned();
    }

    /** What the version itself has learned: more than its entry says where it was refused. */
    @SuppressWarnings("unchecked")
    private static Map<String, Object> by(LogEntry made) {
        return made.action() == Action.REFUSE
                        && made.learned().get(REFUSED) instanceof Map<?, ?> refused
                        && refused.get(LEARNED) instanceof Map<?, ?> learned
                ? (Map<String, Object>) learned
                : made.learned();
    }
}
