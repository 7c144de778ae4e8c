package org.thalweg.jobs.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/** Deletes what a store's log no longer refers to. */
final class StoreSweep {
    private static final Pattern REPORT = Pattern.compile("([0-9a-zA-Z-]+)\\.html");

    private final ModelStore store;
    private final StoreState state;

    StoreSweep(ModelStore store) {
        this.store = store;
        this.state = store.state();
    }

    /**
     * Deletes the folders of versions that the log says are removed, and those of runs that ended before they
     * published.
     *
     * @return the number of deleted folders
     */
    int versions() throws IOException {
        Set<Integer> there = state.versions().keySet();
        int last = state.lastVersion();
        Set<Integer> removed = state.entries().stream()
                .flatMap(entry -> entry.removed().stream())
                .collect(Collectors.toSet());
        long old = Instant.now().minus(ModelStore.UNDER_WAY).toEpochMilli();
        int swept = 0;
        for (FileStatus status : store.folders()) {
            int number = Integer.parseInt(status.getPath().getName());
            boolean unnamed = number < last && claimed(status) < old;
            if (!there.contains(number) && (removed.contains(number) || unnamed)) {
                store.files().delete(status.getPath(), true);
                swept++;
            }
        }
        sweepLists(old);
        return swept;
    }

    /** Deletes lists that neither the current state nor that of an existing version names. */
    private void sweepLists(long old) throws IOException {
        String where = store.path().toString();
        Set<String> named = StoredLists.named(state.learned(), where);
        state.versions().values().forEach(entry -> named.addAll(StoredLists.named(entry.learned(), where)));
        store.lists().sweep(named, old);
    }

    /**
     * Deletes the reports of runs without a version that are older than the last {@code keep} versions, and those that
     * no entry names.
     *
     * @param keep number of latest versions
     * @return the number of deleted reports
     */
    int reports(int keep) throws IOException {
        List<LogEntry> versions = List.copyOf(state.versions().values());
        int since = versions.isEmpty()
                ? 0
                : versions.get(Math.max(0, versions.size() - keep)).number();
        Map<String, Integer> entries =
                state.entries().stream().collect(Collectors.toMap(LogEntry::id, LogEntry::number, Math::max));
        long old = Instant.now().minus(ModelStore.UNDER_WAY).toEpochMilli();
        int swept = 0;
        for (FileStatus status : store.reports()) {
            Matcher name = REPORT.matcher(status.getPath().getName());
            if (name.matches()
                    && (entries.containsKey(name.group(1))
                            ? entries.get(name.group(1)) < since
                            : status.getModificationTime() < old)) {
                store.files().delete(status.getPath(), false);
                swept++;
            }
        }
        return swept;
    }

    /** The time at which a version's number was claimed, in milliseconds; if it was not claimed, its folder's time. */
    private long claimed(FileStatus version) throws IOException {
        try {
            return store.files()
                    .getFileStatus(new Path(version.getPath(), ModelStore.CLAIM))
                    .getModificationTime();
        } catch (FileNotFoundException e) {
            return version.getModificationTime();
        }
    }
}
