package org.thalweg.jobs.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.thalweg.math.Fingerprint;
import org.thalweg.safetensors.TensorFile;
import org.thalweg.spark.Uninterrupted;
import org.thalweg.spark.WholeFiles;

/**
 * A version whose number is claimed and whose files are being written. Closing it before it is published deletes it.
 */
public final class VersionDraft implements ModelFolder.Draft, AutoCloseable {
    private final ModelStore store;
    private final int number;
    private final Map<String, StoredFile> written = new TreeMap<>();
    private boolean published;

    VersionDraft(ModelStore store, int number) {
        this.store = store;
        this.number = number;
    }

    /** The version's number. */
    public int number() {
        return number;
    }

    /** Its folder. */
    public Path path() {
        return store.version(number);
    }

    /** The files written so far, by name. */
    public Map<String, StoredFile> files() {
        return Collections.unmodifiableMap(written);
    }

    /**
     * Writes a file.
     *
     * @throws StoreException if it cannot be written
     */
    @Override
    public void write(String name, TensorFile.Content content) {
        MessageDigest digest = Fingerprint.begin();
        long[] bytes = new long[1];
        Path file = new Path(path(), name);
        try {
            WholeFiles.write(store.files(), file, out -> {
                DigestOutputStream hashed = new DigestOutputStream(out, digest) {
                    @Override
                    public void write(byte[] from, int offset, int length) throws IOException {
                        super.write(from, offset, length);
                        bytes[0] += length;
                    }

                    @Override
                    public void write(int b) throws IOException {
                        super.write(b);
                        bytes[0]++;
                    }
                };
                content.to(hashed);
                hashed.flush();
            });
        } catch (IOException e) {
            throw new StoreException("store: cannot write " + file + ": expected disk space and permission, found "
                    + e.getMessage() + "; nothing is left there");
        }
        written.put(name, new StoredFile(bytes[0], Fingerprint.end(digest)));
    }

    /**
     * Writes a subfolder with Spark. Except on an object store, the files are then copied, as executors do not force
     * them to disk.
     *
     * @param name name of the subfolder
     * @param writing receives the path to write to
     */
    public void add(String name, Consumer<String> writing) {
        FileSystem files = store.files();
        boolean copied = !WholeFiles.isObjectStore(files);
        Path from = new Path(path(), copied ? "." + name + ".writing" : name);
        writing.accept(from.toString());
        try {
            for (FileStatus status : files.listStatus(from)) {
                String file = status.getPath().getName();
                if (!status.isFile() || file.startsWith(".") || file.startsWith("_")) {
                    continue;
                }
                if (copied) {
                    write(name + "/" + file, out -> WholeFiles.copy(files, status.getPath(), out));
                } else {
                    written.put(name + "/" + file, VersionFiles.of(files, status.getPath()));
                }
            }
            if (copied) {
                files.delete(from, true);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Publishes the version by adding the entry that names it.
     *
     * @throws StoreChangedException if another writer has added that entry
     */
    public void publish(LogEntry entry) {
        boolean refused = false;
        try {
            store.append(entry);
        } catch (StoreChangedException e) {
            refused = true;
            throw e;
        } finally {
            // If it is unknown whether the entry was written, the version must stay.
            published = !refused;
        }
    }

    @Override
    public void close() {
        if (published) {
            return;
        }
        Uninterrupted.run(() -> {
            try {
                store.files().delete(path(), true);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot delete " + path() + ": " + e.getMessage(), e);
            }
        });
    }
}
