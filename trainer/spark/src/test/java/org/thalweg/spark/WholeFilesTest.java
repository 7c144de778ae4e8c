package org.thalweg.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WholeFilesTest {
    /** A file system of a scheme, as its connector answers. */
    private static final class Connector extends RawLocalFileSystem {
        private final String scheme;
        private final boolean hierarchical;

        Connector(String scheme, boolean hierarchical) {
            this.scheme = scheme;
            this.hierarchical = hierarchical;
        }

        @Override
        public URI getUri() {
            return URI.create(scheme + "://rows@account/");
        }

        @Override
        public boolean hasPathCapability(Path path, String capability) {
            return hierarchical && capability.equals(CommonPathCapabilities.FS_ACLS);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "abfs, true, false",
        "abfss, true, false",
        "abfs, false, true",
        "abfss, false, true",
        "wasb, true, true",
        "wasbs, false, true",
        "s3a, true, true",
        "hdfs, false, false",
        "file, false, false",
    })
    void azureIsAnObjectStoreWhereTheAccountIsFlat(String scheme, boolean hierarchical, boolean objects) {
        assertThat(WholeFiles.isObjectStore(new Connector(scheme, hierarchical)))
                .isEqualTo(objects);
    }
}
