package org.thalweg.jobs.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The state of a store, according to its log.
 *
 * @param entries the log's entries in order
 */
public record StoreState(List<LogEntry> entries) {
    /** Copies the list. */
    public StoreState {
        entries = List.copyOf(entries);
    }

    /** The number of the last entry; 0 for an empty log. */
    public int head() {
        return entries.size();
    }

    /** The last entry. */
    public Optional<LogEntry> last() {
        return entries.isEmpty() ? Optional.empty() : Optional.of(entries.get(entries.size() - 1));
    }

    /** The serving version. */
    public OptionalInt serving() {
        return last().map(LogEntry::serves).orElse(OptionalInt.empty());
    }

    /** What has been learned so far. */
    public Map<String, Object> learned() {
        return last().map(LogEntry::learned).orElse(Map.of());
    }

    /** The existing versions, with the entries that created them. */
    public SortedMap<Integer, LogEntry> versions() {
        SortedMap<Integer, LogEntry> versions = new TreeMap<>();
        for (LogEntry entry : entries) {
            if (entry.action().makesVersion()) {
                versions.put(entry.version().orElseThrow(), entry);
            }
            entry.removed().forEach(versions::remove);
        }
        return versions;
    }

    /** The greatest number that any version has had, including removed ones; 0 if there was none. */
    int lastVersion() {
        return entries.stream()
                .filter(entry -> entry.action().makesVersion())
                .mapToInt(entry -> entry.version().orElseThrow())
                .max()
                .orElse(0);
    }

    /**
     * The entry that created a version.
     *
     * @throws StoreException if there is no such version
     */
    public LogEntry version(int number) {
        LogEntry entry = versions().get(number);
        if (entry == null) {
            String removed = entries.stream()
                    .filter(entryOfRemoval -> entryOfRemoval.removed().contains(number))
                    .findFirst()
                    .map(entryOfRemoval -> ", which was removed (entry " + entryOfRemoval.number() + " of the log)")
                    .orElse("");
            throw new StoreException("version: expected one of " + shown() + ", found " + number + removed
                    + "; list the versions with models list");
        }
        return entry;
    }

    private String shown() {
        List<Integer> all = new ArrayList<>(versions().keySet());
        int few = 12;
        return all.isEmpty()
                ? "none, as the store is empty"
                : all.size() <= few
                        ? all.toString()
                        : "the " + all.size() + " versions up to " + all.get(all.size() - 1);
    }

    /** The target of a rollback: the greatest existing version below the serving one that has served before. */
    public OptionalInt before() {
        int now = serving().orElse(0);
        SortedMap<Integer, LogEntry> there = versions();
        return entries.stream()
                .flatMapToInt(entry -> entry.serves().stream())
                .filter(version -> version < now && there.containsKey(version))
                .max();
    }
}
