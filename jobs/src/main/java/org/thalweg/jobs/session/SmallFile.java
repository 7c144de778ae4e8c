package org.thalweg.jobs.session;

import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.thalweg.spark.FileSystems;

/** A small text file that a user names. */
public final class SmallFile {
    private static final int MAX_BYTES = 1 << 20;

    private SmallFile() {}

    /**
     * Reads the file.
     *
     * @param what name of the file, for messages
     * @param file its path, on any Hadoop file system
     * @param kind its format, for messages
     * @param hint advice if nothing is there, printed after {@code check the path}
     * @throws UsageException if it cannot be read
     */
    public static byte[] read(String what, String file, String kind, String hint, Configuration hadoop) {
        if (file.isBlank()) {
            throw new UsageException(what + ": expected a path, found an empty one; name a file, or leave it out");
        }
        try {
            Path path = new Path(file);
            FileSystem files = FileSystems.of(path, hadoop);
            if (!files.exists(path)) {
                throw new UsageException(
                        what + ": expected a file, found nothing at " + file + "; check the path" + hint);
            }
            if (!files.getFileStatus(path).isFile()) {
                throw new UsageException(what + ": expected a file, found the folder " + file + "; name a file in it");
            }
            if (files.getFileStatus(path).getLen() > MAX_BYTES) {
                throw new UsageException(what + ": expected at most " + MAX_BYTES + " bytes of " + kind + ", found "
                        + files.getFileStatus(path).getLen() + " in " + file + "; is this the data?");
            }
            try (InputStream in = files.open(path)) {
                return in.readAllBytes();
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new UsageException(
                    what + ": expected a file that can be read, found " + file + ": " + e.getMessage());
        }
    }
}
