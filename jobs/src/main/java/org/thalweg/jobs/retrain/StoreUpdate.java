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

/** Adds a retraining's entry to the store's log, if the state that the decision was based on has not changed. */
final class StoreUpdate {
    private static final int TRIES = 5;

    private final ModelStore store;
    private final StoreState decidedOn;
    private final Clock clock;
    private final Console console;
    private final Notification notification;
    private final String id = UUID.randomUUID().toString();

    StoreUpdate(ModelStore store, StoreState decidedOn, RetrainSection section, Clock clock, Console console) {
        this.store = store;
        this.decidedOn = decidedOn;
        this.clock = clock;
        this.console = console;
        this.notification = Notification.ofJob(section.notification(), console);
    }

    /** The run's unique id. */
    String id() {
        return id;
    }

    /** The content of an entry, without number, id and time. */
    record EntryText(
            Action action,
            OptionalInt serves,
            List<String> reasons,
            LearningState learned,
            Map<String, Object> metrics) {}

    /** Adds the entry of a version. */
    LogEntry publish(VersionDraft draft, EntryText entryText) {
        return adding(entryText, OptionalInt.of(draft.number()), draft.files(), draft::publish);
    }

    /** Adds an entry that makes no version. */
    LogEntry append(EntryText entryText) {
        return adding(entryText, OptionalInt.empty(), Map.of(), store::append);
    }

    /**
     * Adds the entry of a run that trained nothing, and its report.
     *
     * @param html the report
     * @param metrics of the run; gets the report's path
     */
    void stop(String html, List<String> reasons, LearningState learned, Map<String, Object> metrics) {
        String report = store.writeReport(id, html);
        metrics.put("report", report);
        LogEntry entry = append(new EntryText(Action.STOP, decidedOn.serving(), reasons, learned, metrics));
        console.report("stopped: entry %d of the log; report: %s", entry.number(), report);
    }

    private interface Adding {
        void add(LogEntry entry);
    }

    /** Adds an entry. If another writer's entry came first, but did not change the state that the decision was based on, the next
     * number is used. */
    private LogEntry adding(EntryText entryText, OptionalInt version, Map<String, StoredFile> files, Adding adding) {
        Map<String, Object> learned = entryText.learned().json(store.lists());
        int number = decidedOn.head() + 1;
        for (int attempt = 1; ; attempt++, number++) {
            LogEntry entry = new LogEntry(
                    number,
                    id,
                    clock.instant(),
                    entryText.action(),
                    version,
                    entryText.serves(),
                    entryText.reasons(),
                    files,
                    List.of(),
                    learned,
                    entryText.metrics());
            try {
                adding.add(entry);
                notification.send(store.path().toString(), entry);
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
