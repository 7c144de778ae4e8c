package org.thalweg.jobs.retrain;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.thalweg.jobs.models.VersionReport;
import org.thalweg.jobs.retrain.Watermark.FileMark;
import org.thalweg.jobs.store.Action;
import org.thalweg.jobs.store.LogEntry;
import org.thalweg.jobs.store.ModelStore;
import org.thalweg.jobs.store.StoreState;
import org.thalweg.jobs.store.Stores;
import org.thalweg.math.Philox;

/** A store of many entries and files, and the commands of every night, each in a separate process. */
public final class LargeStore {
    private LargeStore() {}

    /** {@code make FOLDER ENTRIES FILES}, or {@code night FOLDER FILES}. */
    public static void main(String[] args) throws IOException {
        if (args[0].equals("make")) {
            Configuration hadoop = new Configuration();
            hadoop.setClass("fs.file.impl", Unforked.class, FileSystem.class);
            make(ModelStore.writing(args[1], hadoop), Integer.parseInt(args[2]), Integer.parseInt(args[3]));
        } else {
            appendAndRead(ModelStore.writing(args[1], new Configuration()), Integer.parseInt(args[2]));
        }
    }

    /** Without Hadoop's native library a process is started for a file's rights, which takes longer than all else. */
    public static final class Unforked extends LocalFileSystem {
        /** Hadoop makes it. */
        public Unforked() {
            super(new RawLocalFileSystem() {
                @Override
                public void setPermission(Path path, FsPermission rights) {
                    // They stay as the system gives them.
                }
            });
        }
    }

    private static void make(ModelStore store, int entries, int files) throws IOException {
        Watermark.Files known = Watermark.Files.none();
        Map<String, Object> learned = Map.of();
        for (int number = 1; number <= entries; number++) {
            int first = (int) ((long) files * (number - 1) / entries);
            known = new Watermark.Files(
                    known.marks().with(marks(number, first, (int) ((long) files * number / entries))));
            learned = learned(known, store);
            known = LearningState.of(new StoreState(List.of(entry(1, learned))), store)
                    .watermark()
                    .map(Watermark.Files.class::cast)
                    .orElseThrow();
            add(store, entry(number, learned), number % 100 == 0 || number == entries);
        }
    }

    /** Of most entries the file alone: to append one lists the log. */
    private static void add(ModelStore store, LogEntry entry, boolean append) throws IOException {
        if (append) {
            store.append(entry);
        } else {
            Files.write(
                    java.nio.file.Path.of(store.path().toUri()).resolve(String.format("log/%05d.json", entry.number())),
                    Stores.bytes(entry));
        }
    }

    private static Map<String, Object> learned(Watermark known, ModelStore store) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("watermark", known.json(store.lists()));
        return map;
    }

    private static TreeMap<String, FileMark> marks(int runNumber, int first, int end) {
        TreeMap<String, FileMark> marks = new TreeMap<>();
        for (int i = first; i < end; i++) {
            long random = Philox.mix(7, i);
            String path = String.format(
                    Locale.ROOT, "s3a://company-data/events/day=%05d/part-%08d-of-many.snappy.parquet", runNumber, i);
            marks.put(path, new FileMark(100_000 + i, 1_700_000_000_000L + i, hash(random), runNumber));
        }
        return marks;
    }

    private static Sha256 hash(long random) {
        return new Sha256(random, random * 31, random ^ 0x5555, ~random);
    }

    private static LogEntry entry(int number, Map<String, Object> learned) {
        Map<String, Object> numbers = new LinkedHashMap<>();
        numbers.put(
                "new",
                IntStream.range(0, 20)
                        .mapToObj(i -> "s3a://company-data/events/day=" + number + "/part-" + i
                                + ".parquet (100,000 bytes, SHA-256 " + "0".repeat(64) + ")")
                        .toList());
        numbers.put("newRows", 100_000L);
        return new LogEntry(
                number,
                UUID.randomUUID().toString(),
                Instant.now(),
                Action.STOP,
                OptionalInt.empty(),
                OptionalInt.empty(),
                List.of("asked for"),
                Map.of(),
                List.of(),
                learned,
                numbers);
    }

    private static void appendAndRead(ModelStore store, int more) {
        long start = System.nanoTime();
        StoreState state = store.state();
        int lines = new VersionReport(store, state).log().split("\n").length;
        report("listed", start);
        Watermark.Files known = LearningState.of(state, store)
                .watermark()
                .map(Watermark.Files.class::cast)
                .orElseThrow();
        int files = known.files().size();
        FileContents contents = new FileContents(known.files());
        report("opened", start);
        TreeMap<String, FileMark> fresh = marks(state.head() + 1, files, files + more);
        if (fresh.values().stream()
                .anyMatch(mark -> contents.first(mark.sha256()).isPresent())) {
            throw new IllegalStateException("a new content is known");
        }
        Watermark.Files next = new Watermark.Files(known.marks().with(fresh));
        store.append(entry(state.head() + 1, learned(next, store)));
        report("appended", start);
        System.out.println("entries " + (lines - 1));
        System.out.println("files " + files);
    }

    private static void report(String what, long start) {
        System.out.printf(Locale.ROOT, "%s after %.2f s%n", what, (System.nanoTime() - start) * 1e-9);
    }
}
