package org.thalweg.jobs.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * How a file system creates a file whole, and only if it is absent: of any number of writers one succeeds. Each kind of
 * file system has its own way, and a way is believed once it has been tried.
 */
abstract sealed class ExclusiveCreation permits LinkedCreation, RenamedCreation, ConditionalCreation {
    static final int MOST_BYTES = 64 << 20;

    final FileSystem files;

    ExclusiveCreation(FileSystem files) {
        this.files = files;
    }

    /**
     * Creates a file, unless there is one.
     *
     * @return whether it was created, by this call
     * @throws IOException if it cannot be told, or the file cannot be written
     */
    abstract boolean create(Path file, byte[] bytes) throws IOException;

    /** The way in words. */
    abstract String described();

    /**
     * Tries the way in a folder.
     *
     * @throws IOException if a file that is there is replaced, or may be seen before it is whole
     */
    void probe(Path folder) throws IOException {
        Path file = new Path(folder, ".probe-" + UUID.randomUUID());
        byte[] first = "first".getBytes(StandardCharsets.UTF_8);
        byte[] second = "second".getBytes(StandardCharsets.UTF_8);
        try {
            boolean created = create(file, first);
            boolean again = create(file, second);
            if (!created || again || !Arrays.equals(first, read(files, file))) {
                throw new IOException("a file that is there already was replaced");
            }
        } finally {
            files.delete(file, false);
        }
    }

    /** A small file's bytes. */
    static byte[] read(FileSystem files, Path file) throws IOException {
        try (InputStream in = files.open(file)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new IOException(file + " is larger than " + MOST_BYTES + " bytes");
            }
            return bytes;
        }
    }

    /** Whether a file is there and holds these bytes: after a failure that may have come too late. */
    boolean holds(Path file, byte[] bytes) throws IOException {
        try {
            return Arrays.equals(bytes, read(files, file));
        } catch (FileNotFoundException e) {
            return false;
        }
    }

    /** Takes a draft away; where that fails it means nothing, and goes later. */
    void takeAway(Path draft) {
        try {
            files.delete(draft, false);
        } catch (IOException e) {
            // What was asked for is done, or told already.
        }
    }

    static Path draftOf(Path file) {
        return new Path(file.getParent(), "." + file.getName() + ".writing-" + UUID.randomUUID());
    }

    /** The way of a file system. */
    static ExclusiveCreation untried(FileSystem files) {
        return switch (files.getUri().getScheme()) {
            case "file" -> new LinkedCreation(files);
            case "hdfs", "viewfs" -> new RenamedCreation(files);
            default -> new ConditionalCreation(files);
        };
    }

    /**
     * The way of a file system, tried in a folder.
     *
     * @param folder which is there
     * @throws StoreException if the file system cannot exclude a second writer
     */
    static ExclusiveCreation of(FileSystem files, Path folder) {
        String scheme = files.getUri().getScheme();
        ExclusiveCreation way = untried(files);
        try {
            way.probe(folder);
            return way;
        } catch (IOException e) {
            throw new StoreException(
                    "store: expected a file system that creates a file whole and only if it is absent ("
                            + way.described() + "), found that " + scheme + ": does not at " + folder + ": "
                            + e.getMessage()
                            + "; take another place for the store, or turn conditional writes on there");
        }
    }
}
