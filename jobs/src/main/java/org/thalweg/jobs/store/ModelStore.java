package org.thalweg.jobs.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.thalweg.jobs.json.JsonException;
import org.thalweg.jobs.json.JsonObject;
import org.thalweg.spark.FileSystems;
import org.thalweg.spark.WholeFiles;

/**
 * A model store in a folder of any Hadoop file system: {@code versions/N/} and {@code log/0000N.json}.
 *
 * <p>A writer claims a version's number, writes its files, and adds the log's next entry, which names them, in this
 * order. A run that ends before that entry leaves a folder without meaning. Of two writers of one entry one succeeds.
 * Nothing is locked, so no lock can be left behind.
 */
public final class ModelStore {
    static final String CLAIM = "claim.json";

    private static final String LOG = "log";
    private static final int SEGMENT_TRIES = 10;

    private static final Pattern ENTRY = Pattern.compile("([0-9]{5,9})\\.json");
    private static final Pattern DRAFT =
            Pattern.compile("\\.([0-9]{5,9}(-[0-9]{5,9})?\\.jsonl?|claim\\.json)\\.writing-.*|\\.probe-.*");
    private static final String REPORTS = "reports";
    private static final Pattern VERSION = Pattern.compile("[1-9][0-9]{0,8}");

    /** For this long, a folder that no entry names may belong to a running run. */
    static final Duration UNDER_WAY = Duration.ofDays(7);

    private final FileSystem files;
    private final Path folder;
    private final ExclusiveCreation creation; // null if the store is only read
    private final LogSegments segments;
    private final List<LogEntry> known = new ArrayList<>(); // entries do not change

    private ModelStore(FileSystem files, Path folder, ExclusiveCreation creation) {
        this.files = files;
        this.folder = folder;
        this.creation = creation;
        this.segments = new LogSegments(files, new Path(folder, LOG));
    }

    /**
     * Opens a store for reading.
     *
     * @throws StoreException if there is none, or it cannot be reached
     */
    public static ModelStore reading(String path, Configuration hadoop) {
        return reaching(path, hadoop, (fileSystem, folder) -> {
            if (!fileSystem.exists(new Path(folder, LOG))) {
                throw new StoreException("store: expected a model store, found none at " + path
                        + "; check the path, or create one with retrain");
            }
            return new ModelStore(fileSystem, folder, null);
        });
    }

    /**
     * Opens a store for writing; creates it if there is none.
     *
     * @throws StoreException if it cannot be reached or written, or its file system cannot exclude a second writer
     */
    public static ModelStore writing(String path, Configuration hadoop) {
        return reaching(path, hadoop, (fileSystem, folder) -> {
            Path log = new Path(folder, LOG);
            requireNoOthers(fileSystem, folder);
            fileSystem.mkdirs(log);
            fileSystem.mkdirs(new Path(folder, "versions"));
            return new ModelStore(fileSystem, folder, ExclusiveCreation.of(fileSystem, log));
        });
    }

    /**
     * A short description of the store at a path. Nothing is written.
     *
     * @throws StoreException if it cannot be reached, or something else is there
     */
    public static String described(String path, Configuration hadoop) {
        Optional<ModelStore> there = reaching(path, hadoop, (fileSystem, folder) -> {
            requireNoOthers(fileSystem, folder);
            return fileSystem.exists(new Path(folder, LOG))
                    ? Optional.of(new ModelStore(fileSystem, folder, null))
                    : Optional.empty();
        });
        if (there.isEmpty()) {
            return "new";
        }
        StoreState state = there.get().state();
        int versions = state.versions().size();
        return versions
                + (versions == 1 ? " version, " : " versions, ")
                + (state.serving().isPresent() ? "version " + state.serving().getAsInt() + " serves" : "none serves");
    }

    private interface StoreOpener<T> {
        T open(FileSystem files, Path folder) throws IOException;
    }

    private static <T> T reaching(String path, Configuration hadoop, StoreOpener<T> opener) {
        try {
            Path folder = new Path(path);
            FileSystem files = FileSystems.withoutChecksums(folder, hadoop);
            return opener.open(files, files.makeQualified(folder));
        } catch (IOException | IllegalArgumentException e) {
            throw unreachable(path, e);
        }
    }

