package org.thalweg.jobs;

import org.apache.hadoop.conf.Configuration;
import org.thalweg.jobs.store.Stores;

/** A process that adds entries to a store's log, in a race with others; it prints the ids of those that are its own. */
final class RacingWriter {
    private RacingWriter() {}

    /** Arguments: the store, and how many entries. */
    public static void main(String[] arguments) {
        Stores.race(arguments[0], new Configuration(), Integer.parseInt(arguments[1]))
                .forEach(id -> System.out.println("won: " + id));
    }
}
