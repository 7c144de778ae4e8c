package org.thalweg.jobs.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsAction;
import org.thalweg.safetensors.TensorFile;
import org.thalweg.spark.WholeFiles;

/**
 * A folder that appears whole: it is written under another name beside its place and renamed when it is done. Closed
 * before that, it leaves nothing behind.
 */
public final class OutputFolder implements AutoCloseable {
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
        this.draft = sibling("writing");
    }

    /**
     * A folder to be written: makes its draft, before any work is done, so that none is lost to a place that cannot be
     * written.
     *
     * @param key the job file's key of the path, for messages
     * @param overwrite whether a folder that is there already may be replaced
     * @throws UsageException if there is one and it may not, or the path is none
     */
    public static OutputFolder at(String path, String key, boolean overwrite, Configuration hadoop) {
        try {
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
    static boolean requireReplaceable(String path, String key, Configuration hadoop) {
        try {
            OutputFolder folder = asked(path, key, true, hadoop);
            return folder.files.exists(folder.target);
        } catch (IOException | IllegalArgumentException e) {
            throw unwritable(path, key, e);
        }
    }

    private static UsageException unwritable(String path, String key, Exception cause) {
        return new UsageException(key + ": expected a path that can be written, found " + path + ": "
                + cause.getMessage() + "; check the path and its rights");
    }

    private static OutputFolder asked(String path, String key, boolean overwrite, Configuration hadoop)
            throws IOException {
        Path target = new Path(path);
        FileSystem files = target.getFileSystem(hadoop);
        target = files.makeQualified(target);
        // A local file's hidden checksum would make it unreadable to Hadoop once somebody edits it.
        files.setWriteChecksum(false);
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
        if (!files.exists(target) || files.listStatus(target).length == 0) {
            return;
        }
        for (String written : List.of(Training.MODEL, GenerateRun.IMAGES, "_SUCCESS")) {
            if (files.exists(new Path(target, written))) {
                return;
            }
        }
        throw new UsageException(key + ": expected a folder that Thalweg wrote, to be replaced, found other files in "
                + target + "; take another path");
    }

    /**
     * Refuses to write where rows are read from.
     *
     * @param paths of the data, as the job file has them
     */
    void requireApartFrom(List<String> paths, String key) {
        for (String path : paths) {
            Path input = files.makeQualified(new Path(path));
            if (isBelow(input, target) || isBelow(target, input)) {
                close();
                throw new UsageException(key + ": expected a folder apart from the data, found " + target
                        + " beside data.path " + path + "; take another path");
            }
        }
    }

    private static boolean isBelow(Path path, Path folder) {
        for (Path at = path; at != null; at = at.getParent()) {
            if (at.equals(folder)) {
                return true;
            }
        }
        return false;
    }

    private Path sibling(String what) {
        return new Path(target.getParent(), "." + target.getName() + "." + what + "-" + UUID.randomUUID());
    }

    /** Where to write until it is published. */
    public Path draft() {
        return draft;
    }

    /** Writes a file of the folder. */
    public void write(String name, TensorFile.Content content) {
        try {
            WholeFiles.write(files, new Path(draft, name), content);
        } catch (IOException e) {
            throw new UsageException("cannot write " + name + " for " + target + ": expected room and rights, found "
                    + e.getMessage() + "; nothing is left there");
        }
    }

    /** Writes a text file of the folder, in UTF-8. */
    public void write(String name, String text) {
        write(name, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
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
            Path old = sibling("old");
            if (there && !files.rename(target, old)) {
                throw new IOException("cannot move the old folder away");
            }
            if (!files.rename(draft, target)) {
                if (there) {
                    files.rename(old, target);
                }
                throw new IOException("cannot rename " + draft);
            }
            published = true;
            if (there) {
                files.delete(old, true);
            }
        } catch (IOException e) {
            throw new UsageException(
                    "cannot publish " + target + ": expected room and rights, found " + e.getMessage());
        }
    }

    /** Takes the draft away, and the folders made on the way to it that nobody else has put anything into. */
    private void takeAway() throws IOException {
        files.delete(draft, true);
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
