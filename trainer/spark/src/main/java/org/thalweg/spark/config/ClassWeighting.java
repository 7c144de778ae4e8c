package org.thalweg.spark.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.thalweg.settings.Setting;

/** How much the rows of each class count, beside their own weights. */
public sealed interface ClassWeighting {
    /** The word for {@link Balanced}. */
    String BALANCED = "balanced";

    /** A class's weight. */
    Setting WEIGHT = Setting.above("classWeights", 0, 2);

    /** So much that every class counts as much as any other. */
    record Balanced() implements ClassWeighting {}

    /**
     * As the job says.
     *
     * @param weights by the classes' labels; a class that is not there weighs 1
     */
    record ByLabel(Map<String, Double> weights) implements ClassWeighting {
        /**
         * Copies the map.
         *
         * @throws IllegalArgumentException for none, or one that is not finite and above 0
         */
        public ByLabel {
            weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
            if (weights.isEmpty()) {
                throw new IllegalArgumentException("classWeights: expected at least one, found none");
            }
            weights.values().forEach(WEIGHT::require);
        }
    }
}
