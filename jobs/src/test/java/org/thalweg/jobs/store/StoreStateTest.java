package org.thalweg.jobs.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StoreStateTest {
    private final List<LogEntry> entries = new ArrayList<>();

    private StoreState then(Action action, int version, int serves, Integer... removed) {
        StoreState state = new StoreState(entries);
        entries.add(Stores.next(
                state,
                action,
                version,
                serves,
                Map.of(),
                List.of(removed),
                action.makesVersion() ? Map.of("seen", (long) version) : state.learned()));
        return new StoreState(entries);
    }

    @Test
    void emptyLogServesNothing() {
        StoreState state = new StoreState(List.of());
        assertThat(state.head()).isZero();
        assertThat(state.last()).isEmpty();
        assertThat(state.serving()).isEmpty();
        assertThat(state.before()).isEmpty();
        assertThat(state.learned()).isEmpty();
        assertThat(state.versions()).isEmpty();
        assertThat(state.lastVersion()).isZero();
        assertThatThrownBy(() -> state.version(1))
                .isInstanceOf(StoreException.class)
                .hasMessage("version: expected one of none, as the store is empty, found 1; list the versions with"
                        + " models list");
    }

    @Test
    void lastEntryReportsWhatServesAndWhatIsLearned() {
        then(Action.PUBLISH, 1, 1);
        assertThat(then(Action.REFUSE, 2, 1).serving()).hasValue(1);
        StoreState state = then(Action.STOP, 0, 1);
        assertThat(state.serving()).hasValue(1);
        assertThat(state.learned()).isEqualTo(Map.of("seen", 2L));
        assertThat(state.versions().keySet()).containsExactly(1, 2);
        assertThat(state.version(2).action()).isEqualTo(Action.REFUSE);
    }

    @Test
    void beforeIsTheGreatestOlderVersionThatHasServed() {
        then(Action.PUBLISH, 1, 1);
        assertThat(then(Action.REFUSE, 2, 1).before()).isEmpty();
        then(Action.PUBLISH, 3, 3);
        assertThat(then(Action.PUBLISH, 4, 4).before()).hasValue(3);
        assertThat(then(Action.ROLLBACK, 3, 3).before()).as("2 never served").hasValue(1);
        assertThat(then(Action.PROMOTE, 2, 2).before()).hasValue(1);
        assertThat(then(Action.PROMOTE, 4, 4).before()).hasValue(3);
        assertThat(then(Action.GC, 0, 4, 3).before()).as("3 is no more").hasValue(2);
        assertThat(then(Action.GC, 0, 4, 1, 2).before()).isEmpty();
    }

    @Test
    void versionThatIsRemovedIsNoMoreAndItsNumberIsNotForgotten() {
        then(Action.PUBLISH, 1, 1);
        then(Action.PUBLISH, 2, 2);
        then(Action.PROMOTE, 1, 1);
        StoreState state = then(Action.GC, 0, 1, 2);
        assertThat(state.versions().keySet()).containsExactly(1);
        assertThat(state.lastVersion()).isEqualTo(2);
        assertThatThrownBy(() -> state.version(2))
                .hasMessage(
                        "version: expected one of [1], found 2, which was removed (entry 4 of the log); list the versions with models list");
    }

    @Test
    void manyVersionsAreNotAllNamed() {
        for (int version = 1; version <= 13; version++) {
            then(Action.PUBLISH, version, version);
        }
        assertThatThrownBy(() -> new StoreState(entries).version(99))
                .hasMessage("version: expected one of the 13 versions up to 13, found 99; list the versions with"
                        + " models list");
    }
}
