package org.thalweg.jobs.store;

import java.io.BufferedInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.thalweg.jobs.json.JsonLines;
import org.thalweg.jobs.json.JsonObject;
import org.thalweg.math.Fingerprint;
import org.thalweg.spark.WholeFiles;

/** The files {@code learned/NAME.jsonl} of a store. A file that no entry names has no meaning. */
public final class StoredLists {
    private static final String ENDING = ".jsonl";
    private static final int BUFFER = 1 << 16;

    private final FileSystem files;
    private final Path folder;

    StoredLists(FileSystem files, Path folder) {
        this.files = files;
        this.folder = folder;
    }

    private Path file(String name) {
        return new Path(folder, name + ENDING);
    }

    /**
     * Writes a list.
     *
     * @param rows rows of texts and whole numbers
     * @throws StoreException if it cannot be written
     */
    public StoredList write(Iterator<List<Object>> rows) {
        String name = UUID.randomUUID().toString();
        MessageDigest digest = Fingerprint.begin();
        long[] count = new long[1];
        try {
            WholeFiles.write(files, file(name), out -> {
                OutputStream hashed = new DigestOutputStream(out, digest);
                JsonLines.write(hashed, new Iterator<>() {
                    @Override
                    public boolean hasNext() {
                        return rows.hasNext();
                    }

                    @Override
                    public List<Object> next() {
                        count[0]++;
                        return rows.next();
                    }
                });
                hashed.flush();
            });
        } catch (IOException e) {
            throw new StoreException("store: cannot write " + file(name)
                    + ": expected disk space and permission, found " + e.getMessage() + "; nothing is left there");
        }
        return new StoredList(name, count[0], Fingerprint.end(digest));
    }

    /**
     * Reads a list from its first row to its last.
     *
     * @throws StoreDamagedException if it is missing or has changed since it was written
     */
    public void read(StoredList list, Consumer<List<Object>> rows) {
        Path file = file(list.name());
        MessageDigest digest = Fingerprint.begin();
        try (InputStream in = new DigestInputStream(new BufferedInputStream(files.open(file), BUFFER), digest)) {
            JsonLines.read(in, file.toString(), rows);
        } catch (FileNotFoundException e) {
            throw new StoreDamagedException(
                    "store: expected " + file + ", which the log names, found no file; restore it");
        } catch (IOException e) {
            throw new StoreException(
                    "store: expected " + file + ", found " + e.getMessage() + "; check its permissions");
        }
        String sha256 = Fingerprint.end(digest);
        if (!sha256.equals(list.sha256())) {
            throw new StoreDamagedException(
                    "store: expected " + file + " of SHA-256 " + list.sha256() + ", found " + sha256 + "; restore it");
        }
    }

    /** All lists that a learning state names. */
    private static List<StoredList> within(Map<String, Object> learned, String where) {
        JsonObject json = JsonObject.of(learned, where);
        List<StoredList> lists = new ArrayList<>(StoredList.of(json));
        learned.forEach((key, value) -> {
            if (value instanceof Map<?, ?>) {
                lists.addAll(within(json.object(key).values(), where));
            }
        });
        return lists;
    }

    /** The names of all lists that a learning state names. */
    static Set<String> named(Map<String, Object> learned, String where) {
        return within(learned, where).stream().map(StoredList::name).collect(Collectors.toCollection(HashSet::new));
    }

    /**
     * Requires that all lists exist unchanged.
     *
     * @param learned the learning state that names them
     * @throws StoreDamagedException if one is missing or has changed
     */
    public void require(Map<String, Object> learned) {
        within(learned, folder.toString()).forEach(list -> read(list, row -> {}));
    }

    /** Deletes lists that are not named and older than a time. */
    void sweep(Set<String> named, long before) throws IOException {
        FileStatus[] there;
        try {
            there = files.listStatus(folder);
        } catch (FileNotFoundException e) {
            return; // No list yet.
        }
        for (FileStatus status : there) {
            String name = status.getPath().getName();
            if (name.endsWith(ENDING)
                    && !named.contains(name.substring(0, name.length() - ENDING.length()))
                    && status.getModificationTime() < before) {
                files.delete(status.getPath(), false);
            }
        }
    }
}
