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

/** Writes files in any Hadoop file system completely, or leaves none behind. */
public final class WholeFiles {
    /** File systems over object stores, where a rename copies, and an upload becomes visible when it is complete. */
    private static final Set<String> OBJECT_STORES =
            Set.of("s3a", "s3", "s3n", "gs", "oss", "cosn", "obs", "wasb", "wasbs");

    /** Azure's, whose renames are atomic where the account has a hierarchical namespace. */
    private static final Set<String> AZURE = Set.of("abfs", "abfss");

    private WholeFiles() {}

    /**
     * Whether a file system is an object store.
     *
     * @throws UncheckedIOException if the file system has to be asked, and does not answer
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
     * @throws IOException if the file exists, or it cannot be written: then no file is left
     */
    public static void write(FileSystem files, Path file, TensorFile.Content content) throws IOException {
        try {
            write(files, file, files.create(file, false), content);
        } catch (FSError e) {
            throw fullDisk(e);
        }
    }

    /**
     * Writes to a file that has been created, forces it to the disk, and closes it. The content may close its stream, as a
     * compressor does; that leaves the file open.
     *
     * @throws IOException if the file cannot be written: then no file is left
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
     * Writes an object to an object store; an existing one is replaced.
     *
     * @throws IOException if it cannot be written: then the existing object is unchanged
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

    /** Aborts an upload: closing it would complete it. If it cannot be aborted, it ends with the process. */
    private static void abort(FSDataOutputStream out, Throwable cause) {
        try {
            out.abort();
        } catch (UnsupportedOperationException e) {
            cause.addSuppressed(e);
        }
    }

    /** Copies a file to a stream, which stays open. */
    public static void copy(FileSystem files, Path from, OutputStream out) throws IOException {
        try (InputStream in = files.open(from)) {
            in.transferTo(out);
        }
    }

    /** Hadoop reports a full local disk as an error. */
    private static IOException fullDisk(FSError e) {
        return new IOException(e.getCause().getMessage(), e);
    }

    /** Deletes a partly written file. An object store's stream is aborted, as closing it would publish the partial file. */
    private static void giveUp(FileSystem files, Path file, FSDataOutputStream out, Throwable cause) {
        try {
            try {
                out.abort();
            } catch (UnsupportedOperationException e) {
                out.close();
            }
        } catch (IOException | FSError e) {
            cause.addSuppressed(e);
        }
        try {
            files.delete(file, false);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }
}
