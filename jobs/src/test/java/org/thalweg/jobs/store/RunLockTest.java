package org.thalweg.jobs.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.thalweg.spark.ObjectStore;

/** One of several runs has the right to write: whoever lives keeps it, and whoever was killed blocks nobody. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class RunLockTest {
    private static final RunLock.Pause NEVER = () -> {
        throw new AssertionError("waited");
    };

    @TempDir
    private static java.nio.file.Path local;

    private static int folders;

    private record LockPlace(FileSystem files, Path folder) {
        RunLock lock(RunLock.Pause pause, List<String> reports) throws IOException {
            return RunLock.of(files, folder, "model", "model.path", reports::add, pause);
        }

        RunLock lock(RunLock.Pause pause) throws IOException {
            return lock(pause, new ArrayList<>());
        }

        Path file(int number) {
            return new Path(folder, ".model.lock-00000" + number);
        }

        void write(int number, LockOwner owner, long renewals) {
            try {
                org.thalweg.spark.WholeFiles.write(
                        files, file(number), files.create(file(number), true), out -> out.write(owner.bytes(renewals)));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        List<String> there() throws IOException {
            return files.exists(folder)
                    ? Stream.of(files.listStatus(folder))
                            .map(FileStatus::getPath)
                            .map(Path::getName)
                            .toList()
                    : List.of();
        }
    }

    /** Places on a disk, in an object store, and in one that does not exclude a second writer. */
    static Stream<LockPlace> places() throws IOException {
        folders++;
        List<LockPlace> places = new ArrayList<>();
        Path disk = new Path(local.resolve("" + folders).toUri());
        places.add(new LockPlace(org.thalweg.spark.FileSystems.withoutChecksums(disk, new Configuration()), disk));
        for (boolean conditional : new boolean[] {true, false}) {
            Path bucket = new Path("s3a://locks-" + conditional + "-" + folders + "/a");
            places.add(new LockPlace(bucket.getFileSystem(ObjectStore.settings(conditional)), bucket));
        }
        return places.stream();
    }

    private static LockOwner elsewhere() {
        return new LockOwner("the-id", "far", 7, "1", "another machine", "kim", "2026-01-02T03:04:05Z");
    }

    private static LockOwner here(long process, String start) {
        LockOwner here = LockOwner.here();
        return new LockOwner(here.id(), here.host(), process, start, here.machine(), here.user(), here.since());
    }

    @ParameterizedTest
    @MethodSource("places")
    void whoeverLivesKeepsItAndAfterwardsNothingIsLeft(LockPlace place) throws IOException {
        try (RunLock first = place.lock(NEVER)) {
            assertThatThrownBy(() -> place.lock(NEVER))
                    .isInstanceOf(LockHeldException.class)
                    .hasMessageContaining(
                            "found process " + ProcessHandle.current().pid() + " on ");
            first.requireHeld();
            assertThat(place.there()).containsExactly(".model.lock-000001");
        }
        assertThat(place.there()).isEmpty();
        place.lock(NEVER).close();
    }

    @ParameterizedTest
    @MethodSource("places")
    void killedProcessOfThisMachineIsSeenAtOnce(LockPlace place) throws Exception {
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        place.write(1, here(ended.pid(), "1"), 0);
        place.lock(NEVER).close();
        place.write(1, here(ProcessHandle.current().pid(), "of an earlier process of this number"), 0);
        place.lock(NEVER).close();
        assertThat(place.there()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("places")
    void killedProcessOfAnotherMachineRenewsNoMore(LockPlace place) throws IOException {
        place.write(3, elsewhere(), 0);
        int[] pauses = new int[1];
        List<String> reports = new ArrayList<>();
        try (RunLock lock = place.lock(() -> pauses[0]++, reports)) {
            assertThat(pauses[0]).isEqualTo(RunLock.MISSED);
            assertThat(reports)
                    .containsExactly("waiting to see whether process 7 on far of kim, since 2026-01-02T03:04:05Z still"
                            + " writes to " + new Path(place.folder, "model"));
            lock.requireHeld();
            assertThat(place.there()).containsExactly(".model.lock-000004");
        }
    }

    @ParameterizedTest
    @MethodSource("places")
    void processOfAnotherMachineThatRenewsKeepsIt(LockPlace place) throws IOException {
        place.write(1, elsewhere(), 0);
        int[] pauses = new int[1];
        assertThatThrownBy(() -> place.lock(() -> {
                    pauses[0]++;
                    if (pauses[0] == RunLock.MISSED) {
                        place.write(1, elsewhere(), 1);
                    }
                }))
                .isInstanceOf(LockHeldException.class)
                .hasMessageContaining("found process 7 on far of kim, since 2026-01-02T03:04:05Z, which is running");
        assertThat(place.there()).containsExactly(".model.lock-000001");
    }

    @ParameterizedTest
    @MethodSource("places")
    void oneThatEndsMeanwhileIsNotWaitedForLonger(LockPlace place) throws IOException {
        place.write(1, elsewhere(), 0);
        int[] pauses = new int[1];
        try (RunLock lock = place.lock(() -> {
            pauses[0]++;
            try {
                place.files.delete(place.file(1), false);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        })) {
            lock.requireHeld();
        }
        assertThat(pauses[0]).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("places")
    void whoeverWasTakenForKilledWritesNoMore(LockPlace place) throws IOException {
        try (RunLock slow = place.lock(NEVER)) {
            place.write(2, elsewhere(), 0);
            place.files.delete(place.file(1), false);
            assertThat(slow.isHeld()).isFalse();
            assertThatThrownBy(slow::requireHeld)
                    .isInstanceOf(LockHeldException.class)
                    .hasMessageContaining("another run took over the lock");
        }
        assertThat(place.there()).as("the other's").containsExactly(".model.lock-000002");
    }

    @ParameterizedTest
    @MethodSource("places")
    void ofManyThatFindADeadOneOneGetsIt(LockPlace place) throws Exception {
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        int many = 6;
        ExecutorService threads = Executors.newFixedThreadPool(many);
        try {
            for (int round = 0; round < 20; round++) {
                place.write(1, here(ended.pid(), "1"), 0);
                List<RunLock> got = race(place, threads, many);
                assertThat(got).as("round %d", round).hasSizeLessThanOrEqualTo(1);
                got.forEach(RunLock::close);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static List<RunLock> race(LockPlace place, ExecutorService threads, int many) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        List<Future<RunLock>> racing = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            racing.add(threads.submit(() -> {
                start.await();
                try {
                    return place.lock(NEVER);
                } catch (LockHeldException e) {
                    return null;
                }
            }));
        }
        start.countDown();
        List<RunLock> got = new ArrayList<>();
        for (Future<RunLock> racer : racing) {
            RunLock lock = racer.get();
            if (lock != null) {
                got.add(lock);
            }
        }
        if (!place.files.getConf().getBoolean(ObjectStore.CONDITIONAL, true)) {
            got.removeIf(lock -> !lock.isHeld()); // There who wrote first learns of it before it writes more.
        }
        return got;
    }
}
