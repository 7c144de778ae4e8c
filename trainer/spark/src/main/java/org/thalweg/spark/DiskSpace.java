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
 * The free disk space for this JVM's tasks. A task reserves its share before it writes: space that others have reserved and not
 * yet written is not available to it.
 */
final class DiskSpace {
    /** The instance of this JVM. */
    static final DiskSpace HERE = new DiskSpace(DiskSpace::disk);

    private final Disks disks;
    private final Map<String, Long> reserved = new HashMap<>(); // and not yet written, in bytes, by disk name

    DiskSpace(Disks disks) {
        this.disks = disks;
    }

    /** Finds the disk of a folder. */
    @FunctionalInterface
    interface Disks {
        Disk of(Path folder);
    }

    /**
     * A file system.
     *
     * @param free free bytes; {@link Long#MAX_VALUE} if unknown
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

    /** The free bytes on the disks of some folders, without those reserved; each disk counts once. */
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
                : Math.max(0, disk.free() - reserved.getOrDefault(disk.name(), 0L));
    }

    /**
     * Reserves space for a file of packed rows.
     *
     * @param folder a parent folder of the file, named in messages
     * @param bytes the approximate size of the file
     * @param where the executor, for messages; empty for the driver
     * @throws DiskSpaceException if there is too little space
     */
    synchronized Share reserve(Path folder, long bytes, String where) {
        Disk disk = disks.of(folder);
        long left = left(disk);
        if (bytes > left) {
            throw new DiskSpaceException("disk: expected " + RowStorage.megabytes(bytes)
                    + " free for a task's share of the packed rows, found " + RowStorage.megabytes(left) + " (" + folder
                    + where + ")");
        }
        reserved.merge(disk.name(), bytes, Long::sum);
        return new Share(disk.name(), folder + where, bytes);
    }

    /** Space that a task has reserved; closing releases it. */
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

        /** Counts written bytes, which are no longer reserved: the disk's free space has shrunk by them. */
        void write(int more) {
            release(Math.min(left, more));
            written += more;
        }

        /** The exception for a disk that became full in spite of the reservation. */
        DiskSpaceException isFull() {
            return new DiskSpaceException("disk: expected room for " + RowStorage.megabytes(bytes)
                    + " of packed rows, a task's share, found a full disk after " + RowStorage.megabytes(written) + " ("
                    + where + ")");
        }

        @Override
        public void close() {
            release(left);
        }

        private void release(long size) {
            synchronized (DiskSpace.this) {
                reserved.merge(disk, -size, Long::sum);
                left -= size;
            }
        }
    }
}