    private static StoreException unreachable(Object path, Exception cause) {
        return new StoreException("store: expected a folder that can be read and written, found " + path + ": "
                + cause.getMessage() + "; check the path and its permissions");
    }

    private static void requireNoOthers(FileSystem files, Path folder) throws IOException {
        if (!files.exists(folder) || files.exists(new Path(folder, LOG))) {
            return;
        }
        boolean others = !files.getFileStatus(folder).isDirectory() || files.listStatus(folder).length > 0;
        // Another run may have created the store meanwhile.
        if (others && !files.exists(new Path(folder, LOG))) {
            throw new StoreException(
                    "store: expected a model store or nothing, found other files at " + folder + "; use another path");
        }
    }

    /** The store's folder. */
    public Path path() {
        return folder;
    }

    /** The store's file system. */
    public FileSystem files() {
        return files;
    }

    /** A version's folder. */
    public Path version(int number) {
        return new Path(folder, "versions/" + number);
    }

    private Path entry(int number) {
        return entry(new Path(folder, LOG), number);
    }

    static Path entry(Path log, int number) {
        return new Path(log, String.format(Locale.ROOT, "%05d.json", number));
    }

    /**
     * The current state, according to the log.
     *
     * @throws StoreException if it cannot be read, or an entry is missing
     */
    public synchronized StoreState state() {
        try {
            // A listing may show an entry that is added concurrently, but not the one before it.
            Set<String> names = logNames();
            int last = last(names);
            if (last < known.size()) {
                known.clear(); // The log was reset to an earlier state.
            }
            while (known.size() < last) {
                int next = known.size() + 1;
                Optional<List<LogEntry>> segment = segments.read(next, last, names);
                known.addAll(segment.isPresent() ? segment.get() : List.of(read(next, last)));
            }
            return new StoreState(known);
        } catch (IOException e) {
            throw unreachable(folder, e);
        }
    }

    private Set<String> logNames() throws IOException {
        Set<String> names = new HashSet<>();
        for (FileStatus status : files.listStatus(new Path(folder, LOG))) {
            names.add(status.getPath().getName());
        }
        return names;
    }

    private static int last(Set<String> names) {
        return names.stream()
                .map(ENTRY::matcher)
                .filter(Matcher::matches)
                .mapToInt(name -> Integer.parseInt(name.group(1)))
                .max()
                .orElse(0);
    }

    private LogEntry read(int number, int last) throws IOException {
        Path file = entry(number);
        try {
            return LogEntry.of(ExclusiveCreation.read(files, file), number, file.toString());
        } catch (FileNotFoundException e) {
            throw new StoreDamagedException("store: expected a log without gaps, found " + entry(last)
                    + " and no entry " + number + "; restore its file");
        }
    }

    /**
     * Writes the report of a run without a version.
     *
     * @param id the run's id
     * @return the report's path
     */
    public String writeReport(String id, String html) {
        Path file = new Path(folder, REPORTS + "/" + id + ".html");
        try {
            WholeFiles.write(files, file, out -> out.write(html.getBytes(StandardCharsets.UTF_8)));
            return file.toString();
        } catch (IOException e) {
            throw unreachable(file, e);
        }
    }

    /**
     * Adds the log's next entry, which is then in effect.
     *
     * @throws StoreChangedException if another writer has added that entry
     */
    public void append(LogEntry entry) {
        byte[] bytes = entry.bytes();
        if (bytes.length > ExclusiveCreation.MOST_BYTES) {
            throw new StoreException("store: expected an entry of the log of at most " + ExclusiveCreation.MOST_BYTES
                    + " bytes, found one of " + bytes.length + ", which could not be read again; nothing was added");
        }
        try {
            if (!creation.create(entry(entry.number()), bytes)) {
                LogEntry other = read(entry.number(), entry.number());
                throw new StoreChangedException("store: expected to add entry " + entry.number() + " to the log of "
                        + folder + ", found another run's, of " + other.time() + ": "
                        + other.action().label()
                        + other.version().stream()
                                .mapToObj(v -> " of version " + v)
                                .findFirst()
                                .orElse("")
                        + "; run it again");
            }
        } catch (IOException e) {
            throw new StoreException("store: expected to add entry " + entry.number() + " to the log of " + folder
                    + ", found " + e.getMessage() + "; check disk space and permissions, and whether the entry exists");
        }
        deleteOldDrafts(new Path(folder, LOG));
        writeSegments(entry.number());
    }

