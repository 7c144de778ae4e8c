package org.thalweg.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DiskSpaceTest {
    private static final long MEGABYTE = 1_000_000;
    private static final Path A = Path.of("/a");
    private static final Path B = Path.of("/b");

    private final DiskSpace room = new DiskSpace(Map.of(
            A,
            new DiskSpace.Disk("one", 100 * MEGABYTE),
            Path.of("/a2"),
            new DiskSpace.Disk("one", 100 * MEGABYTE),
            B,
            new DiskSpace.Disk("other", 30 * MEGABYTE))::get);

    @Test
    void aDiskOfSeveralFoldersCountsOnce() {
        assertThat(room.free(List.of(A, Path.of("/a2"), B))).isEqualTo(130 * MEGABYTE);
    }

    @Test
    void whatOneTaskWillWriteIsNotThereForAnother() {
        DiskSpace.Share first = room.reserve(A, 60 * MEGABYTE, "");
        assertThatThrownBy(() -> room.reserve(Path.of("/a2"), 60 * MEGABYTE, " on host, executor 1"))
                .isInstanceOf(DiskSpaceException.class)
                .hasMessageStartingWith("disk: expected 60 MB free for a task's share of the packed rows, found 40 MB"
                        + " (/a2 on host, executor 1); free space there");
        room.reserve(B, 30 * MEGABYTE, "");
        first.write((int) (50 * MEGABYTE)); // A real disk would now have less free space.
        assertThat(room.free(List.of(A))).isEqualTo(90 * MEGABYTE);
        first.write((int) (50 * MEGABYTE)); // More than it reserved.
        assertThat(room.free(List.of(A))).isEqualTo(100 * MEGABYTE);
        first.close();
        assertThat(room.free(List.of(A))).isEqualTo(100 * MEGABYTE);
    }

    @Test
    void fullDisksAreKnownByTheSystemsMessageWhoeverReportsThem() {
        assertThat(DiskSpaceException.isDiskFull(new IllegalStateException(
                        "x", new OutOfMemoryError("error while calling spill() on y : No space left on device"))))
                .isTrue();
        assertThat(DiskSpaceException.isDiskFull(new java.io.IOException("Disk quota exceeded")))
                .isTrue();
        assertThat(DiskSpaceException.isDiskFull(new OutOfMemoryError("Java heap space")))
                .isFalse();
    }
}
