package org.thalweg.jobs.retrain;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import org.thalweg.jobs.config.RetrainSection;
import org.thalweg.jobs.models.Notification;
import org.thalweg.jobs.session.Console;
import org.thalweg.jobs.store.Action;
import org.thalweg.jobs.store.LogEntry;
import org.thalweg.jobs.store.ModelStore;
import org.thalweg.jobs.store.StoreChangedException;
import org.thalweg.jobs.store.StoreState;
import org.thalweg.jobs.store.StoredFile;
import org.thalweg.jobs.store.VersionDraft;

/** Adds a retraining's entry to the store's log, on the state that it was decided on. */
final class StoreWriting {
    private static final int TRIES = 5;

    private final ModelStore store;
    private final StoreState decidedOn;
    private final Clock clock;
    private final Console console;
    private final Notification notification;
    private final String id = UUID.randomUUID().toString();

    StoreWriting(ModelStore store, StoreState decidedOn, RetrainSection section, Clock clock, Console console) {
        this.store = store;
        this.decidedOn = decidedOn;
        this.clock = clock;
        this.console = console;
        this.notification = Notification.ofJob(section.notification(), console);
    }

    /** The run's own name. */
    String id() {
        return id;
    }

    /** What an entry says beside its number. */
    record Words(
            Action action, OptionalInt serves, List<String> reasons, Learned learned, Map<String, Object> figures) {}

    /** Adds the entry of a version. */
    LogEntry publish(VersionDraft draft, Words words) {
        return adding(words, OptionalInt.of(draft.number()), draft.files(), draft::publish);
    }

    /** Adds an entry that makes no version. */
    LogEntry append(Words words) {
        return adding(words, OptionalInt.empty(), Map.of(), store::append);
    }

    /**
     * Adds the entry of a night in which nothing is learned, and its report.
     *
     * @param html of the report
     * @param figures of the night, which get the report's path
     */
    void stop(String html, List<String> reasons, Learned learned, Map<String, Object> figures) {
        String report = store.writeReport(id, html);
        figures.put("report", report);
        LogEntry entry = append(new Words(Action.STOP, decidedOn.serving(), reasons, learned, figures));
        console.report("stopped: entry %d of the log; report: %s", entry.number(), report);
    }

    private interface Adding {
        void add(LogEntry entry);
    }

    /** Where another's entry came first, and yet what was decided on is as it was, the next number is taken. */
    private LogEntry adding(Words words, OptionalInt version, Map<String, StoredFile> files, Adding adding) {
        Map<String, Object> learned = words.learned().json(store.lists());
        int number = decidedOn.head() + 1;
        for (int attempt = 1; ; attempt++, number++) {
            LogEntry entry = new LogEntry(
                    number,
                    id,
                    clock.instant(),
                    words.action(),
                    version,
                    words.serves(),
                    words.reasons(),
                    files,
                    List.of(),
                    learned,
                    words.figures());
            try {
                adding.add(entry);
                notification.tell(store.path().toString(), entry);
                return entry;
            } catch (StoreChangedException e) {
                StoreState now = store.state();
                boolean same = now.serving().equals(decidedOn.serving())
                        && now.learned().equals(decidedOn.learned());
                if (!same || attempt == TRIES) {
                    throw e;
                }
                number = now.head();
            }
        }
    }
}
