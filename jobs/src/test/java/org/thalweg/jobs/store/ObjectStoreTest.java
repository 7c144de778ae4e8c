package org.thalweg.jobs.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.thalweg.spark.ObjectStore;

/** A store in an object store is one where the object store excludes a second writer, and is refused elsewhere. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class ObjectStoreTest {
    private static final String REFUSED =
            "store: expected a file system that creates a file atomically and only if it is absent (by a conditional write),"
                    + " found that s3a: does not at %s/log: %s; use another location for the store, or enable"
                    + " conditional writes there";

    @Test
    void whereTheLastWriterWinsNoStoreIsMade() {
        String path = "s3a://last-wins/models";
        assertThatThrownBy(() -> ModelStore.writing(path, ObjectStore.settings(false)))
                .isInstanceOf(StoreException.class)
                .hasMessage(REFUSED.formatted(
                        path, "the second of two concurrent writers replaces what the first has written"));
        assertThat(ObjectStore.objects("last-wins"))
                .as("what it was tried with")
                .noneMatch(key -> key.contains("probe"));
    }

    @Test
    void whereFilesAreSeenBeforeTheyAreWholeNoStoreIsMade() {
        String path = "s3a://early/models";
        Configuration early = ObjectStore.settings(true);
        early.setBoolean(ObjectStore.EARLY, true);
        assertThatThrownBy(() -> ModelStore.writing(path, early))
                .isInstanceOf(StoreException.class)
                .hasMessageStartingWith("store: expected a file system that creates a file atomically");
        assertThat(ObjectStore.objects("early")).noneMatch(key -> key.contains("probe"));
    }

    @Test
    void withConditionalWritesVersionsArePublishedAndTakenAway() {
        Configuration hadoop = ObjectStore.settings(true);
        String path = "s3a://good/models";
        ModelStore store = ModelStore.writing(path, hadoop);
        assertThat(Stores.publish(store)).isEqualTo(1);
        assertThat(Stores.publish(store)).isEqualTo(2);
        ModelStore read = ModelStore.reading(path, hadoop);
        assertThat(read.state().serving()).hasValue(2);
        assertThat(new String(read.read(1, "model.safetensors"), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("weights");
        StoreState state = store.state();
        store.append(Stores.next(state, Action.GC, 0, 2, Map.of(), java.util.List.of(1), state.learned()));
        assertThat(store.sweep()).isEqualTo(1);
        assertThat(store.state().versions().keySet()).containsExactly(2);
        assertThat(ObjectStore.objects("good")).noneMatch(key -> key.startsWith("/models/versions/1/"));
    }

    @Test
    void readingNeedsNoExclusion() {
        Stores.publish(ModelStore.writing("s3a://read/models", ObjectStore.settings(true)));
        assertThat(ModelStore.reading("s3a://read/models", ObjectStore.settings(false))
                        .state()
                        .serving())
                .hasValue(1);
    }

    @Test
    void writerThatIsRefusedLeavesItsVersionNowhere() {
        Configuration hadoop = ObjectStore.settings(true);
        ModelStore store = ModelStore.writing("s3a://refused/models", hadoop);
        StoreState before = store.state();
        try (VersionDraft draft = store.begin("slow")) {
            draft.write("model.safetensors", "slow");
            assertThat(Stores.publish(ModelStore.writing("s3a://refused/models", hadoop)))
                    .as("two runs never write one version")
                    .isEqualTo(2);
            LogEntry late = Stores.next(before, Action.PUBLISH, draft.number(), draft.number());
            assertThatThrownBy(() -> draft.publish(late))
                    .isInstanceOf(StoreChangedException.class)
                    .hasMessageMatching("store: expected to add entry 1 to the log of s3a://refused/models, found"
                            + " another run's, of \\S+: publish of version 2; run it again");
        }
        assertThat(ObjectStore.objects("refused")).noneMatch(key -> key.startsWith("/models/versions/1/"));
        assertThat(store.state().serving()).hasValue(2);
    }
}
