package org.thalweg.jobs.session;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsAction;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Row;
import org.thalweg.jobs.config.JobFile;
import org.thalweg.jobs.store.ModelFolder;
import org.thalweg.jobs.store.RunLock;
import org.thalweg.spark.FileSystems;
import org.thalweg.spark.Uninterrupted;
import org.thalweg.spark.WholeFiles;

/**
 * A folder that is published atomically, replacing an older one if there is one: readers see the old or the new
 * content. Closing it before it is published leaves nothing behind. What a killed run leaves is deleted by the next
 * one.
 */
public abstract sealed class OutputFolder implements ModelFolder.Draft, AutoCloseable
        permits RenamedFolder, ReplacedObjects {
    /** The file that Spark writes last into a folder of rows. */
    static final String SUCCESS = "_SUCCESS";

    final FileSystem files;
    final Path target;
    final boolean overwrite;
    final RunLock lock;
    boolean published;

    OutputFolder(FileSystem files, Path target, boolean overwrite, RunLock lock) {
        this.files = files;
        this.target = target;
        this.overwrite = overwrite;
        this.lock = lock;
    }

    /**
     * Opens a folder for writing. It tests the path first, so that no work is lost to an unwritable path, and repairs
     * what a killed run has left.
     *
     * @param key the job file's key of the path, for messages
     * @param overwrite whether an existing folder may be replaced
     * @throws UsageException if there is one that may not be replaced, or the path is invalid
     * @throws org.thalweg.jobs.store.LockHeldException if another live run writes there
     */
    public static OutputFolder at(String path, String key, boolean overwrite, Configuration hadoop, Console console) {
        try {
            Path target = target(path, key, hadoop);
            FileSystem files = FileSystems.withoutChecksums(target, hadoop);
            requireWritable(files, target, path, key, overwrite);
            RunLock lock =
                    RunLock.of(files, target.getParent(), target.getName(), key, line -> console.report("%s", line));
            try {
                return locked(
                        files,
                        target,
                        overwrite,
                        lock,
                        () -> requireWritable(files, target, path, key, overwrite),
                        console);
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException | IllegalArgumentException e) {
            throw unwritable(path, key, e);
        }
    }

    private interface Check {
        void require() throws IOException;
    }

    private static OutputFolder locked(
            FileSystem files, Path target, boolean overwrite, RunLock lock, Check writable, Console console)
            throws IOException {
        if (WholeFiles.isObjectStore(files)) {
            ReplacedObjects.recover(files, target);
            writable.require();
            return new ReplacedObjects(files, target, overwrite, lock);
        }
        RenamedFolder.recover(files, target, console);
        writable.require();
        return new RenamedFolder(files, target, overwrite, lock);
    }

    /**
     * Checks what {@link #at} would check with {@code overwrite}, as far as that is possible without writing.
     *
     * @return whether the folder exists
     * @throws UsageException if the folder may not be written
     */
    public static boolean requireReplaceable(String path, String key, Configuration hadoop) {
        try {
            Path target = target(path, key, hadoop);
            FileSystem files = FileSystems.withoutChecksums(target, hadoop);
            requireWritable(files, target, path, key, true);
            return isThere(files, target);
        } catch (IOException | IllegalArgumentException e) {
            throw unwritable(path, key, e);
        }
    }

    private static UsageException unwritable(String path, String key, Exception cause) {
        return new UsageException(key + ": expected a path that can be written, found " + path + ": "
                + cause.getMessage() + "; check the path and its permissions");
    }

    /** Whether something exists at a path; also false if that cannot be determined. */
    public static boolean isThere(String path, Configuration hadoop) {
        try {
            Path target = new Path(path);
            return isThere(FileSystems.of(target, hadoop), target);
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * Whether a folder exists. On an object store, neither an empty folder nor what a killed run left of its first
     * write counts.
     */
    static boolean isThere(FileSystem files, Path target) throws IOException {
        if (!files.exists(target) || !WholeFiles.isObjectStore(files)) {
            return files.exists(target);
        }
        return isOurs(files, target) || files.listStatus(target).length > 0 && !ReplacedObjects.isMarked(files, target);
    }

    private static Path target(String path, String key, Configuration hadoop) throws IOException {
        Path target = new Path(path);
        target = FileSystems.of(target, hadoop).makeQualified(target);
        if (target.isRoot()) {
            throw new UsageException(key + ": expected a folder below the root, found " + path);
        }
        return target;
    }

    private static void requireWritable(FileSystem files, Path target, String path, String key, boolean overwrite)
            throws IOException {
        if (isThere(files, target) && !overwrite) {
            throw new UsageException(key + ": expected a new folder, found " + path
                    + ", which exists; use another path, or replace it with --overwrite");
        }
        if (files.exists(target) && !files.getFileStatus(target).isDirectory()) {
            throw new UsageException(key + ": expected a folder, found the file " + path + "; use another path");
        }
        Path parent = target.getParent();
        while (parent != null && !files.exists(parent)) {
            parent = parent.getParent();
        }
        if (parent != null && !files.getFileStatus(parent).isDirectory()) {
            throw new UsageException(
                    key + ": expected a path below folders, found " + path + " below a file; use another path");
        }
        if (parent != null) {
            files.access(parent, FsAction.WRITE);
        }
        requireReplaceable(files, target, key);
    }

    /**
     * Requires that an existing folder was written by Thalweg or Spark, so that a folder of the user's files is never
     * replaced.
     */
    private static void requireReplaceable(FileSystem files, Path target, String key) throws IOException {
        if (!isThere(files, target) || files.listStatus(target).length == 0 || isOurs(files, target)) {
            return;
        }
        throw new UsageException(
                key + ": expected a folder that Thalweg wrote, found other files in " + target + "; use another path");
    }

    static boolean isOurs(FileSystem files, Path folder) throws IOException {
        for (String written : List.of(ModelFolder.MODEL, ModelFolder.IMAGES, SUCCESS)) {
            if (files.exists(new Path(folder, written))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Requires that this folder does not overlap with a job's data; closes it if it does.
     *
     * @param path the path in the job file
     * @throws UsageException if it does
     */
    public OutputFolder disjointFromData(String path, String key, JobFile job, Configuration hadoop) {
        try {
            Location.requireDisjointFromData(path, key, job, hadoop);
            return this;
        } catch (UsageException e) {
            close();
            throw e;
        }
    }

    /** Writes rows to the folder. */
    public abstract void save(DataFrameWriter<Row> rows);

    /**
     * Publishes the folder.
     *
     * @throws UsageException if that fails
     * @throws org.thalweg.jobs.store.LockHeldException if another run has taken over the lock
     */
    public void publish() {
        lock.requireHeld();
        try {
            publishWritten();
        } catch (IOException e) {
            throw cannotPublish(e);
        }
    }

    /** Publishes what was written, and then sets {@link #published}. */
    abstract void publishWritten() throws IOException;

    /** Requires that no folder has appeared meanwhile, unless it may be replaced. */
    final void requireNoOther() throws IOException {
        if (!overwrite && isThere(files, target)) {
            throw new UsageException(
                    target
                            + ": expected no other writer, found a folder that appeared meanwhile; what this run wrote is lost");
        }
    }

    final UsageException cannotPublish(IOException e) {
        return new UsageException(
                "cannot publish " + target + ": expected disk space and permission, found " + e.getMessage());
    }

    @Override
    public final void close() {
        Uninterrupted.run(() -> {
            try {
                if (!published) {
                    deleteUnpublished();
                }
            } catch (IOException e) {
                throw new UncheckedIOException("cannot delete " + written() + ": " + e.getMessage(), e);
            } finally {
                lock.close();
            }
        });
    }

    /** A description of what is not published yet, for messages. */
    abstract String written();

    /** Deletes what is not published. */
    abstract void deleteUnpublished() throws IOException;
}
