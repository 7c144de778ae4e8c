package org.thalweg.ml;

import org.apache.spark.ml.util.Identifiable$;

/**
 * The uid of a stage under construction. Spark's constructors create params, whose parent is the uid, before a Java subclass can
 * set a field. So the uid is stored here, per thread, from before {@code super()} until the constructor takes it.
 */
final class Uids {
    private static final ThreadLocal<String> NEXT = new ThreadLocal<>();

    private Uids() {}

    /** A constructor argument, evaluated before {@code super()} runs: proof that a uid is pending. */
    record Pending() {}

    /** Stores a uid for the next stage constructed on this thread. */
    static Pending next(String uid) {
        NEXT.set(uid);
        return new Pending();
    }

    /** Stores a random uid. */
    static Pending random(String prefix) {
        return next(Identifiable$.MODULE$.randomUID(prefix));
    }

    /** Returns the pending uid and clears it; called once, by the first param of a stage. */
    static String take() {
        String uid = NEXT.get();
        if (uid == null) {
            throw new IllegalStateException("expected a uid before the first param, found none");
        }
        NEXT.remove();
        return uid;
    }
}
