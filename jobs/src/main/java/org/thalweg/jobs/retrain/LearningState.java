package org.thalweg.jobs.retrain;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.thalweg.jobs.json.JsonObject;
import org.thalweg.jobs.models.StoredLearning;
import org.thalweg.jobs.store.ModelStore;
import org.thalweg.jobs.store.StoreState;
import org.thalweg.jobs.store.StoredLists;

/**
 * What a store's models have learned so far; every entry of the log contains it.
 *
 * @param watermark up to where rows have been learned; empty for an empty store
 * @param refused the last refused challenger; empty if a later version has served
 * @param rehearsal the rows to learn again; empty for none
 * @param holdOut which rows are held out; empty for an empty store
 */
record LearningState(
        Optional<Watermark> watermark,
        Optional<Refused> refused,
        Optional<RehearsalSample> rehearsal,
        Optional<HoldOutRule> holdOut) {
    private static final String WATERMARK = "watermark";
    private static final String JOB = "job";
    private static final String REHEARSAL_ROWS = "rehearsalRows";
    private static final String HOLD_OUT = "heldApart";

    /**
     * A refused challenger.
     *
     * @param learned the learning state if it is promoted nevertheless
     * @param job fingerprint of its job: {@link RetrainJob#fingerprint}
     */
    record Refused(LearningState learned, String job) {
        /** Whether a run would produce the same challenger again. */
        boolean covers(Watermark seen, String byJob) {
            return learned.watermark()
                            .filter(watermark -> watermark.covers(seen))
                            .isPresent()
                    && job.equals(byJob);
        }
    }

    /**
     * A sample of the earlier rows, to learn again.
     *
     * @param version the version that stores them
     * @param rows the most rows in the sample
     */
    record RehearsalSample(int version, int rows) {}

    static LearningState of(StoreState state, ModelStore store) {
        return of(JsonObject.of(state.learned(), store.path().toString()), store.lists());
    }

    private static LearningState of(JsonObject json, StoredLists lists) {
        return new LearningState(
                optionalObject(json, WATERMARK).map(watermark -> Watermark.of(watermark, lists)),
                optionalObject(json, StoredLearning.REFUSED)
                        .map(refused ->
                                new Refused(of(refused.object(StoredLearning.LEARNED), lists), refused.text(JOB))),
                json.optionalCount(StoredLearning.REHEARSAL)
                        .map(version -> new RehearsalSample(version, json.count(REHEARSAL_ROWS))),
                optionalObject(json, HOLD_OUT).map(HoldOutRule::of));
    }

    private static Optional<JsonObject> optionalObject(JsonObject json, String key) {
        return json.values().get(key) == null ? Optional.empty() : Optional.of(json.object(key));
    }

    /**
     * The JSON for an entry of the log.
     *
     * @param lists the store's lists, to which new items are written
     */
    Map<String, Object> json(StoredLists lists) {
        Map<String, Object> map = new LinkedHashMap<>();
        rehearsal.ifPresent(value -> {
            map.put(StoredLearning.REHEARSAL, value.version());
            map.put(REHEARSAL_ROWS, value.rows());
        });
        holdOut.ifPresent(value -> map.put(HOLD_OUT, value.json()));
        watermark.ifPresent(value -> map.put(WATERMARK, value.json(lists)));
        refused.ifPresent(value -> {
            Map<String, Object> challenger = new LinkedHashMap<>();
            challenger.put(JOB, value.job());
            challenger.put(StoredLearning.LEARNED, value.learned().json(lists));
            map.put(StoredLearning.REFUSED, challenger);
        });
        return map;
    }

    /**
     * Which rows are held out of every version: by a hash of the seed, the values of these columns, and the row's
     * number among equal rows of its run.
     *
     * @param share the share of held-out rows, (0, 1)
     * @param columns the columns of the store's first run, by name, sorted
     */
    record HoldOutRule(long seed, double share, List<String> columns) {
        HoldOutRule {
            columns = columns.stream().sorted().toList();
        }

        static HoldOutRule of(JsonObject json) {
            return new HoldOutRule(json.whole("seed"), json.real("share"), json.texts("columns"));
        }

        Map<String, Object> json() {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("seed", seed);
            map.put("share", share);
            map.put("columns", columns);
            return map;
        }
    }
}
