package org.thalweg.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.VersionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSystemsTest {
    @Test
    void aFileSystemThatIsThereIsOpened() throws IOException {
        assertThat(FileSystems.of(new Path("/a"), new Configuration()).getUri()).hasToString("file:///");
    }

    @Test
    void aMissingLibraryIsSaidAndHowToAddIt() {
        Configuration hadoop = new Configuration();
        hadoop.set("fs.s3a.impl", "org.apache.hadoop.fs.s3a.Absent");
        assertThatThrownBy(() -> FileSystems.of(new Path("s3a://bucket/a"), hadoop))
                .isInstanceOf(IOException.class)
                .hasMessage("s3a: expected org.apache.hadoop.fs.s3a.Absent on the class path, found no such class; add"
                        + " org.apache.hadoop:hadoop-aws:" + VersionInfo.getVersion()
                        + " with --packages before the command, or put it into Spark's jars");
        hadoop.set("fs.lacking.impl", FaultyFiles.class.getName());
        FaultyFiles.before(FaultyFiles.Operation.INITIALIZE, name -> true, 1, () -> {
            throw new NoClassDefFoundError("software/amazon/Client"); // like S3's without its client library
        });
        assertThatThrownBy(() -> FileSystems.of(new Path("lacking://host/a"), hadoop))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(
                        "lacking: expected software.amazon.Client on the class path, found no such class;")
                .hasMessageContaining("the library that has it");
    }

    @Test
    void aSchemeThatNobodyKnowsStaysAnIoException() {
        assertThatThrownBy(() -> FileSystems.of(new Path("nobody://host/a"), new Configuration()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("nobody");
    }

    @Test
    void sharedFileSystemGoesOnChecking(@TempDir java.nio.file.Path folder) throws IOException {
        Configuration hadoop = new Configuration();
        Path file = new Path(folder.resolve("file").toString());
        try (OutputStream out = FileSystems.of(file, hadoop).create(file)) {
            out.write(new byte[] {1, 2, 3});
        }
        Files.write(folder.resolve("file"), new byte[] {1, 2, 4});
        try (InputStream in = FileSystems.withoutChecksums(file, hadoop).open(file)) {
            assertThat(in.readAllBytes()).containsExactly(1, 2, 4);
        }
        assertThatThrownBy(() -> FileSystems.of(file, hadoop).open(file).readAllBytes())
                .isInstanceOf(ChecksumException.class);
        assertThat(CheckpointFolder.at(folder.toString(), 1, hadoop).entries()).isEmpty();
        assertThatThrownBy(() -> FileSystems.of(file, hadoop).open(file).readAllBytes())
                .isInstanceOf(ChecksumException.class);
    }
}
