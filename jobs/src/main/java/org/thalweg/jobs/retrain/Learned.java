package org.thalweg.jobs.retrain;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.thalweg.jobs.json.JsonObject;
import org.thalweg.jobs.run.ModelsRun;
import org.thalweg.jobs.store.StoreState;

/**
 * What a store's models have learned so far, as every entry of its log bears it.
 *
 * @param watermark up to where rows have been learned; empty of an empty store
 * @param tried the last challenger that was refused; empty where one has served since
 * @param kept the rows to be learned again; empty for none
 * @param apart how rows that are never learned are told; empty of an empty store
 */
record Learned(Optional<Watermark> watermark, Optional<Tried> tried, Optional<Kept> kept, Optional<HeldApart> apart) {
    /** The store's key, too: it keeps that version. */
    static final String REHEARSAL = ModelsRun.REHEARSAL;

    private static final String WATERMARK = "watermark";
    private static final String TRIED = "tried";
    private static final String TRIED_BY = "triedBy";
    private static final String REHEARSAL_ROWS = "rehearsalRows";
    private static final String HELD_APART = "heldApart";

    /**
     * A challenger that was refused.
     *
     * @param watermark up to where rows have been learned by it
     * @param job of what job it was: {@link RetrainJob#fingerprint}
     */
    record Tried(Watermark watermark, String job) {
        /** Whether a run would only make the same challenger again. */
        boolean covers(Watermark seen, String byJob) {
            return watermark.covers(seen) && job.equals(byJob);
        }
    }

    /**
     * A sample of the rows so far.
     *
     * @param version that holds them
     * @param rows at most so many of them are kept to be learned again
     */
    record Kept(int version, int rows) {}

    static Learned of(StoreState state, String where) {
        JsonObject json = JsonObject.of(state.learned(), where);
        return new Learned(
                watermark(json, WATERMARK),
                watermark(json, TRIED).map(watermark -> new Tried(watermark, json.text(TRIED_BY))),
                json.optionalCount(REHEARSAL).map(version -> new Kept(version, json.count(REHEARSAL_ROWS))),
                json.values().get(HELD_APART) == null
                        ? Optional.empty()
                        : Optional.of(HeldApart.of(json.object(HELD_APART))));
    }

    private static Optional<Watermark> watermark(JsonObject json, String key) {
        return json.values().get(key) == null ? Optional.empty() : Optional.of(Watermark.of(json.object(key)));
    }

    Map<String, Object> json() {
        Map<String, Object> map = new LinkedHashMap<>();
        kept.ifPresent(value -> {
            map.put(REHEARSAL, value.version());
            map.put(REHEARSAL_ROWS, value.rows());
        });
        apart.ifPresent(value -> map.put(HELD_APART, value.json()));
        watermark.ifPresent(value -> map.put(WATERMARK, value.json()));
        tried.ifPresent(value -> {
            map.put(TRIED, value.watermark().json());
            map.put(TRIED_BY, value.job());
        });
        return map;
    }

    /**
     * How rows that no version ever learns are told from the others: by a hash of the seed and these columns.
     *
     * @param share of the rows, (0, 1)
     * @param columns by name, sorted
     */
    record HeldApart(long seed, double share, List<String> columns) {
        HeldApart {
            columns = columns.stream().sorted().toList();
        }

        static HeldApart of(JsonObject json) {
            return new HeldApart(json.whole("seed"), json.real("share"), json.texts("columns"));
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
