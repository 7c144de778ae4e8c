package org.thalweg.benchmarks.peers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.thalweg.benchmarks.common.Spread;

/** Measures trainers alternately, A B C A B C …, and records their versions. A trainer that fails is not run again. */
final class Turns {
    private final Map<String, String> about = new LinkedHashMap<>();
    private final Map<PeerTrainer, String> missing = new LinkedHashMap<>();

    /** A trainer and its request. */
    record Entry(PeerTrainer trainer, Request request) {}

    /** The measurements of the trainers that completed all repetitions, in the order of the entries; ours is the first. */
    record Results(Map<Entry, List<Measured>> byEntry) {
        /** A value for each repetition. */
        static double[] of(List<Measured> repetitions, ToDoubleFunction<Measured> value) {
            return repetitions.stream().mapToDouble(value).toArray();
        }

        /** The ratio of our value to another's; a dash for our own. */
        String ratioOf(Entry ours, Entry other, ToDoubleFunction<Measured> value) {
            return ours.equals(other)
                    ? "–"
                    : Spread.ofRatios(of(byEntry.get(ours), value), of(byEntry.get(other), value))
                            .toString();
        }
    }

    /** Measures each entry the given number of times, with seeds 1, 2, …; {@code before} runs before each repetition. */
    Results take(int repetitions, List<Entry> entries, Runnable before) {
        Map<Entry, List<Measured>> results = new LinkedHashMap<>();
        for (int seed = 1; seed <= repetitions; seed++) {
            before.run();
            for (Entry entry : entries) {
                if (!missing.containsKey(entry.trainer())) {
                    measure(entry, seed, results);
                }
            }
        }
        results.keySet().removeIf(entry -> missing.containsKey(entry.trainer()));
        return new Results(results);
    }

    private void measure(Entry entry, int seed, Map<Entry, List<Measured>> into) {
        PeerTrainer trainer = entry.trainer();
        try {
            Measured measured = trainer.train(entry.request().withSeed(seed));
            about.put(trainer.name(), measured.about());
            into.computeIfAbsent(entry, none -> new ArrayList<>()).add(measured);
            System.err.printf(
                    Locale.ROOT,
                    "%s, batch %d, seed %d, %s: %d × %.2f s, whole process %.1f s%n",
                    entry.request().problem().name(),
                    entry.request().batch(),
                    seed,
                    trainer.name(),
                    measured.epochs().size(),
                    measured.secondsPerEpoch(),
                    measured.wallSeconds());
        } catch (NotMeasuredException e) {
            missing.put(trainer, e.getMessage());
            System.err.println(trainer.name() + ": not measured: " + e.getMessage());
        }
    }

    /** The versions of the measured trainers, and why others were not measured, one per line. */
    String about() {
        StringBuilder text = new StringBuilder();
        about.forEach((name, what) ->
                text.append("- ").append(name).append(": ").append(what).append('\n'));
        missing.forEach((trainer, why) -> text.append("- ")
                .append(trainer.name())
                .append(": not measured: ")
                .append(why)
                .append('\n'));
        return text.toString();
    }
}