    /**
     * Writes segments, so that the log is read with few requests. If that fails, a writer of one of the next entries
     * does it.
     */
    private void writeSegments(int last) {
        if (last < LogSegments.ENTRIES || last % LogSegments.ENTRIES >= SEGMENT_TRIES) {
            return;
        }
        try {
            segments.write(state().entries(), logNames(), creation);
        } catch (IOException | StoreException | JsonException e) {
            // Segments are only copies; the entry is written.
        }
    }

    /** The long lists beside the log. */
    public StoredLists lists() {
        return new StoredLists(files, new Path(folder, "learned"));
    }

    /** Deletes drafts of killed writers, once they are too old to be in use. */
    private void deleteOldDrafts(Path from) {
        long old = Instant.now().minus(UNDER_WAY).toEpochMilli();
        try {
            for (FileStatus status : files.listStatus(from)) {
                if (DRAFT.matcher(status.getPath().getName()).matches() && status.getModificationTime() < old) {
                    files.delete(status.getPath(), false);
                }
            }
        } catch (IOException e) {
            // The entry is written; the next writer tries again.
        }
    }

    /**
     * Claims the number of a new version, whose files are then written.
     *
     * @param id the run's id
     */
    public VersionDraft begin(String id) {
        try {
            // Numbers of deleted versions are not reused, as readers identify versions by number.
            int number = Math.max(state().lastVersion(), lastFolder()) + 1;
            while (!claim(number, id)) {
                number++;
            }
            return new VersionDraft(this, number);
        } catch (IOException e) {
            throw unreachable(folder, e);
        }
    }

    private boolean claim(int number, String id) throws IOException {
        files.mkdirs(version(number));
        return creation.create(
                new Path(version(number), CLAIM),
                JsonObject.bytes(Map.of("id", id, "time", Instant.now().toString())));
    }

    private int lastFolder() throws IOException {
        int last = 0;
        for (FileStatus status : folders()) {
            last = Math.max(last, Integer.parseInt(status.getPath().getName()));
        }
        return last;
    }

    /** All folders of versions, whether the log names them or not. */
    List<FileStatus> folders() throws IOException {
        return listed("versions").stream()
                .filter(status -> VERSION.matcher(status.getPath().getName()).matches())
                .toList();
    }

    /**
     * The greatest version that has a folder and is after the log's last version. Its run is still running, ended
     * before it published, or its entry was lost.
     *
     * @throws StoreException if the store cannot be read
     */
    public OptionalInt unnamed(StoreState state) {
        try {
            int last = lastFolder();
            return last > state.lastVersion() ? OptionalInt.of(last) : OptionalInt.empty();
        } catch (IOException e) {
            throw unreachable(folder, e);
        }
    }

    /** The reports of {@link #writeReport}. */
    List<FileStatus> reports() throws IOException {
        return listed(REPORTS);
    }

    private List<FileStatus> listed(String below) throws IOException {
        try {
            return List.of(files.listStatus(new Path(folder, below)));
        } catch (FileNotFoundException e) {
            return List.of(); // On an object store an empty folder does not exist.
        }
    }

    /**
     * Deletes the folders of versions that the log says are removed, and those of runs that ended before they
     * published.
     *
     * @return the number of deleted folders
     */
    public int sweep() {
        try {
            return new StoreSweep(this).versions();
        } catch (IOException e) {
            throw unreachable(folder, e);
        }
    }

    /**
     * Deletes the reports of runs without a version that are older than the last {@code keep} versions, and those that
     * no entry names.
     *
     * @param keep number of latest versions
     * @return the number of deleted reports
     */
    public int sweepReports(int keep) {
        try {
            return new StoreSweep(this).reports(keep);
        } catch (IOException e) {
            throw unreachable(folder, e);
        }
    }

    /**
     * Reads a version's small file, as it was published.
     *
     * @throws StoreException if it is missing or has changed
     */
    public byte[] read(int version, String name) {
        return VersionFiles.read(this, state().version(version), name);
    }
}
