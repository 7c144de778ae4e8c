package org.thalweg.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thalweg.safetensors.TensorFile;

class CheckpointFolderTest {
    private static final TensorFile.Content ABC = out -> out.write(new byte[] {'a', 'b', 'c'});
    private static final TensorFile.Content CUT_OFF = out -> {
        out.write(new byte[] {'a'});
        throw new IOException("No space left on device");
    };

    @TempDir
    Path base;

    private CheckpointFolder folder(int keep) throws IOException {
        return CheckpointFolder.at(base.resolve("kept").toString(), keep, new Configuration());
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.list(base.resolve("kept"))) {
            return all.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    private static List<Long> steps(CheckpointFolder folder) throws IOException {
        return folder.entries().stream().map(CheckpointFolder.Entry::steps).toList();
    }

    @Test
    void theLastOnesAreKept() throws IOException {
        CheckpointFolder folder = folder(3);
        assertThat(folder.entries()).isEmpty();
        assertThat(base.resolve("kept")).as("made when it is needed").doesNotExist();
        for (long step : new long[] {5, 10, 100, 1000, 2}) {
            folder.publish(step, ABC);
        }
        assertThat(steps(folder)).containsExactly(1000L, 100L, 10L);
        assertThat(files()).hasSize(3).allMatch(name -> name.matches("step-[0-9]{12}-[0-9a-f]{8}.safetensors"));
        folder.clear();
        assertThat(base.resolve("kept")).doesNotExist();
    }

    @Test
    void whatOthersLeftGoesWithThisRunsFirst() throws IOException {
        CheckpointFolder earlier = folder(3);
        earlier.publish(7, ABC);
        earlier.publish(8, ABC);
        Files.writeString(base.resolve("kept/.step-000000000009-0123abcd.safetensors.writing"), "killed");
        Files.writeString(base.resolve("kept/notes.txt"), "a user's own");
        CheckpointFolder later = folder(3);
        assertThat(steps(later)).containsExactly(8L, 7L);
        later.goOnFrom(later.entries().get(1));
        later.publish(8, ABC);
        assertThat(steps(later)).containsExactly(8L, 7L);
        assertThat(files()).hasSize(3).contains("notes.txt").noneMatch(name -> name.endsWith(".writing"));
        later.clear();
        assertThat(files()).containsExactly("notes.txt");
    }

    @Test
    void aWriteThatFailsLeavesNothingAndTheOthersAsTheyWere() throws IOException {
        CheckpointFolder folder = folder(1);
        folder.publish(1, ABC);
        List<String> before = files();
        assertThatThrownBy(() -> folder.publish(2, CUT_OFF)).hasMessage("No space left on device");
        assertThat(files()).isEqualTo(before);
        assertThatThrownBy(() -> folder.publish(2, out -> {
                    throw new OutOfMemoryError("no room");
                }))
                .hasMessage("no room");
        assertThat(files()).isEqualTo(before);
    }

    /** A local folder with an object store's manners: no rename, nothing to be seen of a file until it is closed. */
    public static final class ObjectStore extends RawLocalFileSystem {
        static int aborted;

        @Override
        public URI getUri() {
            return URI.create("s3a://bucket");
        }

        @Override
        public String getScheme() {
            return "s3a";
        }

        @Override
        protected void checkPath(org.apache.hadoop.fs.Path path) {}

        @Override
        public boolean rename(org.apache.hadoop.fs.Path from, org.apache.hadoop.fs.Path to) {
            throw new AssertionError("renamed " + from);
        }

        @Override
        public FSDataOutputStream create(
                org.apache.hadoop.fs.Path file,
                FsPermission permission,
                boolean overwrite,
                int bufferSize,
                short replication,
                long blockSize,
                Progressable progress)
                throws IOException {
            return new FSDataOutputStream(new Upload(pathToFile(file).toPath()), null);
        }

        @Override
        public FSDataOutputStream create(
                org.apache.hadoop.fs.Path file,
                boolean overwrite,
                int bufferSize,
                short replication,
                long blockSize,
                Progressable progress)
                throws IOException {
            return create(file, null, overwrite, bufferSize, replication, blockSize, progress);
        }
    }

    private static final class Upload extends java.io.ByteArrayOutputStream implements org.apache.hadoop.fs.Abortable {
        private final Path file;
        private boolean done;

        Upload(Path file) {
            this.file = file;
        }

        @Override
        public void close() throws IOException {
            if (!done) {
                done = true;
                Files.createDirectories(file.getParent());
                Files.write(file, toByteArray(), java.nio.file.StandardOpenOption.CREATE_NEW);
            }
        }

        @Override
        public AbortableResult abort() {
            done = true;
            ObjectStore.aborted++;
            return new AbortableResult() {
                @Override
                public boolean alreadyClosed() {
                    return false;
                }

                @Override
                public IOException anyCleanupException() {
                    return null;
                }
            };
        }
    }

    @Test
    void anObjectStoresUploadIsCompletedOrAborted() throws IOException {
        Configuration hadoop = new Configuration();
        hadoop.set("fs.s3a.impl", ObjectStore.class.getName());
        hadoop.setBoolean("fs.s3a.impl.disable.cache", true);
        CheckpointFolder folder = CheckpointFolder.at("s3a://bucket" + base.resolve("kept"), 2, hadoop);
        folder.publish(1, ABC);
        folder.publish(2, ABC);
        folder.publish(3, ABC);
        assertThat(steps(folder)).containsExactly(3L, 2L);
        assertThat(files()).hasSize(2);
        assertThatThrownBy(() -> folder.publish(4, CUT_OFF)).hasMessage("No space left on device");
        assertThat(ObjectStore.aborted).isEqualTo(1);
        assertThat(steps(folder)).as("nothing is seen of it").containsExactly(3L, 2L);
    }

    @Test
    void aFileIsNoFolder() throws IOException {
        Files.writeString(base.resolve("kept"), "x");
        assertThatThrownBy(() -> folder(1)).isInstanceOf(IOException.class).hasMessageContaining("found the file");
        assertThatThrownBy(() -> folder(0)).hasMessage("keep: expected 1 or more, found 0");
    }

    @Test
    void aCheckpointOfAnotherFileSystemIsReadThere() throws IOException {
        Configuration hadoop = new Configuration();
        hadoop.set("fs.s3a.impl", ObjectStore.class.getName());
        hadoop.setBoolean("fs.s3a.impl.disable.cache", true);
        CheckpointFolder folder = CheckpointFolder.at(base.resolve("kept").toString(), 1, hadoop);
        String name = "step-000000000007-0123abcd.safetensors";
        byte[] head = ("01234567{\"__metadata__\":{\"sha256\":\"" + "0".repeat(64)
                        + "\",\"format\":\"thalweg-checkpoint\",")
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);
        Files.write(base.resolve(name), head);
        CheckpointFolder.Entry entry = folder.entry("s3a://bucket" + base.resolve(name));
        assertThat(entry.steps()).isEqualTo(7);
        assertThat(entry.path().toUri().getScheme()).isEqualTo("s3a");
        assertThatThrownBy(() -> folder.read(entry))
                .isInstanceOf(org.thalweg.safetensors.TensorFileException.class)
                .hasMessageContaining("s3a://bucket");
    }
}
