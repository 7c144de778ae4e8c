package org.thalweg.jobs.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Gathers the faults of one reading, so that all are told at once. */
final class Faults {
    private record Gathered(Place place, Fault fault) {}

    private final List<Gathered> gathered = new ArrayList<>();

    void add(Place place, String message) {
        gathered.add(new Gathered(place, new Fault(place.where(), message)));
    }

    /** A fault of the text itself, where the column matters. */
    void addSyntax(Place place, String message) {
        gathered.add(new Gathered(place, new Fault(place.exactly(), message)));
    }

    int count() {
        return gathered.size();
    }

    void throwIfAny() {
        if (!gathered.isEmpty()) {
            throw new JobFileException(gathered.stream()
                    .sorted(Comparator.comparing(Gathered::place))
                    .map(Gathered::fault)
                    .toList());
        }
    }
}
