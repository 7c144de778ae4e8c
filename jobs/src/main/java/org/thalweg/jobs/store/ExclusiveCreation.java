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
 * Creates a file atomically, and only if it is absent: of any number of writers one succeeds. Each kind of file system
 * has its own way, which is tested before it is used.
 */
abstract sealed class ExclusiveCreation permits LinkedCreation, RenamedCreation, ConditionalCreation {
    static final int MOST_BYTES = 64 << 20;

    final FileSystem files;

    ExclusiveCreation(FileSystem files) {
        this.files = files;
    }

    /**
     * Creates a file, unless it exists.
     *
     * @return whether this call created it
     * @throws IOException if that is unknown, or the file cannot be written
     */
    abstract boolean create(Path file, byte[] bytes) throws IOException;

    /** A short description, for messages. */
    abstract String described();

    /**
     * Tests exclusive creation in a folder.
     *
     * @throws IOException if an existing file is replaced, or a file may be visible before it is complete
     */
    void probe(Path folder) throws IOException {
        Path file = new Path(folder, ".probe-" + UUID.randomUUID());
        byte[] first = "first".getBytes(StandardCharsets.UTF_8);
        byte[] second = "second".getBytes(StandardCharsets.UTF_8);
        try {
            boolean created = create(file, first);
            boolean again = create(file, second);
            if (!created || again || !Arrays.equals(first, read(files, file))) {
                throw new IOException("an existing file was replaced");
            }
        } finally {
            files.delete(file, false);
        }
    }

    /** Reads a small file. */
    static byte[] read(FileSystem files, Path file) throws IOException {
        try (InputStream in = files.open(file)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new IOException(file + " is larger than " + MOST_BYTES + " bytes");
            }
            return bytes;
        }
    }

    /** Whether a file exists with these bytes. Asked after a failure that may have followed a success. */
    boolean holds(Path file, byte[] bytes) throws IOException {
        try {
            return Arrays.equals(bytes, read(files, file));
        } catch (FileNotFoundException e) {
            return false;
        }
    }

    /** Deletes a draft. A draft that remains has no meaning, and is deleted later. */
    void deleteDraft(Path draft) {
        try {
            files.delete(draft, false);
        } catch (IOException e) {
            // The file was created, or its failure is reported.
        }
    }

    static Path draftOf(Path file) {
        return new Path(file.getParent(), "." + file.getName() + ".writing-" + UUID.randomUUID());
    }

    /** The implementation for a file system, not tested. */
    static ExclusiveCreation untried(FileSystem files) {
        return switch (files.getUri().getScheme()) {
            case "file" -> new LinkedCreation(files);
            case "hdfs", "viewfs" -> new RenamedCreation(files);
            default -> new ConditionalCreation(files);
        };
    }

    /**
     * The implementation for a file system, tested in a folder.
     *
     * @param folder an existing folder
     * @throws StoreException if the file system cannot exclude a second writer
     */
    static ExclusiveCreation of(FileSystem files, Path folder) {
        String scheme = files.getUri().getScheme();
        ExclusiveCreation creation = untried(files);
        try {
            creation.probe(folder);
            return creation;
        } catch (IOException e) {
            throw new StoreException(
                    "store: expected a file system that creates a file atomically and only if it is absent ("
                            + creation.described() + "), found that " + scheme + ": does not at " + folder + ": "
                            + e.getMessage()
                            + "; use another location for the store, or enable conditional writes there");
        }
    }
}
