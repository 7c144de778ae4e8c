package org.thalweg.jobs.retrain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thalweg.jobs.json.JsonObject;
import org.thalweg.jobs.models.VersionReport;
import org.thalweg.jobs.profile.DataProfile;
import org.thalweg.jobs.retrain.Watermark.FileMark;
import org.thalweg.jobs.store.ModelFolder;
import org.thalweg.jobs.store.ModelStore;
import org.thalweg.jobs.store.StoreState;
import org.thalweg.model.ModelFile;

/** A store whose first entry is of format 2, and its second of format 3: every later version must read both. */
class GoldenStoreTest {
    private static final Sha256 MONDAY = Sha256.of("4be330779ac18db242d6d834254fc58506dbcab17386f0c7f539c892a2a4395e");
    private static final Sha256 TUESDAY = Sha256.of("f2c1b882ee61ae64d20d04815bad30923c42f5a04789d744967726fb4a65878c");

    @TempDir
    Path folder;

    @BeforeEach
    void copy() throws IOException, URISyntaxException {
        Path golden = Path.of(GoldenStoreTest.class.getResource("golden-store").toURI());
        try (Stream<Path> files = Files.walk(golden)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path to = folder.resolve(golden.relativize(file).toString());
                Files.createDirectories(to.getParent());
                Files.copy(file, to);
            }
        }
    }

    private ModelStore store() {
        return ModelStore.reading(folder.toString(), new Configuration());
    }

    private static Watermark.Files files(ModelStore store) {
        return (Watermark.Files)
                LearningState.of(store.state(), store).watermark().orElseThrow();
    }

    @Test
    void stateIsAsThen() {
        ModelStore store = store();
        StoreState state = store.state();
        assertThat(state.versions().keySet()).containsExactly(1, 2);
        assertThat(state.serving()).hasValue(2);
        assertThat(state.before()).hasValue(1);
        assertThat(new VersionReport(store, state).log().lines()).hasSize(3);
        LearningState learned = LearningState.of(state, store);
        assertThat(learned.rehearsal()).contains(new LearningState.RehearsalSample(2, 20));
        assertThat(learned.holdOut())
                .contains(new LearningState.HoldOutRule(7, 0.1, List.of("kind", "petal", "sepal")));
        assertThat(files(store).files().keySet()).containsExactly("file:/data/monday.csv", "file:/data/tuesday.csv");
        assertThat(files(store).files().values().stream().map(FileMark::runNumber))
                .containsExactly(1, 2);
        assertThat(files(store).files().values().stream().map(FileMark::sha256)).containsExactly(MONDAY, TUESDAY);
    }

    @Test
    void formatBeforeIsReadAndGoneOnFrom() throws IOException {
        Files.delete(folder.resolve("log/00002.json"));
        ModelStore store = store();
        assertThat(files(store).files().keySet()).containsExactly("file:/data/monday.csv");
        assertThat(files(store).files().get("file:/data/monday.csv").sha256()).isEqualTo(MONDAY);
        JsonObject now = JsonObject.parse(JsonObject.bytes(files(store).json(store.lists())), "log");
        assertThat(Watermark.of(now, store.lists())).isEqualTo(files(store));
        assertThat(now.values()).doesNotContainKey("files");
    }

    @Test
    void versionsAreWhole() throws IOException {
        ModelStore store = store();
        for (int version : List.of(1, 2)) {
            Path model = Files.write(folder.resolve("model"), store.read(version, ModelFolder.MODEL));
            assertThat(ModelFile.read(model).description().classLabels()).containsExactly("blue", "red");
            DataProfile profile =
                    DataProfile.of(JsonObject.parse(store.read(version, ModelFolder.PROFILE), ModelFolder.PROFILE));
            assertThat(profile.rows()).isEqualTo(version == 1 ? 108 : 90);
        }
    }
}
