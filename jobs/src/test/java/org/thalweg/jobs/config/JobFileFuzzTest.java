package org.thalweg.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import org.thalweg.Reading;
import org.thalweg.spark.config.Purpose;
import org.thalweg.spark.config.SettingsException;

/** Whatever bytes a file holds, it is a job that reads back equal, or refused. */
class JobFileFuzzTest {
    @FuzzTest
    void bytesAreAJobOrRefused(byte[] file) {
        read(file);
    }

    static void read(byte[] file) {
        for (Purpose purpose : Purpose.values()) {
            Reading.of(
                            4 * Reading.MEBIBYTE + 1000L * file.length,
                            SettingsException.class,
                            () -> JobFileReader.read(file, "x.yaml", List.of(), purpose))
                    .ifPresent(job -> assertThat(JobFileReader.read(job.toYaml(), "x.yaml", List.of(), purpose))
                            .isEqualTo(job));
        }
    }
}
