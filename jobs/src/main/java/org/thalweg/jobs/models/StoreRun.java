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
 * Looks into a model store, and says which of its versions serves. No Spark session is needed.
 *
 * <p>A change is decided on what the log said when it was read, and is refused where another has added to it meanwhile.
 */
public final class StoreRun {
    private static final int MOST_LOOKS = 3;
    private static final String SEE_LIST = "; see which there are with models list";

    private final String path;
    private final Configuration hadoop;
    private final Console console;
    private final Notification notification;

    /**
     * What goes with a change.
     *
     * @param watermark whether what has been learned is taken back, too, to what the version had learned
     * @param reason why, for people
     */
    public record StoreChangeRequest(boolean watermark, Optional<String> reason) {}

    /**
     * A look at the store at a path.
     *
     * @param whom who is told of a change
     */
    public StoreRun(String path, Configuration hadoop, NotifySection whom, Console console) {
        this.path = path;
        this.hadoop = hadoop;
        this.console = console;
        this.notification = Notification.ofOptions(whom, console);
    }

    private ModelStore reading() {
        return ModelStore.reading(path, hadoop);
    }

    /** Shows the versions that there are. */
    public void list() {
        ModelStore store = reading();
        StoreState state = store.state();
        console.result(new VersionReport(store, state).list());
        store.unnamed(state)
                .ifPresent(version -> console.report(
                        "warning: %s: expected versions that the log names, found one that it does not; its run is under way,"
                                + " has ended before it published, or its entry has been lost",
                        store.version(version)));
    }

    /** Shows a version. */
    public void show(int version) {
        ModelStore store = reading();
        console.result(new VersionReport(store, store.state()).show(version));
    }

    /** Shows the log, a line an entry. */
    public void log() {
        ModelStore store = reading();
        console.result(new VersionReport(store, store.state()).log());
    }

    /**
     * Shows an entry of the log.
     *
     * @throws UsageException if there is none of that number
     */
    public void log(int entry) {
        ModelStore store = reading();
        StoreState state = store.state();
        if (entry < 1 || entry > state.head()) {
            throw new UsageException("entry: expected one from 1 to " + state.head() + ", found " + entry
                    + "; see which there are with models log");
        }
        console.result(new VersionReport(store, state).log(entry));
    }

    /** Shows how two versions differ. */
    public void diff(int first, int second) {
        ModelStore store = reading();
        console.result(new VersionReport(store, store.state()).diff(first, second));
    }

    /**
     * Lets a version serve from now on.
     *
     * @throws UsageException if it does already
     * @throws org.thalweg.jobs.store.StoreException if there is no such version, or it is not as it was published
     * @throws StoreChangedException if others keep adding to the log
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
     * Lets the version serve again that served before.
     *
     * @throws UsageException if there is none
     * @throws StoreChangedException if another has added to the log meanwhile: which version that is may be another now
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
                                    + "; let another one serve by models promote"));
                    return Optional.of(serving(Action.ROLLBACK, state.version(version), state, request));
                })
                .orElseThrow();
        console.result("version " + entry.version().orElseThrow() + " serves again"
                + (request.watermark() ? "; what came after it counts as not learned" : "") + "\n");
    }

    /**
     * Takes old versions away.
     *
     * @param keep how many of the last ones stay
     * @throws UsageException if none should
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
        // The log first: a reader that finds a folder gone learns there that the version is no more.
        ModelStore store = ModelStore.writing(path, hadoop);
        int folders = store.sweep();
        int reports = store.sweepReports(keep);
        console.result(entry.map(added -> "removed "
                                + (added.removed().size() == 1 ? "version " : "versions ")
                                + added.removed().stream().map(String::valueOf).collect(Collectors.joining(", ")))
                        .orElse("nothing to remove: every version is one of the last " + keep
                                + ", serves, or is learned from")
                + "; " + counted(folders, "folder") + " and " + counted(reports, "report") + " taken away\n");
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
     * Adds an entry to the log, as it is decided on what the log says; looks at it again where it has changed.
     *
     * @return the entry; empty where none was to be added
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
                // Opened to write as late as this, so that what is refused leaves no trace.
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
