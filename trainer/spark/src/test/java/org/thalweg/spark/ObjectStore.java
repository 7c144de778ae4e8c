package org.thalweg.spark;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Abortable;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PositionedReadable;
import org.apache.hadoop.fs.Seekable;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.mapreduce.lib.output.FileOutputCommitterFactory;
import org.apache.hadoop.util.Progressable;

/**
 * An object store in memory that behaves like S3 through Hadoop: an object becomes visible when its stream is closed; of two
 * writers the last to close wins, unless an object was to be created only if absent; a folder is renamed and deleted object
 * by object; and when the last object of a folder is deleted, a marker is left in its parent.
 *
 * <p>Its user can be killed at any operation that changes a bucket: that operation and all later ones fail, including reads,
 * until the bucket is {@linkplain #revive revived}.
 */
public final class ObjectStore extends FileSystem {
    /** Whether the store supports {@code fs.option.create.conditional.overwrite}. */
    public static final String CONDITIONAL = "thalweg.test.conditional";

    /** Whether an object is visible before it is complete, as in a plain file system. */
    public static final String EARLY = "thalweg.test.early";

    private static final Map<String, Bucket> BUCKETS = new ConcurrentHashMap<>();

    private record Item(byte[] bytes, long time) {
        static Item of(byte[] bytes) {
            return new Item(bytes, System.currentTimeMillis());
        }
    }

    private static final class Bucket {
        private final ConcurrentNavigableMap<String, Item> objects = new ConcurrentSkipListMap<>();
        private int operations;
        private int aborted;
        private int deadly = Integer.MAX_VALUE;

        /** Before a change. */
        synchronized void change() throws IOException {
            requireAlive();
            operations++;
            requireAlive();
        }

        synchronized void requireAlive() throws IOException {
            if (operations >= deadly) {
                throw new IOException("killed");
            }
        }

        synchronized void killAt(int operation) {
            operations = 0;
            deadly = operation;
        }
    }

    private URI uri;
    private Bucket bucket;
    private ConcurrentNavigableMap<String, Item> objects;

    /** Settings that make {@code s3a:} use this class. */
    public static Configuration settings(boolean conditional) {
        Configuration hadoop = new Configuration();
        hadoop.set("fs.s3a.impl", ObjectStore.class.getName());
        hadoop.setBoolean("fs.s3a.impl.disable.cache", true);
        hadoop.setBoolean(CONDITIONAL, conditional);
        return hadoop;
    }

    /** Hadoop's {@code AbstractFileSystem} for it. */
    public static final class Context extends DelegateToFileSystem {
        /** Called by Hadoop. */
        public Context(URI uri, Configuration hadoop) throws IOException, URISyntaxException {
            super(uri, new ObjectStore(), hadoop, "s3a", false);
        }
    }

    /** The same as Spark settings. */
    public static Map<String, String> sparkSettings() {
        return Map.of(
                "spark.hadoop.fs.s3a.impl",
                ObjectStore.class.getName(),
                "spark.hadoop.fs.s3a.impl.disable.cache",
                "true",
                "spark.hadoop.fs.AbstractFileSystem.s3a.impl",
                Context.class.getName(),
                "spark.hadoop." + CONDITIONAL,
                "true",
                // Hadoop's own implementation is in the library of the client.
                "spark.hadoop.mapreduce.outputcommitter.factory.scheme.s3a",
                FileOutputCommitterFactory.class.getName());
    }

    private static Bucket bucket(String name) {
        return BUCKETS.computeIfAbsent(name, made -> new Bucket());
    }

    /** The names of all objects of a bucket. */
    public static Set<String> objects(String bucket) {
        return bucket(bucket).objects.keySet();
    }

    /** The content of an object as text. */
    public static String text(String bucket, String key) {
        return new String(bucket(bucket).objects.get(key).bytes, StandardCharsets.UTF_8);
    }

    /** Kills a bucket's user at its n-th change from now on, counted from 1. */
    public static void killAt(String bucket, int operation) {
        bucket(bucket).killAt(operation);
    }

    /**
     * Makes the bucket usable again.
     *
     * @return whether its user was killed
     */
    public static boolean revive(String bucket) {
        Bucket used = bucket(bucket);
        boolean killed = used.operations >= used.deadly;
        used.killAt(Integer.MAX_VALUE);
        return killed;
    }

