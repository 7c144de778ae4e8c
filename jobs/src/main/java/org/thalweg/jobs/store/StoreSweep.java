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

/** Takes away what a store's log has no use for any more. */
final class StoreSweep {
    private static final Pattern REPORT = Pattern.compile("([0-9a-zA-Z-]+)\\.html");

    private final ModelStore store;
    private final StoreState state;

    StoreSweep(ModelStore store) {
        this.store = store;
        this.state = store.state();
    }

    /**
     * Takes away the folders of versions that the log says are no more, and of runs that ended before they published.
     *
     * @return how many were taken away
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

    /** Lists that neither what has been learned now names, nor what a version that is there had learned. */
    private void sweepLists(long old) throws IOException {
        String where = store.path().toString();
        Set<String> named = StoredLists.named(state.learned(), where);
        state.versions().values().forEach(entry -> named.addAll(StoredLists.named(entry.learned(), where)));
        store.lists().sweep(named, old);
    }

    /**
     * Takes away the pages of runs that ended without a version before the last ones did, and those that no entry tells of.
     *
     * @param keep as many of the last versions say which runs these are
     * @return how many were taken away
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

    /** When a version's number was claimed, in milliseconds; where a run has ended before that, its folder's time. */
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
