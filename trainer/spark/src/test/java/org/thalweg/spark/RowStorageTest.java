package org.thalweg.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.thalweg.data.RowShape;
import org.thalweg.spark.RowStorage.Disk;
import org.thalweg.spark.RowStorage.Kind;
import org.thalweg.spark.RowStorage.MemoryLimits;

class RowStorageTest {
    private static final long MEGABYTE = 1_000_000;

    private final List<String> reports = new ArrayList<>();

    /** Rows of 99 numbers and a weight. */
    private static RowsSize rows(long megabytes) {
        return new RowsSize(megabytes * 2500, megabytes * 2500 * 99, false);
    }

    private static MemoryLimits place(boolean encrypted, boolean onYarn) {
        return new MemoryLimits(1000 * MEGABYTE, encrypted, onYarn, Optional.empty());
    }

    private static MemoryLimits withDisk(long freeMegabytes) {
        return new MemoryLimits(
                1000 * MEGABYTE, false, false, Optional.of(new Disk(freeMegabytes * MEGABYTE, "/disk")));
    }

    private RowStorage storage(Kind kind, boolean always) {
        reports.clear();
        return new RowStorage(kind, reports::add, always);
    }

    private Kind choose(Kind kind, long megabytes, boolean encrypted, boolean onYarn) {
        return storage(kind, false).choose(rows(megabytes), place(encrypted, onYarn));
    }

    @Test
    void rowsThatCrowdTheMemoryGoToFiles() {
        assertThat(choose(Kind.AUTO, 400, false, false)).isEqualTo(Kind.MEMORY);
        assertThat(reports)
                .containsExactly("room: the rows take 400 MB (1,000,000 rows of 99 numbers) of the executors' 1,000 MB"
                        + " for cached data");
        assertThat(choose(Kind.AUTO, 401, false, false)).isEqualTo(Kind.DISK);
        assertThat(reports)
                .containsExactly(
                        "room: the rows take 401 MB (1,002,500 rows of 99 numbers) in memory-mapped files under"
                                + " Spark's local folders, as the executors have 1,000 MB for cached data; every executor looks"
                                + " for the room of its own share; they are fast as long as the machines have as much memory"
                                + " beside the heaps");
        assertThat(choose(Kind.AUTO, 1, false, false)).isEqualTo(Kind.MEMORY);
        assertThat(reports).isEmpty();
        storage(Kind.AUTO, true).choose(rows(1), withDisk(1));
        assertThat(reports)
                .containsExactly("room: the rows take 1 MB (2,500 rows of 99 numbers) of the executors' 1,000 MB for"
                        + " cached data");
    }

    @Test
    void settingDecidesAndAWarningSaysWhatItCosts() {
        assertThat(choose(Kind.DISK, 1, false, true)).isEqualTo(Kind.DISK);
        assertThat(reports).singleElement().asString().endsWith("by an executor's share of the rows");
        assertThat(choose(Kind.MEMORY, 900, false, false)).isEqualTo(Kind.MEMORY);
        assertThat(reports).singleElement().asString().startsWith("warning: the rows take 900 MB (");
    }

    @Test
    void nothingIsWrittenInTheClearWhereSparkEncrypts() {
        for (Kind kind : new Kind[] {Kind.AUTO, Kind.DISK}) {
            assertThat(choose(kind, 900, true, false)).isEqualTo(Kind.MEMORY);
            assertThat(reports).singleElement().asString().contains("spark.io.encryption.enabled is set");
        }
        assertThat(choose(Kind.MEMORY, 3, true, false)).isEqualTo(Kind.MEMORY);
        assertThat(reports).isEmpty();
    }

    @Test
    void rowsThatTheDiskHasNoRoomForAreRefused() {
        assertThat(storage(Kind.AUTO, false).choose(rows(500), withDisk(500))).isEqualTo(Kind.DISK);
        assertThat(reports).singleElement().asString().contains("; 500 MB are free there (/disk); ");
        assertThatThrownBy(() -> storage(Kind.AUTO, false).choose(rows(500), withDisk(499)))
                .isInstanceOf(DiskSpaceException.class)
                .hasMessage("disk: expected 500 MB free for packed rows, which take 500 MB (1,250,000 rows of 99"
                        + " numbers), found 499 MB (/disk); free space there, set another folder in spark.local.dir (on a"
                        + " cluster in the settings of its nodes, such as SPARK_LOCAL_DIRS), read fewer columns, or use"
                        + " more executors; or set data.storage: memory, if the heap is large enough");
        assertThat(reports).isEmpty();
    }

    /** They do not fit into memory, and Spark spills the rest. */
    @Test
    void soAreRowsInMemoryOfWhichTooManyWouldGoToTheDisk() {
        assertThat(storage(Kind.MEMORY, false).choose(rows(1100), withDisk(100)))
                .isEqualTo(Kind.MEMORY);
        assertThatThrownBy(() -> storage(Kind.MEMORY, false).choose(rows(1101), withDisk(100)))
                .hasMessageStartingWith("disk: expected 101 MB free for packed rows, which take 1,101 MB");
    }

    /** 2,500 rows, which are 1 MB, have 0.0225 MB of keys. */
    @Test
    void beforeTheyAreReadTheShuffleIsCounted() {
        assertThat(storage(Kind.DISK, false).announce(rows(10), withDisk(21))).isEqualTo(Kind.DISK);
        assertThat(reports)
                .containsExactly("room: the rows take 10 MB (25,000 rows of 99 numbers) in memory-mapped files under"
                        + " Spark's local folders; the shuffle before takes 11 MB of disk at most, in Spark's local"
                        + " folders; 21 MB are free there (/disk); they are fast as long as the machines have as much"
                        + " memory beside the heaps");
        storage(Kind.DISK, false).announce(rows(10), withDisk(20));
        assertThat(reports)
                .last()
                .asString()
                .startsWith("warning: the rows and their shuffle take 21 MB of disk at most, less where many rows are"
                        + " equal or zeros, and 20 MB are free there (/disk)");
        storage(Kind.MEMORY, true).announce(rows(10), withDisk(11));
        assertThat(reports)
                .containsExactly("room: the rows take 10 MB (25,000 rows of 99 numbers) of the executors' 1,000 MB for"
                        + " cached data; the shuffle before takes 11 MB of disk at most, in Spark's local folders;"
                        + " 11 MB are free there (/disk)");
    }

    @Test
    void sparseRowsAreCountedByWhatIsNot0() {
        assertThat(new RowsSize(1000, 500_000, true))
                .hasToString("5 MB (1,000 rows, with 500,000 numbers that are not 0)");
        assertThat(RowsSize.ofDense(1000, RowShape.dense(98, 1)).bytes()).isEqualTo(400_000);
    }
}
