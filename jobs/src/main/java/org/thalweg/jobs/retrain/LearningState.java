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
 * What a store's models have learned so far, as every entry of its log bears it.
 *
 * @param watermark up to where rows have been learned; empty of an empty store
 * @param refused the last challenger that was refused; empty where one has served since
 * @param rehearsal the rows to be learned again; empty for none
 * @param holdOut how rows that are never learned are told; empty of an empty store
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
     * A challenger that was refused.
     *
     * @param learned what will have been learned where it is promoted all the same
     * @param job of what job it was: {@link RetrainJob#fingerprint}
     */
    record Refused(LearningState learned, String job) {
        /** Whether a run would only make the same challenger again. */
        boolean covers(Watermark seen, String byJob) {
            return learned.watermark()
                            .filter(watermark -> watermark.covers(seen))
                            .isPresent()
                    && job.equals(byJob);
        }
    }

    /**
     * A sample of the rows so far.
     *
     * @param version that holds them
     * @param rows at most so many of them are kept to be learned again
     */
    record RehearsalSample(int version, int rows) {}

    static LearningState of(StoreState state, ModelStore store) {
        return of(JsonObject.of(state.learned(), store.path().toString()), store.lists());
    }

    private static LearningState of(JsonObject json, StoredLists lists) {
        return new LearningState(
                there(json, WATERMARK).map(watermark -> Watermark.of(watermark, lists)),
                there(json, StoredLearning.REFUSED)
                        .map(refused ->
                                new Refused(of(refused.object(StoredLearning.LEARNED), lists), refused.text(JOB))),
                json.optionalCount(StoredLearning.REHEARSAL)
                        .map(version -> new RehearsalSample(version, json.count(REHEARSAL_ROWS))),
                there(json, HOLD_OUT).map(HoldOutRule::of));
    }

    private static Optional<JsonObject> there(JsonObject json, String key) {
        return json.values().get(key) == null ? Optional.empty() : Optional.of(json.object(key));
    }

    /**
     * What an entry of the log says of it.
     *
     * @param lists of the store, which get what they do not hold yet
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
     * How rows that no version ever learns are challenger from the others: by a hash of the seed, the values of these columns, and
     * the row's number among equal ones of its night.
     *
     * @param share of the rows, (0, 1)
     * @param columns of the store's first night, by name, sorted
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
