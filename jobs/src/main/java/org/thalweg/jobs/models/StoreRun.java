package org.thalweg.jobs.models;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.thalweg.jobs.config.NotifySection;
import org.thalweg.jobs.session.Console;
import org.thalweg.jobs.session.UsageException;
import org.thalweg.jobs.store.Action;
import org.thalweg.jobs.store.LogEntry;
import org.thalweg.jobs.store.ModelStore;
import org.thalweg.jobs.store.StoreChangedException;
import org.thalweg.jobs.store.StoreState;
import org.thalweg.jobs.store.VersionFiles;

/**
 * The commands that inspect a model store and change its serving version. They need no Spark session.
 *
 * <p>A change is based on the log as it was read, and is refused if another writer has added an entry meanwhile.
 */
public final class StoreRun {
    private static final int MOST_LOOKS = 3;
    private static final String SEE_LIST = "; list the versions with models list";

    private final String path;
    private final Configuration hadoop;
    private final Console console;
    private final Notification notification;

    /**
     * The options of a change.
     *
     * @param watermark whether the watermark is also reset to that of the version
     * @param reason a reason for the log
     */
    public record StoreChangeRequest(boolean watermark, Optional<String> reason) {}

    /**
     * Commands on the store at a path.
     *
     * @param receivers receivers of notifications of changes
     */
    public StoreRun(String path, Configuration hadoop, NotifySection receivers, Console console) {
        this.path = path;
        this.hadoop = hadoop;
        this.console = console;
        this.notification = Notification.ofOptions(receivers, console);
    }

    private ModelStore reading() {
        return ModelStore.reading(path, hadoop);
    }

    /** Lists the versions. */
    public void list() {
        ModelStore store = reading();
        StoreState state = store.state();
        console.result(new VersionReport(store, state).list());
        store.unnamed(state)
                .ifPresent(version -> console.report(
                        "warning: %s: expected only versions that the log names, found one that it does not; its run is still"
                                + " running, ended before it published, or its entry was lost",
                        store.version(version)));
    }

    /** Shows a version. */
    public void show(int version) {
        ModelStore store = reading();
        console.result(new VersionReport(store, store.state()).show(version));
    }

    /** Shows the log, a line for each entry. */
    public void log() {
        ModelStore store = reading();
        console.result(new VersionReport(store, store.state()).log());
    }

    /**
     * Shows an entry of the log.
     *
     * @throws UsageException if there is no entry of that number
     */
    public void log(int entry) {
        ModelStore store = reading();
        StoreState state = store.state();
        if (entry < 1 || entry > state.head()) {
            throw new UsageException("entry: expected one from 1 to " + state.head() + ", found " + entry
                    + "; list the entries with models log");
        }
        console.result(new VersionReport(store, state).log(entry));
    }

    /** Shows how two versions differ. */
    public void diff(int first, int second) {
        ModelStore store = reading();
        console.result(new VersionReport(store, store.state()).diff(first, second));
    }

    /**
     * Makes a version the serving one.
     *
     * @throws UsageException if it already serves
     * @throws org.thalweg.jobs.store.StoreException if there is no such version, or it has changed since it was
     *     published
     * @throws StoreChangedException if other writers keep adding to the log
     */
    public void promote(int version, StoreChangeRequest request) {
        change(MOST_LOOKS, state -> {
            LogEntry made = state.version(version);
            if (serves(state, version)) {
                throw new UsageException("version: expected one that does not serve, found " + version
                        + ", which serves already" + SEE_LIST);
            }
            return Optional.of(serving(Action.PROMOTE, made, state, request));
        });
        console.result("version " + version + " serves from now on\n");
    }

    /**
     * Returns to the previous version.
     *
     * @throws UsageException if there is none
     * @throws StoreChangedException if another writer has added an entry meanwhile, which may change the previous
     *     version
     */
    public void rollback(StoreChangeRequest request) {
        LogEntry entry = change(1, state -> {
                    int version = state.before()
                            .orElseThrow(() -> new UsageException("rollback: expected an older version that has served"
                                    + " and is still there, found none"
                                    + state.serving().stream()
                                            .mapToObj(now -> " before version " + now)
                                            .findFirst()
                                            .orElse(", as no version serves")
                                    + "; choose another one with models promote"));
                    return Optional.of(serving(Action.ROLLBACK, state.version(version), state, request));
                })
                .orElseThrow();
        console.result("version " + entry.version().orElseThrow() + " serves again"
                + (request.watermark() ? "; rows that arrived after it will be learned again" : "") + "\n");
    }