    /** The number of aborted uploads. */
    public static int aborted(String bucket) {
        return bucket(bucket).aborted;
    }

    @Override
    public void initialize(URI name, Configuration conf) throws IOException {
        super.initialize(name, conf);
        setConf(conf);
        uri = URI.create(name.getScheme() + "://" + name.getAuthority());
        bucket = bucket(name.getAuthority());
        objects = bucket.objects;
    }

    @Override
    public String getScheme() {
        return "s3a";
    }

    @Override
    public URI getUri() {
        return uri;
    }

    private String key(Path path) {
        return makeQualified(path).toUri().getPath();
    }

    private static String prefix(String key) {
        return key.endsWith("/") ? key : key + "/";
    }

    private NavigableMap<String, Item> below(String key) {
        return objects.subMap(prefix(key), true, prefix(key) + Character.MAX_VALUE, false);
    }

    @Override
    public FSDataInputStream open(Path path, int bufferSize) throws IOException {
        bucket.requireAlive();
        Item item = objects.get(key(path));
        if (item == null) {
            throw new FileNotFoundException("no object " + path);
        }
        return new FSDataInputStream(new Reading(item.bytes));
    }

    @Override
    public FSDataOutputStream create(
            Path path,
            FsPermission permission,
            boolean overwrite,
            int bufferSize,
            short replication,
            long blockSize,
            Progressable progress)
            throws IOException {
        return writing(path, overwrite, false);
    }

    private FSDataOutputStream writing(Path path, boolean overwrite, boolean onlyIfAbsent) throws IOException {
        if (!overwrite && !onlyIfAbsent && exists(path)) {
            throw new FileAlreadyExistsException("an object " + path);
        }
        if (getConf().getBoolean(EARLY, false)) {
            objects.putIfAbsent(key(path), Item.of(new byte[0]));
        }
        return new FSDataOutputStream(new Upload(key(path), onlyIfAbsent), statistics);
    }

    @Override
    public FSDataOutputStreamBuilder<?, ?> createFile(Path path) {
        return new Builder(path);
    }

    private final class Builder extends FSDataOutputStreamBuilder<FSDataOutputStream, Builder> {
        Builder(Path path) {
            super(ObjectStore.this, path);
        }

        @Override
        public FSDataOutputStream build() throws IOException {
            boolean asked = getOptions().getBoolean("fs.option.create.conditional.overwrite", false);
            return writing(
                    getPath(),
                    getFlags().contains(org.apache.hadoop.fs.CreateFlag.OVERWRITE),
                    asked && getConf().getBoolean(CONDITIONAL, false));
        }

        @Override
        public Builder getThisBuilder() {
            return this;
        }
    }

    private final class Upload extends OutputStream implements Abortable {
        private final String key;
        private final boolean onlyIfAbsent;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private boolean ended;

        Upload(String key, boolean onlyIfAbsent) {
            this.key = key;
            this.onlyIfAbsent = onlyIfAbsent;
        }

        @Override
        public void write(int b) {
            bytes.write(b);
        }

        @Override
        public void write(byte[] from, int offset, int length) {
            bytes.write(from, offset, length);
        }

        @Override
        public void close() throws IOException {
            if (ended) {
                return;
            }
            ended = true;
            bucket.change();
            Item item = Item.of(bytes.toByteArray());
            if (!onlyIfAbsent) {
                objects.put(key, item);
            } else if (objects.putIfAbsent(key, item) != null) {
                throw new IOException("412 Precondition Failed: " + key);
            }
        }

        @Override
        public AbortableResult abort() {
            boolean already = ended;
            ended = true;
            bucket.aborted++;
            return new AbortableResult() {
                @Override
                public boolean alreadyClosed() {
                    return already;
                }

                @Override
                public IOException anyCleanupException() {
                    return null;
                }
            };
        }
    }

    @Override
    public FSDataOutputStream append(Path path, int bufferSize, Progressable progress) {
        throw new UnsupportedOperationException("objects are not appended to");
    }

