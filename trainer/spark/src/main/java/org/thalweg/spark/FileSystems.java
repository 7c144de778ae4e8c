package org.thalweg.spark;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.VersionInfo;

/** Opens the file systems of paths, with a clear message if classes are missing. */
public final class FileSystems {
    private FileSystems() {}

    /**
     * Returns the file system of a path.
     *
     * @throws IOException if there is none, it cannot be reached, or its classes are not on the class path (for which Hadoop
     *     itself throws an unchecked exception)
     */
    public static FileSystem of(Path path, Configuration hadoop) throws IOException {
        try {
            return path.getFileSystem(hadoop);
        } catch (
                NoClassDefFoundError e) { // A dependency of the file system's class is missing, such as a cloud client.
            throw missing(path, String.valueOf(e.getMessage()).replace('/', '.'), e);
        } catch (RuntimeException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof ClassNotFoundException) {
                    throw missing(path, named(cause), e);
                }
            }
            throw e;
        }
    }

    /**
     * Returns the file system of a path; on a local disk without Hadoop's hidden checksum files. Our files have hashes of
     * their own, and with Hadoop's checksums a file that somebody copied or edited could not be read. The shared file system
     * is not changed.
     *
     * @throws IOException as {@link #of}
     */
    public static FileSystem withoutChecksums(Path path, Configuration hadoop) throws IOException {
        FileSystem files = of(path, hadoop);
        return files instanceof LocalFileSystem local ? local.getRaw() : files;
    }

    /** Hadoop says {@code Class NAME not found}, Java the name alone. */
    private static String named(Throwable notFound) {
        return String.valueOf(notFound.getMessage()).replaceFirst("^Class (\\S+) not found$", "$1");
    }

    private static IOException missing(Path path, String name, Throwable cause) {
        String scheme = path.toUri().getScheme();
        String library = "s3a".equals(scheme)
                ? "org.apache.hadoop:hadoop-aws:" + VersionInfo.getVersion()
                : "the library that has it";
        return new IOException(
                (scheme == null ? "fs.defaultFS" : scheme + ":") + " expected " + name
                        + " on the class path, found no such class; add " + library
                        + " with --packages before the command, or put it into Spark's jars",
                cause);
    }
}
