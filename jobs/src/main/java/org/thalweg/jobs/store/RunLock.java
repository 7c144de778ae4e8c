package org.thalweg.jobs.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.thalweg.spark.WholeFiles;
import org.thalweg.train.TrainingCancelledException;

/**
 * A run's exclusive lock on a folder: a file {@code .NAME.lock-000001} that names its owner, and that the run renews
 * every few seconds while it is alive. A killed run leaves the file behind. On the same machine its process is known to
 * have ended; on others, the file is no longer renewed. The next run then creates the file of the next number, at which
 * one of several runs succeeds, and deletes the old file.
 */
public final class RunLock implements AutoCloseable {
    private static final Duration RENEWAL = Duration.ofSeconds(5);

    /** After this many missed renewals, the owner counts as dead. */
    static final int MISSED = 6;

    /** File systems where setting a file's modification time is supported and atomic. */
    private static final List<String> TIMES = List.of("file", "hdfs", "viewfs");

    private final FileSystem files;
    private final Path folder;
    private final String name;
    private final String key;
    private final LockOwner owner = LockOwner.here();
    private final Pause pause;
    private final List<Path> missing = new ArrayList<>(); // folders that did not exist before, lowest first
    private final Thread renewal = new Thread(this::renewRegularly, "thalweg-lock");
    private Path file;
    private long renewals;
    private volatile boolean lost;

    /** Waits for one renewal interval. */
    interface Pause {
        void pause() throws InterruptedException;
    }

    private record LockFile(byte[] bytes, long time) {
        boolean is(LockFile other) {
            return time == other.time && Arrays.equals(bytes, other.bytes);
        }
    }

    private RunLock(FileSystem files, Path folder, String name, String key, Pause pause) {
        this.files = files;
        this.folder = folder;
        this.name = name;
        this.key = key;
        this.pause = pause;
    }

    /**
     * Acquires the lock.
     *
     * @param folder the folder of the lock's file; created if missing
     * @param name name of the locked item
     * @param key the job file's key of its path, for messages
     * @param reports receives a message while waiting
     * @throws LockHeldException if another live run holds it
     * @throws IOException if the file cannot be written
     */
    public static RunLock of(FileSystem files, Path folder, String name, String key, Consumer<String> reports)
            throws IOException {
        return of(files, folder, name, key, reports, () -> Thread.sleep(RENEWAL.toMillis()));
    }

