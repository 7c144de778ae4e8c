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
 * <p>A version's number is claimed, its files are written, and the log's next entry names them, in this order: a run that
 * ends anywhere before that entry leaves a folder that means nothing. Of two writers of one entry one succeeds; nothing
 * is locked, so no lock is left behind.
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

    /** A folder that no entry names may be a run's that is under way, for so long. */
    static final Duration UNDER_WAY = Duration.ofDays(7);

    private final FileSystem files;
    private final Path folder;
    private final ExclusiveCreation creation; // null of a store that is only read
    private final LogSegments segments;
    private final List<LogEntry> known = new ArrayList<>(); // entries do not change

    private ModelStore(FileSystem files, Path folder, ExclusiveCreation creation) {
        this.files = files;
        this.folder = folder;
        this.creation = creation;
        this.segments = new LogSegments(files, new Path(folder, LOG));
    }

    /**
     * A store to read.
     *
     * @throws StoreException if there is none, or it cannot be reached
     */
    public static ModelStore reading(String path, Configuration hadoop) {
        return reaching(path, hadoop, (fileSystem, folder) -> {
            if (!fileSystem.exists(new Path(folder, LOG))) {
                throw new StoreException("store: expected a model store, found none at " + path
                        + "; check the path, or let retrain make one");
            }
            return new ModelStore(fileSystem, folder, null);
        });
    }

    /**
     * A store to write; it is made where there is none.
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
     * What is at a path, in few words for people; nothing is written.
     *
     * @throws StoreException if it cannot be reached, or what is there is no store
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

    private interface Opening<T> {
        T open(FileSystem files, Path folder) throws IOException;
    }

    private static <T> T reaching(String path, Configuration hadoop, Opening<T> opening) {
        try {
            Path folder = new Path(path);
            FileSystem files = FileSystems.withoutChecksums(folder, hadoop);
            return opening.open(files, files.makeQualified(folder));
        } catch (IOException | IllegalArgumentException e) {
            throw unreachable(path, e);
        }
    }

    private static StoreException unreachable(Object path, Exception cause) {
        return new StoreException("store: expected a folder that can be read and written, found " + path + ": "
                + cause.getMessage() + "; check the path and its rights");
    }

    private static void requireNoOthers(FileSystem files, Path folder) throws IOException {
        if (!files.exists(folder) || files.exists(new Path(folder, LOG))) {
            return;
        }
        boolean others = !files.getFileStatus(folder).isDirectory() || files.listStatus(folder).length > 0;
        // Another may have made the store meanwhile.
        if (others && !files.exists(new Path(folder, LOG))) {
            throw new StoreException(
                    "store: expected a model store or nothing, found other files at " + folder + "; take another path");
        }
    }

    /** Where it is. */
    public Path path() {
        return folder;
    }

    /** The file system that it is on. */
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
     * What the log says now.
     *
     * @throws StoreException if it cannot be read, or an entry is missing
     */
    public synchronized StoreState state() {
        try {
            // A listing may show an entry that is added meanwhile, and not the one that was added before it.
            Set<String> names = logNames();
            int last = last(names);
            if (last < known.size()) {
                known.clear(); // Somebody has taken the log back to an earlier state.
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
     * Writes a page for people that belongs to no version.
     *
     * @param id of the run that it is of
     * @return its path
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
     * Adds the log's next entry: from then on it holds.
     *
     * @throws StoreChangedException if another has added that entry meanwhile
     */
    public void append(LogEntry entry) {
        byte[] bytes = entry.bytes();
        if (bytes.length > ExclusiveCreation.MOST_BYTES) {
            throw new StoreException("store: expected an entry of the log of at most " + ExclusiveCreation.MOST_BYTES
                    + " bytes, found one of " + bytes.length + ", which nothing could read; nothing was added");
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
                    + ", found " + e.getMessage() + "; check room and rights, and whether the entry is there");
        }
        takeDraftsAway(new Path(folder, LOG));
        writeSegments(entry.number());
    }

    /** So that the log is read with few requests; where that fails one of the next entries' writers does it. */
    private void writeSegments(int last) {
        if (last < LogSegments.ENTRIES || last % LogSegments.ENTRIES >= SEGMENT_TRIES) {
            return;
        }
        try {
            segments.write(state().entries(), logNames(), creation);
        } catch (IOException | StoreException | JsonException e) {
            // The entry is there, whatever becomes of copies.
        }
    }

    /** Long lists beside the log. */
    public StoredLists lists() {
        return new StoredLists(files, new Path(folder, "learned"));
    }

    /** What writers that were killed have left there, once nobody can be writing it any more. */
    private void takeDraftsAway(Path from) {
        long old = Instant.now().minus(UNDER_WAY).toEpochMilli();
        try {
            for (FileStatus status : files.listStatus(from)) {
                if (DRAFT.matcher(status.getPath().getName()).matches() && status.getModificationTime() < old) {
                    files.delete(status.getPath(), false);
                }
            }
        } catch (IOException e) {
            // The entry is there; they go with the next one.
        }
    }

    /**
     * Claims the number of a new version, to write its files.
     *
     * @param id of the run that claims it
     */
    public VersionDraft begin(String id) {
        try {
            // Nor is the number of a version that is no more given again: readers know versions by their numbers.
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

    /** The folders of versions, whether the log names them or not. */
    List<FileStatus> folders() throws IOException {
        return listed("versions").stream()
                .filter(status -> VERSION.matcher(status.getPath().getName()).matches())
                .toList();
    }

    /**
     * The greatest version whose folder is there and after the log's last one: of a run that is under way, or has ended
     * before it published, or whose entry has been lost.
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

    /** What {@link #writeReport} has written. */
    List<FileStatus> reports() throws IOException {
        return listed(REPORTS);
    }

    private List<FileStatus> listed(String below) throws IOException {
        try {
            return List.of(files.listStatus(new Path(folder, below)));
        } catch (FileNotFoundException e) {
            return List.of(); // On an object store an empty folder is none.
        }
    }

    /**
     * Takes away the folders of versions that the log says are no more, and of runs that ended before they published.
     *
     * @return how many were taken away
     */
    public int sweep() {
        try {
            return new StoreSweep(this).versions();
        } catch (IOException e) {
            throw unreachable(folder, e);
        }
    }

    /**
     * Takes away the pages of runs that ended without a version before the last ones did, and those that no entry tells of.
     *
     * @param keep as many of the last versions say which runs these are
     * @return how many were taken away
     */
    public int sweepReports(int keep) {
        try {
            return new StoreSweep(this).reports(keep);
        } catch (IOException e) {
            throw unreachable(folder, e);
        }
    }

    /**
     * The bytes of a version's small file, as they were published.
     *
     * @throws StoreException if it is not there, or is another
     */
    public byte[] read(int version, String name) {
        return VersionFiles.read(this, state().version(version), name);
    }
}
