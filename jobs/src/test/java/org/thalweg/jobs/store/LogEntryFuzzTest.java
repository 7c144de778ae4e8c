package org.thalweg.jobs.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.thalweg.Reading;
import org.thalweg.jobs.json.JsonException;

/** Whatever bytes a file of the log holds, it is an entry that reads back equal, or refused. */
class LogEntryFuzzTest {
    @FuzzTest
    void bytesAreAnEntryOrRefused(byte[] file) {
        Reading.of(
                        4 * Reading.MEBIBYTE + 1000L * file.length,
                        JsonException.class,
                        () -> LogEntry.of(file, 1, "00001.json"))
                .ifPresent(entry ->
                        assertThat(LogEntry.of(entry.bytes(), 1, "again")).isEqualTo(entry));
    }
}
