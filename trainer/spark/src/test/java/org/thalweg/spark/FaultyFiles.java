package org.thalweg.spark;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.Syncable;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * The local file system with injected faults: an action of the test before any operation; a SIGKILL of the process at its n-th
 * change; and a power failure, in which files keep their names but lose data that was not forced to the disk.
 */
public final class FaultyFiles extends RawLocalFileSystem {
    /** The operations at which a fault may occur. */
    public enum Operation {
        INITIALIZE(false),
        OPEN(false),
        CREATE(true),
        /** In the middle of one. */
        WRITE(true),
        FORCE(true),
        CLOSE(true),
        CLOSED(true),
        RENAME(true),
        RENAMED(true),
        DELETE(true),
        MAKE_FOLDER(true);

        private final boolean change;

        Operation(boolean change) {
            this.change = change;
        }
    }

    private static Operation awaited;
    private static Predicate<String> awaitedName;
    private static Runnable meanwhile;
    private static int left;

    private static boolean losesPower;
    private static final List<Written> WRITTEN = new ArrayList<>();
    private static int countDown;
    private static int count;

    /** Settings that make {@code file:} use this class. */
    public static Configuration settings() {
        Configuration hadoop = new Configuration();
        hadoop.set("fs.file.impl", FaultyFiles.class.getName());
        hadoop.setBoolean("fs.file.impl.disable.cache", true);
        return hadoop;
    }

    /**
     * Runs an action before operations on files with certain names.
     *
     * @param times the number of operations from now on
     */
    public static synchronized void before(Operation operation, Predicate<String> name, int times, Runnable action) {
        awaited = operation;
        awaitedName = name;
        meanwhile = action;
        left = times;
    }

    /** Before how many further operations the action will run. */
    public static synchronized int left() {
        return left;
    }

    /** Kills the process at its n-th change from now on, counted from 1, as in a power failure. */
    public static synchronized void killAt(int operation) {
        rememberForced();
        countDown = operation;
        count = 0;
    }

    /** The number of changes since then. */
    public static synchronized int operations() {
        return count;
    }

    /** From now on records which data of each file is forced to the disk. */
    public static synchronized void rememberForced() {
        losesPower = true;
    }

    /** Removes from all files the data that was not forced, and stops recording. */
    public static synchronized void losePower() {
        losesPower = false;
        WRITTEN.forEach(Written::losePower);
        WRITTEN.clear();
    }

    private static void at(Operation operation, Path file) {
        count(operation);
        if (isAwaited(operation, file)) {
            meanwhile.run();
        }
    }

    private static synchronized boolean isAwaited(Operation operation, Path file) {
        boolean is = left > 0 && operation == awaited && awaitedName.test(file.getName());
        left -= is ? 1 : 0;
        return is;
    }

    private static synchronized void count(Operation operation) {
        if (!operation.change) {
            return;
        }
        count++;
        countDown--;
        if (countDown == 0) {
            losePower();
            kill();
        }
    }

    private static void kill() {
        try {
            long process = ProcessHandle.current().pid();
            new ProcessBuilder("kill", "-KILL", Long.toString(process)).start();
            Thread.sleep(TimeUnit.MINUTES.toMillis(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void initialize(URI name, Configuration conf) throws IOException {
        at(Operation.INITIALIZE, new Path(name));
        super.initialize(name, conf);
    }

    @Override
    public FSDataInputStream open(Path file, int bufferSize) throws IOException {
        at(Operation.OPEN, file);
        return super.open(file, bufferSize);
    }

    @Override
    public FSDataOutputStream create(
            Path file,
            FsPermission permission,
            boolean overwrite,
            int bufferSize,
            short replication,
            long blockSize,
            Progressable progress)
            throws IOException {
        at(Operation.CREATE, file);
        return written(file, super.create(file, permission, overwrite, bufferSize, replication, blockSize, progress));
    }

    @Override
    public FSDataOutputStream create(
            Path file, boolean overwrite, int bufferSize, short replication, long blockSize, Progressable progress)
            throws IOException {
        at(Operation.CREATE, file);
        return written(file, super.create(file, overwrite, bufferSize, replication, blockSize, progress));
    }

    private FSDataOutputStream written(Path file, FSDataOutputStream out) throws IOException {
        synchronized (FaultyFiles.class) {
            Written written = new Written(file, out, losesPower ? new RandomAccessFile(pathToFile(file), "rw") : null);
            if (losesPower) {
                WRITTEN.add(written);
            }
            return new FSDataOutputStream(written, null);
        }
    }

    @Override
    public boolean rename(Path from, Path to) throws IOException {
        at(Operation.RENAME, from);
        boolean renamed = super.rename(from, to);
        at(Operation.RENAMED, to);
        return renamed;
    }

    @Override
    public boolean delete(Path path, boolean recursive) throws IOException {
        at(Operation.DELETE, path);
        return super.delete(path, recursive);
    }

    @Override
    public boolean mkdirs(Path path) throws IOException {
        at(Operation.MAKE_FOLDER, path);
        return super.mkdirs(path);
    }

    private static final class Written extends OutputStream implements Syncable {
        private final Path file;
        private final FSDataOutputStream out;
        private final RandomAccessFile content; // independent of renames; null if no power failure is simulated
        private long forced;

        Written(Path file, FSDataOutputStream out, RandomAccessFile content) {
            this.file = file;
            this.out = out;
            this.content = content;
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length / 2);
            out.flush();
            at(Operation.WRITE, file);
            out.write(bytes, offset + length / 2, length - length / 2);
        }

        @Override
        public void hflush() throws IOException {
            out.hflush();
        }

        @Override
        public void hsync() throws IOException {
            at(Operation.FORCE, file);
            out.hsync();
            forced = out.getPos();
        }

        @Override
        public void close() throws IOException {
            at(Operation.CLOSE, file);
            out.close();
            at(Operation.CLOSED, file);
        }

        void losePower() {
            try (content) {
                content.setLength(Math.min(forced, content.length()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
