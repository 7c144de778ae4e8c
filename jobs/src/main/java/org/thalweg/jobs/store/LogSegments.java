package org.thalweg.jobs.store;

import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.thalweg.jobs.json.JsonException;

/**
 * Segments of a log: files with copies of {@value #ENTRIES} entries each, so that a long log is read with few requests.
 * The entries' own files remain authoritative: a missing or damaged segment only costs time.
 */
final class LogSegments {
    static final int ENTRIES = 100;

    /** The largest segment; entries that do not fit are read from their own files. */
    private static final int MOST_BYTES = ExclusiveCreation.MOST_BYTES / 4;

    private final FileSystem files;
    private final Path log;

    LogSegments(FileSystem files, Path log) {
        this.files = files;
        this.log = log;
    }

    private static String name(int first) {
        return String.format(Locale.ROOT, "%05d-%05d.jsonl", first, first + ENTRIES - 1);
    }

    /**
     * The entries of a segment.
     *
     * @param first the segment's first entry
     * @param last the log's last entry
     * @param names names of the files in the log's folder
     * @return empty if there is no such segment, or it is damaged, or does not match a log that was reset and continued
     */
    Optional<List<LogEntry>> read(int first, int last, Set<String> names) throws IOException {
        if ((first - 1) % ENTRIES != 0 || first + ENTRIES - 1 > last || !names.contains(name(first))) {
            return Optional.empty();
        }
        Path file = new Path(log, name(first));
        try {
            String[] lines = new String(ExclusiveCreation.read(files, file), StandardCharsets.UTF_8).split("\n");
            if (lines.length != ENTRIES) {
                return Optional.empty();
            }
            List<LogEntry> entries = new ArrayList<>(ENTRIES);
            for (String line : lines) {
                entries.add(
                        LogEntry.of(line.getBytes(StandardCharsets.UTF_8), first + entries.size(), file.toString()));
            }
            return isOfLog(entries.get(ENTRIES - 1)) ? Optional.of(entries) : Optional.empty();
        } catch (FileNotFoundException | JsonException e) {
            return Optional.empty(); // A damaged entry is reported when its own file is read.
        }
    }

    /** Entries are only appended: if the segment's last entry is in the log, all before it are. */
    private boolean isOfLog(LogEntry last) throws IOException {
        Path file = ModelStore.entry(log, last.number());
        return LogEntry.of(ExclusiveCreation.read(files, file), last.number(), file.toString())
                .equals(last);
    }

    /** Writes the missing segments of a log, up to its last complete one. */
    void write(List<LogEntry> entries, Set<String> names, ExclusiveCreation creation) throws IOException {
        for (int first = 1; first + ENTRIES - 1 <= entries.size(); first += ENTRIES) {
            if (!names.contains(name(first))) {
                byte[] bytes = bytes(entries.subList(first - 1, first - 1 + ENTRIES));
                if (bytes.length <= MOST_BYTES) {
                    creation.create(new Path(log, name(first)), bytes);
                }
            }
        }
    }

    private static byte[] bytes(List<LogEntry> entries) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (LogEntry entry : entries) {
            lines.writeBytes(entry.line());
            lines.write('\n');
        }
        return lines.toByteArray();
    }
}
