package org.thalweg.jobs.session;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsAction;
import org.thalweg.jobs.config.JobFile;
import org.thalweg.jobs.store.ModelFolder;
import org.thalweg.safetensors.TensorFile;
import org.thalweg.spark.FileSystems;
import org.thalweg.spark.WholeFiles;

/**
 * A folder that appears whole: it is written under another name beside its place and renamed when it is done. Closed
 * before that, it leaves nothing behind.
 */
public final class OutputFolder implements ModelFolder.Draft, AutoCloseable {
    private static final String WRITING = "writing";
    private static final String OLD = "old";

    private final FileSystem files;
    private final Path target;
    private final Path draft;
    private final boolean overwrite;
    private final List<Path> missingParents; // before the draft was made, from the lowest up
    private boolean published;

    private OutputFolder(FileSystem files, Path target, boolean overwrite, List<Path> missingParents) {
        this.files = files;
        this.target = target;
        this.overwrite = overwrite;
        this.missingParents = missingParents;
        this.draft = sibling(WRITING);
    }

    /**
     * A folder to be written: makes its draft, before any work is done, so that none is lost to a place that cannot be
     * written. A folder that a run moved away to replace it, and was killed before it did, is put back.
     *
     * @param key the job file's key of the path, for messages
     * @param overwrite whether a folder that is there already may be replaced
     * @throws UsageException if there is one and it may not, or the path is none
     */
    public static OutputFolder at(String path, String key, boolean overwrite, Configuration hadoop, Console console) {
        try {
            putBack(path, hadoop, console);
            OutputFolder folder = asked(path, key, overwrite, hadoop);
            folder.makeDraft();
            return folder;
        } catch (IOException | IllegalArgumentException e) {
            throw unwritable(path, key, e);
        }
    }

    /**
     * Refuses what {@link #at} would refuse with leave to replace, as far as can be seen without writing; tells whether
     * there is a folder already.
     *
     * @throws UsageException if the folder may not be written
     */
    public static boolean requireReplaceable(String path, String key, Configuration hadoop) {
        try {
            OutputFolder folder = asked(path, key, true, hadoop);
            return folder.files.exists(folder.target);
        } catch (IOException | IllegalArgumentException e) {
            throw unwritable(path, key, e);
        }
    }

    /** Undoes the half of a {@link #publish} that a killed run did. */
    private static void putBack(String path, Configuration hadoop, Console console) throws IOException {
        Path target = new Path(path);
        FileSystem files = FileSystems.of(target, hadoop);
        target = files.makeQualified(target);
        if (target.isRoot() || files.exists(target)) {
            return;
        }
        List<Path> old = siblings(files, target, OLD);
        if (old.size() == 1 && isOurs(files, old.get(0)) && files.rename(old.get(0), target)) {
            console.report(
                    "warning: %s was missing, as a run was killed that was about to replace it; put back", target);
        }
    }

    /** What runs made beside a target under names of their own. */
    private static List<Path> siblings(FileSystem files, Path target, String what) throws IOException {
        Pattern name = Pattern.compile(Pattern.quote("." + target.getName() + "." + what + "-") + "[0-9a-f-]{36}");
        List<Path> found = new ArrayList<>();
        try {
            for (FileStatus status : files.listStatus(target.getParent())) {
                if (status.isDirectory()
                        && name.matcher(status.getPath().getName()).matches()) {
                    found.add(status.getPath());
                }
            }
        } catch (FileNotFoundException e) {
            return List.of();
        }
        return found;
    }

    private static UsageException unwritable(String path, String key, Exception cause) {
        return new UsageException(key + ": expected a path that can be written, found " + path + ": "
                + cause.getMessage() + "; check the path and its rights");
    }

