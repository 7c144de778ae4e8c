package org.thalweg.jobs.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CommonConfigurationKeysPublic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.thalweg.jobs.config.JobFile;
import org.thalweg.jobs.config.JobFileReader;
import org.thalweg.spark.config.Purpose;

class LocationTest {
    private static final Configuration LOCAL = new Configuration();

    private static Configuration home(String address) {
        Configuration hadoop = new Configuration();
        hadoop.set(CommonConfigurationKeysPublic.FS_DEFAULT_NAME_KEY, address);
        return hadoop;
    }

    private static boolean overlapData(String path, String data, Configuration hadoop) {
        String yaml =
                """
                task: classification
                data: { format: csv, path: "%s", label: kind }
                network: { hidden: [4] }
                model: { path: unused }
                """
                        .formatted(data);
        JobFile job = JobFileReader.read(yaml.getBytes(StandardCharsets.UTF_8), "x.yaml", List.of(), Purpose.TRAIN);
        try {
            Location.requireDisjointFromData(path, "model.path", job, hadoop);
            return false;
        } catch (UsageException e) {
            assertThat(e)
                    .hasMessage("model.path: expected a folder apart from the data, found " + path
                            + " beside data.path " + data + "; use another path");
            return true;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "m/a2, ./m/a2, true",
        "m/a2, m/x/../a2/ck, true",
        "m/a2/ck, m//a2/, true",
        "m/a2, m/a2.checkpoints, false",
        "/m, file:/m, true",
        "/m, file:///m/x, true",
        "/m, hdfs://host/m, false",
        "hdfs://HOST/m, hdfs://host/m/x, true",
        "hdfs://one/m, hdfs://other/m, false",
        "s3a://bucket/m, s3a://bucket/n, false",
        "'m[1]', 'm[1]/x', true",
        "'m[1]', m1, false"
    })
    void pathsAreComparedByWhereTheyLead(String one, String other, boolean overlap) {
        assertThat(Location.overlap(one, other, LOCAL)).isEqualTo(overlap);
        assertThat(Location.overlap(other, one, LOCAL)).isEqualTo(overlap);
    }

    @Test
    void relativePathsStartAtTheWorkingFolderAndWithoutOneAtTheUsersOwn() {
        String here = Path.of("").toAbsolutePath().toString();
        assertThat(Location.overlap("m/a2", here + "/m/a2/ck", LOCAL)).isTrue();
        assertThat(Location.overlap("m/a2", "file:" + here + "/m", LOCAL)).isTrue();
        Configuration cluster = home("hdfs://host:9000");
        assertThat(Location.overlap("m", "hdfs://host:9000/user", cluster)).isTrue();
        assertThat(Location.overlap("m", "hdfs:///user", cluster)).isTrue();
        assertThat(Location.overlap("/m", "file:/m", cluster)).isFalse();
        assertThat(Location.overlap("/m", "hdfs://host:9000/m", cluster)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "dat/model, dat, true",
        "dat, dat/flowers.csv, true",
        "dat, dat/*.csv, true",
        "dat/model, dat/*.csv, false",
        "dat/model, dat/*, true",
        "dat/b/model, 'dat/{a,b}', true",
        "dat/c/model, 'dat/{a,b}', false",
        "dat/c/model, 'dat/{a/x,b/y}', true",
        "dat/model, '*.csv', false",
        "'dat[1]', 'dat[1]/x.csv', true",
        "model, hdfs://unreachable.invalid/model, false",
        "model, s3a://bucket/model/*.csv, false",
        "model, no:path, false"
    })
    void dataIsReadByGlobs(String path, String data, boolean overlap) {
        assertThat(overlapData(path, data, LOCAL)).isEqualTo(overlap);
    }

    @Test
    void validationAndTestRowsAreDataToo() {
        byte[] yaml =
                """
                task: classification
                data:
                  format: csv
                  path: a
                  label: kind
                  validation: { path: b }
                  test: { path: c }
                network: { hidden: [4] }
                model: { path: unused }
                """
                        .getBytes(StandardCharsets.UTF_8);
        JobFile job = JobFileReader.read(yaml, "x.yaml", List.of(), Purpose.TRAIN);
        assertThatThrownBy(() -> Location.requireDisjointFromData("./b", "model.path", job, LOCAL))
                .hasMessageContaining("beside data.validation.path b");
        assertThatThrownBy(() -> Location.requireDisjointFromData("c/d", "model.path", job, LOCAL))
                .hasMessageContaining("beside data.test.path c");
        assertThatCode(() -> Location.requireDisjointFromData("d", "model.path", job, LOCAL))
                .doesNotThrowAnyException();
    }
}
