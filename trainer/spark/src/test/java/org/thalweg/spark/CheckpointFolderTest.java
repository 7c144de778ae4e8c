package org.thalweg.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
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
        later.adopt(later.entries().get(1));
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

    @Test
    void anObjectStoresUploadIsCompletedOrAborted() throws IOException {
        CheckpointFolder folder = CheckpointFolder.at("s3a://uploads/kept", 2, ObjectStore.settings(false));
        folder.publish(1, ABC);
        folder.publish(2, ABC);
        folder.publish(3, ABC);
        assertThat(steps(folder)).containsExactly(3L, 2L);
        Set<String> before = Set.copyOf(ObjectStore.objects("uploads"));
        assertThatThrownBy(() -> folder.publish(4, CUT_OFF)).hasMessage("No space left on device");
        assertThat(ObjectStore.aborted("uploads")).isEqualTo(1);
        assertThat(ObjectStore.objects("uploads"))
                .as("nothing is seen of it, nor of drafts to be renamed")
                .isEqualTo(before)
                .filteredOn(key -> !key.endsWith("/"))
                .hasSize(2);
    }

    @Test
    void whatIsPublishedOutlivesALossOfPower() throws IOException {
        Configuration hadoop = FaultyFiles.settings();
        CheckpointFolder folder = CheckpointFolder.at(base.resolve("kept").toString(), 2, hadoop);
        FaultyFiles.rememberForced();
        folder.publish(1, ABC);
        FaultyFiles.losePower();
        assertThat(folder.entries())
                .extracting(CheckpointFolder.Entry::steps, CheckpointFolder.Entry::bytes)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(1L, 3L));
    }

    @Test
    void aFileIsNoFolder() throws IOException {
        Files.writeString(base.resolve("kept"), "x");
        assertThatThrownBy(() -> folder(1)).isInstanceOf(IOException.class).hasMessageContaining("found the file");
        assertThatThrownBy(() -> folder(0)).hasMessage("keep: expected 1 or more, found 0");
    }

    @Test
    void aCheckpointOfAnotherFileSystemIsReadThere() throws IOException {
        Configuration hadoop = ObjectStore.settings(false);
        CheckpointFolder folder = CheckpointFolder.at(base.resolve("kept").toString(), 1, hadoop);
        String name = "step-000000000007-0123abcd.safetensors";
        byte[] head = ("01234567{\"__metadata__\":{\"sha256\":\"" + "0".repeat(64)
                        + "\",\"format\":\"thalweg-checkpoint\",")
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);
        org.apache.hadoop.fs.Path file = new org.apache.hadoop.fs.Path("s3a://bucket/" + name);
        WholeFiles.write(file.getFileSystem(hadoop), file, out -> out.write(head));
        CheckpointFolder.Entry entry = folder.entry(file.toString());
        assertThat(entry.steps()).isEqualTo(7);
        assertThat(entry.path().toUri().getScheme()).isEqualTo("s3a");
        assertThatThrownBy(() -> folder.read(entry))
                .isInstanceOf(org.thalweg.safetensors.TensorFileException.class)
                .hasMessageContaining("s3a://bucket");
    }
}
