package org.thalweg.spark;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.thalweg.checkpoint.Checkpoint;
import org.thalweg.checkpoint.CheckpointFile;
import org.thalweg.checkpoint.CheckpointStore;
import org.thalweg.safetensors.TensorFile;

/**
 * A run's checkpoints in a folder of any Hadoop file system: {@code step-000000001200-1f2e3d4c.safetensors}.
 *
 * <p>A file is written under a hidden name, forced to the disk, and renamed: so it is either complete or absent. An object
 * store has no atomic rename, but does not show an upload before it is complete: there the file is written under its final
 * name. The latest checkpoints of this run are retained. Those of other runs are deleted once this run has written one.
 */
public final class CheckpointFolder implements CheckpointStore {
    private static final Pattern NAME = Pattern.compile("step-([0-9]{12})-[0-9a-f]{8}\\.safetensors");
    private static final Pattern DRAFT = Pattern.compile("\\.step-[0-9]{12}-[0-9a-f]{8}\\.safetensors\\.writing");

    private final FileSystem files;
    private final Path folder;
    private final int keep;
    private final Configuration hadoop;
    private final Set<Path> own = new HashSet<>();

    /**
     * A checkpoint's file.
     *
     * @param steps the steps since the start of the run
     * @param bytes its length
     */
    public record Entry(Path path, long steps, long bytes) {}

    private CheckpointFolder(FileSystem files, Path folder, int keep, Configuration hadoop) {
        this.hadoop = hadoop;
        this.files = files;
        this.folder = folder;
        this.keep = keep;
    }

    /**
     * A folder, which need not exist yet.
     *
     * @param keep how many of the latest checkpoints are retained, 1 or more
     * @throws IOException if the file system cannot be reached, or the path is a file
     */
    public static CheckpointFolder at(String path, int keep, Configuration hadoop) throws IOException {
        if (keep < 1) {
            throw new IllegalArgumentException("keep: expected 1 or more, found " + keep);
        }
        Path folder = new Path(path);
        FileSystem files = FileSystems.withoutChecksums(folder, hadoop);
        folder = files.makeQualified(folder);
        if (files.exists(folder) && !files.getFileStatus(folder).isDirectory()) {
            throw new IOException("expected a folder, found the file " + folder);
        }
        return new CheckpointFolder(files, folder, keep, hadoop);
    }

    /** The path of the folder. */
    public Path path() {
        return folder;
    }

    /** The checkpoints, the latest first. */
    public List<Entry> entries() throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (FileStatus status : statuses()) {
            Matcher name = NAME.matcher(status.getPath().getName());
            if (name.matches()) {
                entries.add(new Entry(status.getPath(), Long.parseLong(name.group(1)), status.getLen()));
            }
        }
        entries.sort(Comparator.comparingLong(Entry::steps)
                .thenComparing(Entry::path)
                .reversed());
        return entries;
    }

    private FileStatus[] statuses() throws IOException {
        try {
            return files.listStatus(folder);
        } catch (FileNotFoundException e) {
            return new FileStatus[0];
        }
    }

    /**
     * Reads a checkpoint.
     *
     * @throws org.thalweg.safetensors.TensorFileException if the file is damaged or its format is unknown
     */
    public Checkpoint read(Entry entry) throws IOException {
        try (InputStream in = systemOf(entry.path()).open(entry.path())) {
            return CheckpointFile.read(in, entry.bytes(), entry.path().toString());
        }
    }

    /**
     * The checkpoint at a path, in this file system or another.
     *
     * @throws FileNotFoundException if there is no file
     * @throws IOException if it cannot be read, or does not start like a checkpoint
     */
    public Entry entry(String path) throws IOException {
        Path file = new Path(path);
        FileStatus status = systemOf(file).getFileStatus(file);
        if (status.isDirectory()) {
            throw new IOException("expected a file, found a folder");
        }
        try (InputStream in = systemOf(file).open(status.getPath())) {
            if (!CheckpointFile.begins(in)) {
                throw new IOException("expected a checkpoint, found a file of another format");
            }
        }
        Matcher name = NAME.matcher(status.getPath().getName());
        return new Entry(status.getPath(), name.matches() ? Long.parseLong(name.group(1)) : 0, status.getLen());
    }

    private FileSystem systemOf(Path file) throws IOException {
        if (folder.equals(file.getParent())) {
            return files;
        }
        return FileSystems.withoutChecksums(file, hadoop);
    }

    /** Adopts the checkpoint that this run resumes from: it counts as its own. */
    public void adopt(Entry entry) {
        own.add(entry.path());
    }

    @Override
    public void publish(long steps, TensorFile.Content content) throws IOException {
        publishUnder(name(steps), content);
        deleteOld();
    }

    private static String name(long steps) {
        return String.format(
                Locale.ROOT,
                "step-%012d-%s.safetensors",
                steps,
                UUID.randomUUID().toString().substring(0, 8));
    }

    private void publishUnder(String name, TensorFile.Content content) throws IOException {
        Path file = new Path(folder, name);
        files.mkdirs(folder);
        if (WholeFiles.isObjectStore(files)) {
            WholeFiles.write(files, file, content);
        } else {
            Path draft = new Path(folder, "." + name + ".writing");
            WholeFiles.write(files, draft, content);
            if (!files.rename(draft, file)) {
                files.delete(draft, false);
                throw new IOException("cannot rename " + draft);
            }
        }
        own.add(file);
    }

    /** Deletes all but the latest checkpoints of this run. What cannot be deleted now is deleted the next time. */
    private void deleteOld() {
        try {
            int kept = 0;
            for (Entry entry : entries()) {
                if (own.contains(entry.path()) && kept < keep) {
                    kept++;
                } else if (files.delete(entry.path(), false)) {
                    own.remove(entry.path());
                }
            }
            deleteDrafts();
        } catch (IOException e) {
            // Old checkpoints only take space.
        }
    }

    /** Deletes partly written files of killed runs. */
    private void deleteDrafts() throws IOException {
        for (FileStatus status : statuses()) {
            if (DRAFT.matcher(status.getPath().getName()).matches()) {
                files.delete(status.getPath(), false);
            }
        }
    }

    /** Deletes all checkpoints, and the folder if it is then empty. */
    public void clear() throws IOException {
        for (Entry entry : entries()) {
            files.delete(entry.path(), false);
        }
        deleteDrafts();
        deleteIfEmpty();
    }

    /** Deletes the folder if it is empty. */
    public void deleteIfEmpty() {
        try {
            if (files.exists(folder) && files.listStatus(folder).length == 0) {
                files.delete(folder, false);
            }
        } catch (IOException e) {
            // An empty folder does no harm.
        }
    }
}
