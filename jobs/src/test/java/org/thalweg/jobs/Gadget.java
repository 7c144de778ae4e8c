package org.thalweg.jobs;

import java.io.ObjectInputStream;
import java.io.Serializable;

/**
 * A class that records in a system property that any of its code runs: its initializer, constructor or deserialization.
 */
public final class Gadget implements Serializable {
    private static final long serialVersionUID = 1;

    /** The property, set to what ran. */
    static final String RAN = "thalweg.test.gadget";

    static {
        System.setProperty(RAN, "class");
    }

    /** As the gadgets' readers make one. */
    public Gadget() {
        System.setProperty(RAN, "constructor");
    }

    private void readObject(ObjectInputStream in) {
        System.setProperty(RAN, "readObject");
    }
}
