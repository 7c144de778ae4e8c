package org.thalweg.spark;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Set;
import org.apache.commons.io.output.CloseShieldOutputStream;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.thalweg.safetensors.TensorFile;

/** Writes files of any Hadoop file system to their end, or leaves none behind. */
public final class WholeFiles {
    /** File systems over object stores, where a rename copies, and an upload is seen once it is completed. */
    private static final Set<String> OBJECT_STORES =
            Set.of("s3a", "s3", "s3n", "gs", "oss", "cosn", "obs", "wasb", "wasbs");

    /** Azure's, whose renames are atomic where the account has a hierarchical namespace. */
    private static final Set<String> AZURE = Set.of("abfs", "abfss");

    private WholeFiles() {}

    /**
     * Whether a file system stands for an object store.
     *
     * @throws UncheckedIOException if that has to be asked of it, and it does not answer
     */
    public static boolean isObjectStore(FileSystem files) {
        String scheme = files.getUri().getScheme();
        return OBJECT_STORES.contains(scheme) || AZURE.contains(scheme) && !isHierarchical(files);
    }

    /** Azure has access lists in hierarchical namespaces alone. */
    private static boolean isHierarchical(FileSystem files) {
        try {
            return files.hasPathCapability(new Path("/"), CommonPathCapabilities.FS_ACLS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Writes a new file, forced to the disk where there is one.
     *
     * @throws IOException if there is a file already, or it cannot be written: then there is none
     */
    public static void write(FileSystem files, Path file, TensorFile.Content content) throws IOException {
        try {
            write(files, file, files.create(file, false), content);
        } catch (FSError e) {
            throw fullDisk(e);
        }
    }

    /**
     * Writes to a file that has been created, and closes it. What the content itself closes, such as a compressor with
     * all that it writes to, leaves the file open, to be forced to the disk.
     *
     * @throws IOException if it cannot be written: then there is none
     */
    public static void write(FileSystem files, Path file, FSDataOutputStream out, TensorFile.Content content)
            throws IOException {
        try {
            content.to(CloseShieldOutputStream.wrap(out));
            if (!isObjectStore(files)) {
                out.hsync();
            }
            out.close();
        } catch (FSError e) {
            giveUp(files, file, out, e);
            throw fullDisk(e);
        } catch (IOException | RuntimeException | Error e) {
            giveUp(files, file, out, e);
            throw e;
        }
    }

    /**
     * Writes an object of an object store, in place of one that is there.
     *
     * @throws IOException if it cannot be written: then the one that was there stays
     */
    public static void replace(FileSystem files, Path object, TensorFile.Content content) throws IOException {
        FSDataOutputStream out = files.create(object, true);
        try {
            content.to(CloseShieldOutputStream.wrap(out));
        } catch (IOException | RuntimeException | Error e) {
            abort(out, e);
            throw e;
        }
        out.close();
    }

    /** Closed, it would be completed: where it cannot be aborted, it goes with the process. */
    private static void abort(FSDataOutputStream out, Throwable why) {
        try {
            out.abort();
        } catch (UnsupportedOperationException e) {
            why.addSuppressed(e);
        }
    }

    /** Copies all of a file to a stream, which stays open. */
    public static void copy(FileSystem files, Path from, OutputStream out) throws IOException {
        try (InputStream in = files.open(from)) {
            in.transferTo(out);
        }
    }

    /** So Hadoop tells of a local disk that is full: by an error. */
    private static IOException fullDisk(FSError e) {
        return new IOException(e.getCause().getMessage(), e);
    }

    /** Closing an object store's stream would show what was written so far: it is aborted, where it can be. */
    private static void giveUp(FileSystem files, Path file, FSDataOutputStream out, Throwable why) {
        try {
            try {
                out.abort();
            } catch (UnsupportedOperationException e) {
                out.close();
            }
        } catch (IOException | FSError e) {
            why.addSuppressed(e);
        }
        try {
            files.delete(file, false);
        } catch (IOException e) {
            why.addSuppressed(e);
        }
    }
}
