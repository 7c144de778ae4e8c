package org.thalweg.jobs.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thalweg.jobs.json.JsonException;

/** Stores that are not as they should be, and what runs that ended have left in them. */
class StoreFaultsTest {
    private static final FileTime LONG_AGO = FileTime.from(Instant.now().minus(Duration.ofDays(8)));

    @TempDir
    Path folder;

    private ModelStore store;

    @BeforeEach
    void lay() {
        store = ModelStore.writing(path(""), new Configuration());
        Stores.publish(store);
        Stores.publish(store);
    }

    private String path(String name) {
        return folder.resolve("store").resolve(name).toString();
    }

    private Path file(String name) {
        return Path.of(path(name));
    }

    private void refused(String message) {
        assertThatThrownBy(store::state).isInstanceOf(StoreException.class).hasMessage(message);
    }

    @Test
    void entryThatIsCutOffIsReported() throws IOException {
        byte[] whole = Files.readAllBytes(file("log/00002.json"));
        for (int length = 0; length < whole.length - 1; length += 7) {
            Files.write(file("log/00002.json"), Arrays.copyOf(whole, length));
            assertThatThrownBy(store::state)
                    .isInstanceOf(JsonException.class)
                    .hasMessageStartingWith("file:" + path("log/00002.json") + ": expected JSON, found an error: ")
                    .hasMessageEndingWith("; restore the file");
        }
    }

    @Test
    void gapInTheLogIsReported() throws IOException {
        Files.delete(file("log/00001.json"));
        store = ModelStore.reading(path(""), new Configuration());
        refused("store: expected a log without gaps, found file:" + path("log/00002.json")
                + " and no entry 1; restore its file");
    }

    @Test
    void logThatIsTakenBackIsReadAsItIs() throws IOException {
        assertThat(store.state().head()).isEqualTo(2);
        Files.delete(file("log/00002.json"));
        assertThat(store.state().head()).isOne();
    }

    @Test
    void whatElseLiesInTheLogMeansNothing() throws IOException {
        Files.writeString(file("log/.00003.json.writing-x"), "{");
        Files.writeString(file("log/notes.txt"), "mine");
        Files.writeString(file("log/3.json"), "{");
        assertThat(store.state().head()).isEqualTo(2);
    }

    @Test
    void oneBitOfAVersionsFileIsReported() throws IOException {
        Path weights = file("versions/2/model.safetensors");
        byte[] bytes = Files.readAllBytes(weights);
        bytes[3] ^= 4;
        Files.write(weights, bytes);
        LogEntry made = store.state().version(2);
        String message = "store: expected file:" + weights + " as it was published \\(7 bytes, SHA-256 [0-9a-f]{64}\\),"
                + " found 7 bytes, SHA-256 [0-9a-f]{64}; restore it, or promote another version";
        assertThatThrownBy(() -> VersionFiles.read(store, made, "model.safetensors"))
                .isInstanceOf(StoreException.class)
                .hasMessageMatching(message);
        assertThatThrownBy(() -> VersionFiles.require(store, made))
                .isInstanceOf(StoreException.class)
                .hasMessageMatching(message);
        VersionFiles.require(store, made, "metrics.json");
    }

    @Test
    void fileThatTheLogDoesNotNameIsReported() {
        LogEntry made = store.state().version(2);
        String message = "store: expected data.json in file:" + path("versions/2")
                + ", found none in the log's entry 2; promote another version";
        assertThatThrownBy(() -> VersionFiles.read(store, made, "data.json")).hasMessage(message);
        assertThatThrownBy(() -> VersionFiles.require(store, made, "data.json"))
                .isInstanceOf(StoreException.class)
                .hasMessage(message);
    }

    @Test
    void folderOfOtherFilesIsNoStore() throws IOException {
        Path other = Files.createDirectory(folder.resolve("other"));
        Files.writeString(other.resolve("mine.txt"), "mine");
        assertThatThrownBy(() -> ModelStore.writing(other.toString(), new Configuration()))
                .isInstanceOf(StoreException.class)
                .hasMessage("store: expected a model store or nothing, found other files at file:" + other
                        + "; use another path");
        assertThatThrownBy(() -> ModelStore.reading(other.toString(), new Configuration()))
                .isInstanceOf(StoreException.class)
                .hasMessage("store: expected a model store, found none at " + other
                        + "; check the path, or create one with retrain");
        assertThat(other).isDirectoryContaining("glob:**/mine.txt");
        assertThat(Files.list(other)).hasSize(1);
    }

    @Test
    void numberOfAVersionThatIsNoMoreIsNotGivenAgain() {
        StoreState state = store.state();
        store.append(Stores.next(state, Action.PROMOTE, 1, 1));
        store.append(Stores.next(store.state(), Action.GC, 0, 1, Map.of(), List.of(2), Map.of()));
        assertThat(store.sweep()).isEqualTo(1);
        assertThat(Stores.publish(store)).isEqualTo(3);
        assertThat(store.sweep()).isZero();
        VersionFiles.require(store, store.state().version(3));
    }

    @Test
    void sweepTakesAwayWhatEndedRunsLeftOnceNobodyCanBeAtIt() throws IOException {
        VersionDraft left = store.begin("killed");
        left.write("model.safetensors", "half");
        Files.createDirectories(file("versions/4"));
        assertThat(Stores.publish(store)).isEqualTo(5);
        assertThat(store.sweep()).as("they may be under way").isZero();
        Files.setLastModifiedTime(file("versions/3/claim.json"), LONG_AGO);
        Files.setLastModifiedTime(file("versions/4"), LONG_AGO);
        assertThat(store.sweep()).isEqualTo(2);
        assertThat(file("versions")).isDirectoryNotContaining("glob:**/{3,4}");
        assertThat(store.state().versions().keySet()).containsExactly(1, 2, 5);
    }

    @Test
    void draftsOfKilledWritersGoWithALaterEntry() throws IOException {
        Path old = Files.writeString(file("log/.00003.json.writing-x"), "{");
        Files.setLastModifiedTime(old, LONG_AGO);
        Path fresh = Files.writeString(file("log/.00003.json.writing-y"), "{");
        Stores.publish(store);
        assertThat(old).doesNotExist();
        assertThat(fresh).exists();
    }

    @Test
    void entriesAreNamedByPlainDigitsWhateverTheLanguage() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            Stores.publish(store);
        } finally {
            Locale.setDefault(before);
        }
        assertThat(file("log/00003.json")).exists();
        assertThat(store.state().head()).isEqualTo(3);
    }
}