    /** Copies every object, and then deletes the originals. */
    @Override
    public boolean rename(Path from, Path to) throws IOException {
        FileStatus source = getFileStatus(from);
        if (exists(to)) {
            if (!getFileStatus(to).isDirectory()) {
                return false;
            }
            to = new Path(to, from.getName());
        }
        List<String> keys = source.isDirectory() ? List.copyOf(below(key(from)).keySet()) : List.of(key(from));
        for (String key : keys) {
            bucket.change();
            objects.put(key(to) + key.substring(key(from).length()), objects.get(key));
        }
        for (String key : keys) {
            bucket.change();
            objects.remove(key);
        }
        markParent(from);
        return true;
    }

    @Override
    public boolean delete(Path path, boolean recursive) throws IOException {
        bucket.requireAlive();
        boolean object = objects.containsKey(key(path));
        List<String> keys =
                object ? List.of(key(path)) : List.copyOf(below(key(path)).keySet());
        if (!recursive && keys.size() > 1) {
            throw new IOException(path + " is not empty");
        }
        for (String key : keys) {
            bucket.change();
            objects.remove(key);
        }
        if (!keys.isEmpty()) {
            markParent(path);
        }
        return !keys.isEmpty();
    }

    /** Creates a marker, like Hadoop, so that a folder still exists without its last object. */
    private void markParent(Path path) throws IOException {
        Path parent = path.getParent();
        if (parent != null && !parent.isRoot() && below(key(parent)).isEmpty()) {
            bucket.change();
            objects.put(prefix(key(parent)), Item.of(new byte[0]));
        }
    }

    @Override
    public FileStatus[] listStatus(Path path) throws IOException {
        bucket.requireAlive();
        if (objects.containsKey(key(path))) {
            return new FileStatus[] {getFileStatus(path)};
        }
        Set<String> names = new TreeSet<>();
        String prefix = prefix(key(path));
        NavigableMap<String, Item> all = below(key(path));
        if (all.isEmpty()) {
            throw new FileNotFoundException("nothing at " + path);
        }
        for (String key : all.keySet()) {
            String rest = key.substring(prefix.length());
            int slash = rest.indexOf('/');
            if (!rest.isEmpty()) {
                names.add(slash < 0 ? rest : rest.substring(0, slash));
            }
        }
        FileStatus[] statuses = new FileStatus[names.size()];
        int count = 0;
        for (String name : names) {
            try {
                statuses[count] = getFileStatus(new Path(path, name));
                count++;
            } catch (FileNotFoundException e) {
                // Deleted meanwhile.
            }
        }
        return java.util.Arrays.copyOf(statuses, count);
    }

    @Override
    public boolean mkdirs(Path path, FsPermission permission) throws IOException {
        bucket.change();
        objects.putIfAbsent(prefix(key(path)), Item.of(new byte[0]));
        return true;
    }

    @Override
    public FileStatus getFileStatus(Path path) throws IOException {
        bucket.requireAlive();
        Item item = objects.get(key(path));
        if (item != null) {
            return new FileStatus(item.bytes.length, false, 1, 1, item.time, makeQualified(path));
        }
        if (below(key(path)).isEmpty()) {
            throw new FileNotFoundException("nothing at " + path);
        }
        return new FileStatus(0, true, 1, 1, System.currentTimeMillis(), makeQualified(path));
    }

    @Override
    public void setWorkingDirectory(Path path) {
        throw new UnsupportedOperationException("a bucket's root is its working directory");
    }

    @Override
    public Path getWorkingDirectory() {
        return new Path(uri + "/");
    }

    private static final class Reading extends ByteArrayInputStream implements Seekable, PositionedReadable {
        Reading(byte[] bytes) {
            super(bytes);
        }

        @Override
        public void seek(long position) {
            pos = (int) position;
        }

        @Override
        public long getPos() {
            return pos;
        }

        @Override
        public boolean seekToNewSource(long target) {
            return false;
        }

        @Override
        public int read(long position, byte[] into, int offset, int length) {
            int there = Math.min(length, count - (int) position);
            if (there <= 0) {
                return -1;
            }
            System.arraycopy(buf, (int) position, into, offset, there);
            return there;
        }

        @Override
        public void readFully(long position, byte[] into, int offset, int length) throws IOException {
            if (read(position, into, offset, length) < length) {
                throw new EOFException("at " + position);
            }
        }

        @Override
        public void readFully(long position, byte[] into) throws IOException {
            readFully(position, into, 0, into.length);
        }
    }
}