    /** Whether something is at a path; also false where that cannot be found out. */
    public static boolean isThere(String path, Configuration hadoop) {
        try {
            Path target = new Path(path);
            return FileSystems.of(target, hadoop).exists(target);
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }

    private static OutputFolder asked(String path, String key, boolean overwrite, Configuration hadoop)
            throws IOException {
        Path target = new Path(path);
        FileSystem files = FileSystems.withoutChecksums(target, hadoop);
        target = files.makeQualified(target);
        if (target.isRoot()) {
            throw new UsageException(key + ": expected a folder below the root, found " + path);
        }
        if (files.exists(target) && !overwrite) {
            throw new UsageException(key + ": expected a new folder, found " + path
                    + " already there; take another path, or replace it with --overwrite");
        }
        if (files.exists(target) && !files.getFileStatus(target).isDirectory()) {
            throw new UsageException(key + ": expected a folder, found the file " + path + "; take another path");
        }
        List<Path> missing = new ArrayList<>();
        Path parent = target.getParent();
        while (parent != null && !files.exists(parent)) {
            missing.add(parent);
            parent = parent.getParent();
        }
        if (parent != null && !files.getFileStatus(parent).isDirectory()) {
            throw new UsageException(
                    key + ": expected a path below folders, found " + path + " below a file; take another path");
        }
        if (parent != null) {
            files.access(parent, FsAction.WRITE);
        }
        requireReplaceable(files, target, key);
        return new OutputFolder(files, target, overwrite, missing);
    }

    private void makeDraft() throws IOException {
        if (!files.mkdirs(draft)) {
            takeAway();
            throw new IOException("no folder can be made there");
        }
    }

    /** Only what Thalweg or Spark has written is ever replaced, never a folder of the user's own files. */
    private static void requireReplaceable(FileSystem files, Path target, String key) throws IOException {
        if (!files.exists(target) || files.listStatus(target).length == 0 || isOurs(files, target)) {
            return;
        }
        throw new UsageException(key + ": expected a folder that Thalweg wrote, to be replaced, found other files in "
                + target + "; take another path");
    }

    private static boolean isOurs(FileSystem files, Path folder) throws IOException {
        for (String written : List.of(ModelFolder.MODEL, ModelFolder.IMAGES, "_SUCCESS")) {
            if (files.exists(new Path(folder, written))) {
                return true;
            }
        }
        return false;
    }

    /**
     * This folder, which is let go if it is where rows are read from.
     *
     * @param path as the job file has it
     * @throws UsageException if it is
     */
    public OutputFolder apartFromData(String path, String key, JobFile job, Configuration hadoop) {
        try {
            Location.requireApartFromData(path, key, job, hadoop);
            return this;
        } catch (UsageException e) {
            close();
            throw e;
        }
    }

    private Path sibling(String what) {
        return new Path(target.getParent(), "." + target.getName() + "." + what + "-" + UUID.randomUUID());
    }

    /** Where to write until it is published. */
    public Path draft() {
        return draft;
    }

    /** Writes a file of the folder. */
    @Override
    public void write(String name, TensorFile.Content content) {
        try {
            WholeFiles.write(files, new Path(draft, name), content);
        } catch (IOException e) {
            throw new UsageException("cannot write " + name + " for " + target + ": expected room and rights, found "
                    + e.getMessage() + "; nothing is left there");
        }
    }

    /**
     * Makes the folder appear at its place.
     *
     * @throws UsageException if another has appeared there meanwhile
     */
    public void publish() {
        try {
            boolean there = files.exists(target);
            if (there && !overwrite) {
                throw new UsageException(target + ": expected nobody else to write there, found a folder that has "
                        + "appeared meanwhile; what was written is lost");
            }
            Path old = sibling(OLD);
            if (there && !files.rename(target, old)) {
                throw new IOException("cannot move the old folder away");
            }
            if (!files.rename(draft, target)) {
                if (there) {
                    files.rename(old, target);
                }
                throw new IOException("cannot rename " + draft);
            }
            Path within = new Path(target, draft.getName());
            if (files.exists(within)) { // Hadoop moves a folder into one that has appeared since it was looked for.
                files.delete(within, true);
                throw new IOException("a folder that has appeared meanwhile");
            }
            published = true;
            takeEmptyDraftsAway();
            if (there) {
                files.delete(old, true);
            }
        } catch (IOException e) {
            throw new UsageException(
                    "cannot publish " + target + ": expected room and rights, found " + e.getMessage());
        }
    }

    /**
     * What runs that were killed left before they wrote anything. A run that goes on loses nothing by it: creating a file
     * makes its parents again, on a local file system too, where a folder is taken away only if nothing is in it; Hadoop
     * itself would look into it first, and then delete what has come into it since.
     */
    private void takeEmptyDraftsAway() {
        try {
            for (Path other : siblings(files, target, WRITING)) {
                if (other.equals(draft) || files.listStatus(other).length > 0) {
                    continue;
                }
                if ("file".equals(files.getUri().getScheme())) {
                    Files.deleteIfExists(java.nio.file.Path.of(other.toUri().getPath()));
                } else {
                    files.delete(other, false);
                }
            }
        } catch (IOException e) {
            // They are in nobody's way.
        }
    }

    /** Takes the draft away, and the folders made on the way to it that nobody else has put anything into. */
    private void takeAway() throws IOException {
        files.delete(draft, true);
        takeEmptyDraftsAway();
        for (Path parent : missingParents) {
            if (!files.exists(parent) || files.listStatus(parent).length > 0) {
                return;
            }
            files.delete(parent, false);
        }
    }

    @Override
    public void close() {
        if (published) {
            return;
        }
        boolean interrupted = Thread.interrupted();
        try {
            takeAway();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot take away " + draft + ": " + e.getMessage(), e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