    static RunLock of(FileSystem files, Path folder, String name, String key, Consumer<String> reports, Pause pause)
            throws IOException {
        RunLock lock = new RunLock(files, folder, name, key, pause);
        lock.rememberMissing();
        lock.owner.begin();
        boolean acquired = false;
        try {
            while (!acquired) {
                acquired = lock.tryAcquire(reports);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TrainingCancelledException("interrupted while waiting for another run");
        } finally {
            if (!acquired) {
                lock.owner.end();
            }
        }
        lock.renewal.setDaemon(true);
        lock.renewal.start();
        return lock;
    }

    private void rememberMissing() throws IOException {
        for (Path parent = folder; parent != null && !files.exists(parent); parent = parent.getParent()) {
            missing.add(parent);
        }
    }

    private boolean tryAcquire(Consumer<String> reports) throws IOException, InterruptedException {
        SortedMap<Integer, LockFile> others = lockFiles();
        if (!others.isEmpty() && !isDead(others.lastKey(), others.get(others.lastKey()), reports)) {
            return false;
        }
        int number = others.isEmpty() ? 1 : others.lastKey() + 1;
        Path mine = file(number);
        if (!isCreated(mine)) {
            return false;
        }
        // A run that started at a lower number meanwhile sees this file.
        SortedMap<Integer, LockFile> now = lockFiles();
        LockFile own = now.remove(number);
        if (own == null || !owner.owns(own.bytes) || !isSame(others, now)) {
            if (own != null && owner.owns(own.bytes)) {
                files.delete(mine, false);
            }
            return false;
        }
        for (int dead : others.keySet()) {
            files.delete(file(dead), false);
        }
        file = mine;
        return true;
    }

    private static boolean isSame(SortedMap<Integer, LockFile> before, SortedMap<Integer, LockFile> now) {
        return before.keySet().equals(now.keySet())
                && before.keySet().stream()
                        .allMatch(number -> before.get(number).is(now.get(number)));
    }

    private Path file(int number) {
        return new Path(folder, String.format(Locale.ROOT, ".%s.lock-%06d", name, number));
    }

    private SortedMap<Integer, LockFile> lockFiles() throws IOException {
        Pattern pattern = Pattern.compile(Pattern.quote("." + name + ".lock-") + "([0-9]{6,9})");
        SortedMap<Integer, LockFile> lockFiles = new TreeMap<>();
        if (!files.exists(folder)) {
            return lockFiles;
        }
        for (FileStatus status : files.listStatus(folder)) {
            Matcher matcher = pattern.matcher(status.getPath().getName());
            if (matcher.matches()) {
                readLockFile(status.getPath())
                        .ifPresent(seen -> lockFiles.put(Integer.parseInt(matcher.group(1)), seen));
            }
        }
        return lockFiles;
    }

    private Optional<LockFile> readLockFile(Path path) throws IOException {
        try {
            long time = files.getFileStatus(path).getModificationTime();
            return Optional.of(new LockFile(ExclusiveCreation.read(files, path), time));
        } catch (FileNotFoundException e) {
            return Optional.empty();
        }
    }

    private boolean isDead(int number, LockFile seen, Consumer<String> reports)
            throws IOException, InterruptedException {
        Optional<LockOwner> other = LockOwner.of(seen.bytes);
        Optional<Boolean> lives = other.flatMap(LockOwner::lives);
        if (lives.isPresent()) {
            if (lives.get()) {
                throw held(other);
            }
            return true;
        }
        reports.accept("waiting to see whether " + described(other) + " still writes to " + what());
        for (int missed = 0; missed < MISSED; missed++) {
            pause.pause();
            Optional<LockFile> now = readLockFile(file(number));
            if (now.isEmpty()) {
                return false;
            }
            if (!now.get().is(seen)) {
                throw held(other);
            }
        }
        return true;
    }

    private String what() {
        return new Path(folder, name).toString();
    }

    private static String described(Optional<LockOwner> other) {
        return other.map(LockOwner::described).orElse("another run");
    }

    private LockHeldException held(Optional<LockOwner> other) {
        return new LockHeldException(key + ": expected no other run that writes there at the same time, found "
                + described(other) + ", which is running (" + what()
                + "); wait until it has ended, stop it, or use another path");
    }

    private boolean isCreated(Path path) throws IOException {
        byte[] bytes = owner.bytes(0);
        try {
            return ExclusiveCreation.untried(files).create(path, bytes);
        } catch (IOException e) {
            if (files.exists(path)) {
                return false;
            }
            // Without hard links or conditional writes, the last writer wins, which is checked afterwards.
            WholeFiles.write(files, path, out -> out.write(bytes));
            return true;
        }
    }

    private void renewRegularly() {
        try {
            while (!lost) {
                Thread.sleep(RENEWAL.toMillis());
                renew();
            }
        } catch (InterruptedException e) {
            // The lock was closed.
        }
    }

    private synchronized void renew() {
        try {
            Optional<LockFile> now = look();
            if (now.isEmpty()) {
                return;
            }
            if (TIMES.contains(files.getUri().getScheme())) {
                files.setTimes(file, Math.max(now.get().time + 1, System.currentTimeMillis()), -1);
            } else {
                byte[] bytes = owner.bytes(++renewals);
                WholeFiles.replace(files, file, out -> out.write(bytes));
            }
        } catch (IOException e) {
            // The next renewal may succeed.
        }
    }

    /** The lock's file; empty if this run no longer owns it. */
    private Optional<LockFile> look() throws IOException {
        Optional<LockFile> now = readLockFile(file).filter(seen -> owner.owns(seen.bytes));
        lost |= now.isEmpty();
        return now;
    }

    /**
     * Requires that this run still holds the lock, before it writes.
     *
     * @throws LockHeldException if another run took over the lock because this one was suspended for long
     */
    public void requireHeld() {
        if (!isHeld()) {
            throw new LockHeldException(key + ": expected no other run that writes there at the same time, found that"
                    + " another run took over the lock, as this one seemed dead (" + what()
                    + "); check what it has written, and run this again");
        }
    }

    /** Whether this run still holds the lock. */
    public synchronized boolean isHeld() {
        try {
            look();
        } catch (IOException e) {
            // The following write fails with the cause.
        }
        return !lost;
    }

    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        owner.end();
        renewal.interrupt();
        try {
            renewal.join();
            Optional<LockFile> now = readLockFile(file);
            if (now.isPresent() && owner.owns(now.get().bytes)) {
                files.delete(file, false);
            }
            deleteEmptyFolders();
        } catch (IOException e) {
            // The next run detects that this one has ended.
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void deleteEmptyFolders() throws IOException {
        for (Path parent : missing) {
            if (!files.exists(parent) || files.listStatus(parent).length > 0) {
                return;
            }
            files.delete(parent, false);
        }
    }
}
