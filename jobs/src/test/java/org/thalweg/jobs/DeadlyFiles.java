package org.thalweg.jobs;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.Syncable;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * The local file system, which kills its process by SIGKILL at its n-th operation: these are every beginning and end of a
 * file, the middle of every write, and what is before every flush, rename, deletion and new folder.
 */
public final class DeadlyFiles extends RawLocalFileSystem {
    private static int countDown;
    private static int count;

    /** Makes this the local file system, to be deadly at its n-th operation from now on. */
    static synchronized void setIn(Configuration hadoop, int operation) {
        hadoop.set("fs.file.impl", DeadlyFiles.class.getName());
        hadoop.setBoolean("fs.file.impl.disable.cache", true);
        countDown = operation;
        count = 0;
    }

    /** How many operations there have been. */
    static synchronized int operations() {
        return count;
    }

    private static synchronized void operation() {
        count++;
        countDown--;
        if (countDown == 0) {
            kill();
        }
    }

    private static void kill() {
        try {
            new ProcessBuilder(
                            "kill",
                            "-KILL",
                            Long.toString(ProcessHandle.current().pid()))
                    .start();
            Thread.sleep(TimeUnit.MINUTES.toMillis(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
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
        operation();
        return deadly(super.create(file, permission, overwrite, bufferSize, replication, blockSize, progress));
    }

    @Override
    public FSDataOutputStream create(
            Path file, boolean overwrite, int bufferSize, short replication, long blockSize, Progressable progress)
            throws IOException {
        operation();
        return deadly(super.create(file, overwrite, bufferSize, replication, blockSize, progress));
    }

    private static FSDataOutputStream deadly(FSDataOutputStream out) throws IOException {
        return new FSDataOutputStream(new Deadly(out), null);
    }

    @Override
    public boolean rename(Path from, Path to) throws IOException {
        operation();
        boolean renamed = super.rename(from, to);
        operation();
        return renamed;
    }

    @Override
    public boolean delete(Path path, boolean recursive) throws IOException {
        operation();
        return super.delete(path, recursive);
    }

    @Override
    public boolean mkdirs(Path path) throws IOException {
        operation();
        return super.mkdirs(path);
    }

    private static final class Deadly extends OutputStream implements Syncable {
        private final FSDataOutputStream out;

        Deadly(FSDataOutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length / 2);
            out.flush();
            DeadlyFiles.operation();
            out.write(bytes, offset + length / 2, length - length / 2);
        }

        @Override
        public void hflush() throws IOException {
            out.hflush();
        }

        @Override
        public void hsync() throws IOException {
            DeadlyFiles.operation();
            out.hsync();
        }

        @Override
        public void close() throws IOException {
            DeadlyFiles.operation();
            out.close();
            DeadlyFiles.operation();
        }
    }
}
