package org.thalweg.jobs.store;

import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.thalweg.math.Fingerprint;

/** Reads the files of versions, and verifies them against the log. */
public final class VersionFiles {
    private static final int CHUNK = 1 << 16;

    private VersionFiles() {}

    /**
     * Reads a small file of a version.
     *
     * @param entry the entry that created the version
     * @throws StoreDamagedException if the file has changed since it was published
     */
    public static byte[] read(ModelStore store, LogEntry entry, String name) {
        Path file = path(store, entry, name);
        try {
            byte[] bytes = ExclusiveCreation.read(store.files(), file);
            MessageDigest digest = Fingerprint.begin();
            digest.update(bytes);
            require(file, entry.files().get(name), new StoredFile(bytes.length, Fingerprint.end(digest)));
            return bytes;
        } catch (IOException e) {
            throw StoreDamagedException.unreadable(file, e);
        }
    }

    /**
     * Checks a file of any size.
     *
     * @throws StoreDamagedException if the file has changed since it was published
     */
    public static void require(ModelStore store, LogEntry entry, String name) {
        Path file = path(store, entry, name);
        try {
            require(file, entry.files().get(name), of(store.files(), file));
        } catch (IOException e) {
            throw StoreDamagedException.unreadable(file, e);
        }
    }

    /**
     * Checks all files of a version.
     *
     * @throws StoreDamagedException if one has changed since it was published
     */
    public static void require(ModelStore store, LogEntry entry) {
        entry.files().keySet().forEach(name -> require(store, entry, name));
    }

    private static Path path(ModelStore store, LogEntry entry, String name) {
        Path folder = store.version(entry.version().orElseThrow());
        if (!entry.files().containsKey(name)) {
            throw new StoreDamagedException("store: expected " + name + " in " + folder
                    + ", found none in the log's entry " + entry.number() + "; promote another version");
        }
        return new Path(folder, name);
    }

    private static void require(Path file, StoredFile expected, StoredFile found) {
        if (!found.equals(expected)) {
            throw new StoreDamagedException("store: expected " + file + " as it was published (" + expected.bytes()
                    + " bytes, SHA-256 " + expected.sha256() + "), found " + found.bytes() + " bytes, SHA-256 "
                    + found.sha256() + "; restore it, or promote another version");
        }
    }

    /** A file's length and hash. */
    public static StoredFile of(FileSystem files, Path file) throws IOException {
        MessageDigest digest = Fingerprint.begin();
        long bytes = 0;
        try (InputStream in = new DigestInputStream(files.open(file), digest)) {
            byte[] chunk = new byte[CHUNK];
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                bytes += read;
            }
        }
        return new StoredFile(bytes, Fingerprint.end(digest));
    }
}
