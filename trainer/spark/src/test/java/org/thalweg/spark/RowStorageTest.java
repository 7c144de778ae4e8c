package org.thalweg.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.thalweg.spark.RowStorage.Kind;

class RowStorageTest {
    private static final long MEGABYTE = 1_000_000;

    private final List<String> reports = new ArrayList<>();

    private Kind choose(Kind kind, long megabytes, boolean encrypted, boolean onYarn) {
        reports.clear();
        return new RowStorage(kind, reports::add).choose(megabytes * MEGABYTE, 1000 * MEGABYTE, encrypted, onYarn);
    }

    @Test
    void rowsThatCrowdTheMemoryGoToFiles() {
        assertThat(choose(Kind.AUTO, 400, false, false)).isEqualTo(Kind.MEMORY);
        assertThat(reports).containsExactly("the rows take 400 MB of the executors' 1,000 MB for cached data");
        assertThat(choose(Kind.AUTO, 401, false, false)).isEqualTo(Kind.DISK);
        assertThat(reports)
                .containsExactly("the rows take 401 MB in memory-mapped files under Spark's local folders, as the"
                        + " executors have 1,000 MB for cached data; they are fast as long as the machines have as much"
                        + " memory beside the heaps");
        assertThat(choose(Kind.AUTO, 1, false, false)).isEqualTo(Kind.MEMORY);
        assertThat(reports).isEmpty();
    }

    @Test
    void settingDecidesAndAWarningSaysWhatItCosts() {
        assertThat(choose(Kind.DISK, 1, false, true)).isEqualTo(Kind.DISK);
        assertThat(reports).singleElement().asString().endsWith("by an executor's share of the rows");
        assertThat(choose(Kind.MEMORY, 900, false, false)).isEqualTo(Kind.MEMORY);
        assertThat(reports).singleElement().asString().startsWith("warning: the rows take 900 MB of");
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
}
