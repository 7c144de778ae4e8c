package org.thalweg.jobs.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Links as NFS makes them: the answer of a call may be lost, and its second try finds the name taken by the first. */
class LinkedCreationTest {
    @TempDir
    Path folder;

    private boolean create(String text, LinkedCreation.Linking linking) throws IOException {
        FileSystem files = FileSystem.getLocal(new Configuration());
        org.apache.hadoop.fs.Path file =
                new org.apache.hadoop.fs.Path(folder.resolve("entry").toString());
        return new LinkedCreation(files, linking).create(file, text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void linkWhoseAnswerWasLostIsOurs() throws IOException {
        LinkedCreation.Linking replayed = (name, file) -> {
            Files.createLink(name, file);
            throw new FileAlreadyExistsException(name.toString());
        };
        assertThat(create("ours", replayed)).isTrue();
        assertThat(folder.resolve("entry")).hasContent("ours");
        assertThat(create("another's", replayed)).isFalse();
        assertThat(create("another's", Files::createLink)).isFalse();
        assertThat(folder.resolve("entry")).hasContent("ours");
    }
}
