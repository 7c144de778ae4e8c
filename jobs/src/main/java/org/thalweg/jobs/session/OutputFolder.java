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
 * A folder that appears whole, in place of an older one or where there was none: readers find the one or the other. Closed
 * before it is published, it leaves nothing behind; of a run that was killed, the next one takes away what is left.
 */
public abstract sealed class OutputFolder implements ModelFolder.Draft, AutoCloseable
        permits RenamedFolder, ReplacedObjects {
    /** What Spark writes last into a folder of rows. */
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
     * A folder to be written: writes there before any work is done, so that none is lost to a place that cannot be
     * written. What a run that was killed has left is mended first.
     *
     * @param key the job file's key of the path, for messages
     * @param overwrite whether a folder that is there already may be replaced
     * @throws UsageException if there is one and it may not, or the path is none
     * @throws org.thalweg.jobs.store.LockHeldException if another run that lives writes there
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
            ReplacedObjects.mend(files, target);
            writable.require();
            return new ReplacedObjects(files, target, overwrite, lock);
        }
        RenamedFolder.mend(files, target, console);
        writable.require();
        return new RenamedFolder(files, target, overwrite, lock);
    }

    /**
     * Refuses what {@link #at} would refuse with leave to replace, as far as can be seen without writing; tells whether
     * there is a folder already.
     *
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
                + cause.getMessage() + "; check the path and its rights");
    }

    /** Whether something is at a path; also false where that cannot be found out. */
    public static boolean isThere(String path, Configuration hadoop) {
        try {
            Path target = new Path(path);
            return isThere(FileSystems.of(target, hadoop), target);
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }

    /** What a killed run left of its first writing is nothing; nor is a marker of an empty folder. */
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
        if (parent != null) {
            files.access(parent, FsAction.WRITE);
        }
        requireReplaceable(files, target, key);
    }

    /** Only what Thalweg or Spark has written is ever replaced, never a folder of the user's own files. */
    private static void requireReplaceable(FileSystem files, Path target, String key) throws IOException {
        if (!isThere(files, target) || files.listStatus(target).length == 0 || isOurs(files, target)) {
            return;
        }
        throw new UsageException(key + ": expected a folder that Thalweg wrote, to be replaced, found other files in "
                + target + "; take another path");
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
     * This folder, which is let go if it is where rows are read from.
     *
     * @param path as the job file has it
     * @throws UsageException if it is
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

    /** Writes rows into the folder. */
    public abstract void save(DataFrameWriter<Row> rows);

    /**
     * Makes the folder appear at its place.
     *
     * @throws UsageException if it cannot
     * @throws org.thalweg.jobs.store.LockHeldException if another run has taken this one for killed
     */
    public void publish() {
        lock.requireHeld();
        try {
            publishWritten();
        } catch (IOException e) {
            throw cannotPublish(e);
        }
    }

    /** Makes what was written appear, and says so in {@link #published} once it has. */
    abstract void publishWritten() throws IOException;

    /** Refuses to replace a folder that nobody asked to be replaced. */
    final void requireNoOther() throws IOException {
        if (!overwrite && isThere(files, target)) {
            throw new UsageException(target + ": expected nobody else to write there, found a folder that has "
                    + "appeared meanwhile; what was written is lost");
        }
    }

    final UsageException cannotPublish(IOException e) {
        return new UsageException("cannot publish " + target + ": expected room and rights, found " + e.getMessage());
    }

    @Override
    public final void close() {
        Uninterrupted.run(() -> {
            try {
                if (!published) {
                    takeAway();
                }
            } catch (IOException e) {
                throw new UncheckedIOException("cannot take away " + written() + ": " + e.getMessage(), e);
            } finally {
                lock.close();
            }
        });
    }

    /** What is not published yet, for messages. */
    abstract String written();

    /** Takes it away. */
    abstract void takeAway() throws IOException;
}
