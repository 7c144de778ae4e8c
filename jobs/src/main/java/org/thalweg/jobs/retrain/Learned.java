package org.thalweg.jobs.retrain;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.thalweg.jobs.json.JsonObject;
import org.thalweg.jobs.run.ModelsRun;
import org.thalweg.jobs.store.StoreState;

/**
 * What a store's models have learned so far, as every entry of its log bears it.
 *
 * @param watermark up to where rows have been learned; empty of an empty store
 * @param tried up to where they were when a challenger was refused that has learned them; empty where none was since
 * @param rehearsal the version that holds the rows to be learned again; empty for none
 * @param apart how rows that are never learned are told; empty of an empty store
 */
record Learned(
        Optional<Watermark> watermark, Optional<Watermark> tried, OptionalInt rehearsal, Optional<HeldApart> apart) {
    /** The store's key, too: it keeps that version. */
    static final String REHEARSAL = ModelsRun.REHEARSAL;

    static Learned of(StoreState state, String where) {
        JsonObject json = JsonObject.of(state.learned(), where);
        return new Learned(
                watermark(json, "watermark"),
                watermark(json, "tried"),
                json.optionalCount(REHEARSAL).map(OptionalInt::of).orElse(OptionalInt.empty()),
                json.values().get("heldApart") == null
                        ? Optional.empty()
                        : Optional.of(HeldApart.of(json.object("heldApart"))));
    }

    private static Optional<Watermark> watermark(JsonObject json, String key) {
        return json.values().get(key) == null ? Optional.empty() : Optional.of(Watermark.of(json.object(key)));
    }

    Map<String, Object> json() {
        Map<String, Object> map = new LinkedHashMap<>();
        rehearsal.ifPresent(version -> map.put(REHEARSAL, version));
        apart.ifPresent(value -> map.put("heldApart", value.json()));
        watermark.ifPresent(value -> map.put("watermark", value.json()));
        tried.ifPresent(value -> map.put("tried", value.json()));
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
