package org.thalweg.jobs.config;

import java.util.Objects;
import org.thalweg.settings.Setting;

/**
 * The job file's {@code retrain}.
 *
 * @param store the model store's folder
 * @param newRows how new rows are told
 * @param start the weights to begin with
 * @param rehearsal which old rows are learned again
 * @param holdOut the share of all rows that no version ever learns: champion and challenger are compared on them, (0, 1)
 * @param checks what new rows must hold to
 * @param gate what a challenger must show
 * @param notification who is told
 */
public record RetrainSection(
        String store,
        NewRows newRows,
        Start start,
        Rehearsal rehearsal,
        double holdOut,
        ChecksSection checks,
        GateSection gate,
        NotifySection notification) {
    static final String KEY = "retrain";
    static final String STORE = "store";
    static final String NEW = "new";
    static final String START = "start";
    static final String REHEARSAL = "rehearsal";
    static final Setting HOLD_OUT = Setting.inside("holdOut", 0.1);
    static final String CHECKS = "checks";
    static final String GATE = "gate";
    static final String NOTIFY = "notify";

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException outside them, or for a blank path
     */
    public RetrainSection {
        Objects.requireNonNull(newRows, "newRows");
        Objects.requireNonNull(start, "start");
        Objects.requireNonNull(rehearsal, "rehearsal");
        Objects.requireNonNull(checks, "checks");
        Objects.requireNonNull(gate, "gate");
        Objects.requireNonNull(notification, "notification");
        HOLD_OUT.require(holdOut);
        if (store.isBlank()) {
            throw new IllegalArgumentException("retrain.store: expected a path, found a blank one");
        }
    }
}
