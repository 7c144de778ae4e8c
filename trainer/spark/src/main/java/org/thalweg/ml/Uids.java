package org.thalweg.ml;

import org.apache.spark.ml.util.Identifiable$;

/**
 * The uid of a stage that is being made. Spark's constructors make params, whose parent is the uid, before a Java subclass can
 * set a field: so the uid waits here from before {@code super()} until the constructor asks for it.
 */
final class Uids {
    private static final ThreadLocal<String> NEXT = new ThreadLocal<>();

    private Uids() {}

    /** Proof that a uid waits: the argument of a constructor, which is worked out before {@code super()} runs. */
    record Waiting() {}

    /** Lets a uid wait for the stage that is made next on this thread. */
    static Waiting next(String uid) {
        NEXT.set(uid);
        return new Waiting();
    }

    /** Lets a random uid wait. */
    static Waiting random(String prefix) {
        return next(Identifiable$.MODULE$.randomUID(prefix));
    }

    /** The uid that waits; called once, by the first param of a stage. */
    static String take() {
        String uid = NEXT.get();
        if (uid == null) {
            throw new IllegalStateException("expected a uid before the first param, found none");
        }
        NEXT.remove();
        return uid;
    }
}
