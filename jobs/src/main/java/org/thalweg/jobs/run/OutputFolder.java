package org.thalweg.jobs.run;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A folder that appears whole: it is written under another name beside its place and renamed when it is done. Closed
 * before that, it leaves nothing behind.
 */
public final class OutputFolder implements AutoCloseable {
    private final FileSystem files;
    private final Path target;
    private final Path draft;
    private final boolean overwrite;
    private boolean published;

    private OutputFolder(FileSystem files, Path target, boolean overwrite) {
        this.files = files;
        this.target = target;
        this.overwrite = overwrite;
        this.draft = sibling("writing");
    }

    /**
     * A folder to be written.
     *
     * @param key the job file's key of the path, for messages
     * @param overwrite whether a folder that is there already may be replaced
     * @throws UsageException if there is one and it may not, or the path is none
     */
    public static OutputFolder at(String path, String key, boolean overwrite, Configuration hadoop) {
        try {
            Path target = new Path(path);
            FileSystem files = target.getFileSystem(hadoop);
            target = files.makeQualified(target);
            // A local file's hidden checksum would make it unreadable to Hadoop once somebody edits it.
            files.setWriteChecksum(false);
            if (files.exists(target) && !overwrite) {
                throw new UsageException(key + ": expected a new folder, found " + path
                        + " already there; take another path, or replace it with --overwrite");
            }
            if (files.exists(target) && !files.getFileStatus(target).isDirectory()) {
                throw new UsageException(key + ": expected a folder, found the file " + path + "; take another path");
            }
            Path parent = target.getParent();
            while (parent != null && !files.exists(parent)) {
                parent = parent.getParent();
            }
            if (parent != null && !files.getFileStatus(parent).isDirectory()) {
                throw new UsageException(
                        key + ": expected a path below folders, found " + path + " below a file; take another path");
            }
            if (target.isRoot()) {
                throw new UsageException(key + ": expected a folder below the root, found " + path);
            }
            requireReplaceable(files, target, key);
            OutputFolder folder = new OutputFolder(files, target, overwrite);
            // Before any work is done, so that none is lost to a place that cannot be written.
            if (!files.mkdirs(folder.draft)) {
                throw new IOException("no folder can be made there");
            }
            return folder;
        } catch (IOException | IllegalArgumentException e) {
            throw new UsageException(key + ": expected a path that can be written, found " + path + ": "
                    + e.getMessage() + "; check the path and its rights");
        }
    }

    /** Only what Thalweg or Spark has written is ever replaced, never a folder of the user's own files. */
    private static void requireReplaceable(FileSystem files, Path target, String key) throws IOException {
        if (!files.exists(target) || files.listStatus(target).length == 0) {
            return;
        }
        for (String written : List.of(TrainRun.MODEL, GenerateRun.IMAGES, "_SUCCESS")) {
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
    public void write(String name, Content content) {
        try (OutputStream out = files.create(new Path(draft, name), false)) {
            content.to(out);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot write " + name + " for " + target + ": " + e.getMessage() + "; nothing is left there", e);
        }
    }

    /** Writes a text file of the folder, in UTF-8. */
    public void write(String name, String text) {
        write(name, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** What a file consists of. */
    @FunctionalInterface
    public interface Content {
        /** Writes it. */
        void to(OutputStream out) throws IOException;
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
            throw new UncheckedIOException("cannot publish " + target + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        if (published) {
            return;
        }
        boolean interrupted = Thread.interrupted();
        try {
            files.delete(draft, true);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot take away " + draft + ": " + e.getMessage(), e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