    /**
     * Deletes old versions.
     *
     * @param keep number of latest versions to keep
     * @throws UsageException if it is less than 1
     */
    public void collect(int keep) {
        if (keep < 1) {
            throw new UsageException("--keep: expected a whole number of at least 1, found " + keep);
        }
        Optional<LogEntry> entry = change(MOST_LOOKS, state -> {
            List<Integer> removed = unneeded(state, keep);
            return removed.isEmpty()
                    ? Optional.empty()
                    : Optional.of(entry(
                            Action.GC,
                            OptionalInt.empty(),
                            state.serving(),
                            state,
                            List.of("keep " + keep),
                            removed,
                            state.learned()));
        });
        // The log is changed first, so that a reader of a deleted folder finds the reason there.
        ModelStore store = ModelStore.writing(path, hadoop);
        int folders = store.sweep();
        int reports = store.sweepReports(keep);
        console.result(entry.map(added -> "removed "
                                + (added.removed().size() == 1 ? "version " : "versions ")
                                + added.removed().stream().map(String::valueOf).collect(Collectors.joining(", ")))
                        .orElse("nothing to remove: every version is one of the last " + keep
                                + ", serves, or stores rows to learn again")
                + "; " + counted(folders, "folder") + " and " + counted(reports, "report") + " deleted\n");
    }

    private static String counted(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    private static List<Integer> unneeded(StoreState state, int keep) {
        SortedMap<Integer, LogEntry> there = state.versions();
        TreeSet<Integer> unneeded = new TreeSet<>(there.keySet());
        List<Integer> last = new ArrayList<>(unneeded);
        unneeded.removeAll(last.subList(Math.max(0, last.size() - keep), last.size()));
        state.serving().ifPresent(unneeded::remove);
        StoredLearning.rehearsal(state).ifPresent(unneeded::remove);
        return List.copyOf(unneeded);
    }

    private static boolean serves(StoreState state, int version) {
        return state.serving().isPresent() && state.serving().getAsInt() == version;
    }

    private static LogEntry serving(Action action, LogEntry made, StoreState state, StoreChangeRequest request) {
        return entry(
                action,
                made.version(),
                made.version(),
                state,
                request.reason().map(List::of).orElse(List.of()),
                List.of(),
                StoredLearning.serving(made, state, request.watermark()));
    }

    private static LogEntry entry(
            Action action,
            OptionalInt version,
            OptionalInt serves,
            StoreState state,
            List<String> reasons,
            List<Integer> removed,
            Map<String, Object> learned) {
        return new LogEntry(
                state.head() + 1,
                UUID.randomUUID().toString(),
                Instant.now(),
                action,
                version,
                serves,
                reasons,
                Map.of(),
                removed,
                learned,
                Map.of());
    }

    /**
     * Adds an entry that is decided from the log's state, and decides again if the log has changed.
     *
     * @return the entry; empty if none was needed
     */
    private Optional<LogEntry> change(int looks, Function<StoreState, Optional<LogEntry>> decision) {
        ModelStore store = reading();
        Optional<LogEntry> verified = Optional.empty();
        for (int look = 1; ; look++) {
            StoreState state = store.state();
            Optional<LogEntry> entry = decision.apply(state);
            if (entry.isEmpty()) {
                return entry;
            }
            Optional<LogEntry> made =
                    entry.get().version().stream().mapToObj(state::version).findFirst();
            if (made.isPresent() && !made.equals(verified)) {
                VersionFiles.require(store, made.get());
                store.lists().require(entry.get().learned());
                verified = made;
            }
            try {
                // Opened for writing only here, so that a refused change leaves no trace.
                ModelStore.writing(path, hadoop).append(entry.get());
                notification.send(store.path().toString(), entry.get());
                return entry;
            } catch (StoreChangedException e) {
                if (look >= looks) {
                    throw e;
                }
            }
        }
    }
}
