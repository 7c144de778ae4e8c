package org.thalweg.spark;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.VersionInfo;

/** Opens the file systems of paths, and says what is missing where one cannot be opened. */
public final class FileSystems {
    private FileSystems() {}

    /**
     * A path's file system.
     *
     * @throws IOException if there is none, it cannot be reached, or the class path lacks its classes: Hadoop itself throws
     *     an unchecked exception then
     */
    public static FileSystem of(Path path, Configuration hadoop) throws IOException {
        try {
            return path.getFileSystem(hadoop);
        } catch (NoClassDefFoundError e) { // Of what the file system's own class needs, such as a cloud's client.
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
     * A path's file system, a local disk's without Hadoop's hidden checksums: where bytes have hashes of their own, those of Hadoop
     * would only make a file unreadable that somebody copied or edited. The file system that other code shares stays as it is.
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
                        + " by --packages before the command, or put it into Spark's jars",
                cause);
    }
}
