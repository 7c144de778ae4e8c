package org.thalweg.spark;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The room that this JVM's tasks have on disks. A task that writes takes its share first: what others have taken and not yet
 * written is not there for it.
 */
final class DiskSpace {
    /** That of this JVM. */
    static final DiskSpace HERE = new DiskSpace(DiskSpace::disk);

    private final Disks disks;
    private final Map<String, Long> taken = new HashMap<>(); // and not yet written, in bytes, by the disk's name

    DiskSpace(Disks disks) {
        this.disks = disks;
    }

    /** Which disk a folder is on. */
    @FunctionalInterface
    interface Disks {
        Disk of(Path folder);
    }

    /**
     * A file system.
     *
     * @param free bytes; {@link Long#MAX_VALUE} where it does not say
     */
    record Disk(String name, long free) {}

    private static Disk disk(Path folder) {
        try {
            FileStore store = Files.getFileStore(folder);
            long free = store.getUsableSpace();
            return new Disk(store.toString(), store.getTotalSpace() <= 0 || free < 0 ? Long.MAX_VALUE : free);
        } catch (IOException | SecurityException e) {
            return new Disk(folder.toString(), Long.MAX_VALUE);
        }
    }

    /** The bytes that are free on the disks of some folders, each disk once, without what has been taken. */
    synchronized long free(List<Path> folders) {
        Map<String, Long> byDisk = new LinkedHashMap<>();
        for (Path folder : folders) {
            Disk disk = disks.of(folder);
            byDisk.put(disk.name(), left(disk));
        }
        return byDisk.values().stream()
                .reduce(0L, (a, b) -> a == Long.MAX_VALUE || b == Long.MAX_VALUE ? Long.MAX_VALUE : a + b);
    }

    private long left(Disk disk) {
        return disk.free() == Long.MAX_VALUE
                ? Long.MAX_VALUE
                : Math.max(0, disk.free() - taken.getOrDefault(disk.name(), 0L));
    }

    /**
     * Takes room for a file of packed rows.
     *
     * @param folder that it is in, or that its folder is in: what messages name
     * @param bytes that it will have, about
     * @param where the executor, for messages; empty for the driver
     * @throws DiskSpaceException if there is less
     */
    synchronized Share take(Path folder, long bytes, String where) {
        Disk disk = disks.of(folder);
        long left = left(disk);
        if (bytes > left) {
            throw new DiskSpaceException("disk: expected " + RowStorage.megabytes(bytes)
                    + " free for a task's share of the packed rows, found " + RowStorage.megabytes(left) + " (" + folder
                    + where + ")");
        }
        taken.merge(disk.name(), bytes, Long::sum);
        return new Share(disk.name(), folder + where, bytes);
    }

    /** Room that a task has taken, until it is closed. */
    final class Share implements AutoCloseable {
        private final String disk;
        private final String where;
        private final long bytes;
        private long left;
        private long written;

        private Share(String disk, String where, long bytes) {
            this.disk = disk;
            this.where = where;
            this.bytes = bytes;
            this.left = bytes;
        }

        /** Counts bytes that were written: the disk itself has them now. */
        void write(int more) {
            release(Math.min(left, more));
            written += more;
        }

        /** What is thrown where the disk is full all the same. */
        DiskSpaceException isFull() {
            return new DiskSpaceException("disk: expected room for " + RowStorage.megabytes(bytes)
                    + " of packed rows, a task's share, found a full disk after " + RowStorage.megabytes(written) + " ("
                    + where + ")");
        }

        @Override
        public void close() {
            release(left);
        }

        private void release(long room) {
            synchronized (DiskSpace.this) {
                taken.merge(disk, -room, Long::sum);
                left -= room;
            }
        }
    }
}
