package org.thalweg.spark.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.thalweg.settings.Setting;

/** How much the rows of each class count. This is multiplied by the rows' own weights. */
public sealed interface ClassWeighting {
    /** The name of {@link Balanced} in settings. */
    String BALANCED = "balanced";

    /** A class's weight. */
    Setting WEIGHT = Setting.above("classWeights", 0, 2);

    /** Every class has the same total weight. */
    record Balanced() implements ClassWeighting {}

    /**
     * Weights by class label.
     *
     * @param weights by class label; a class without a weight has 1
     */
    record ByLabel(Map<String, Double> weights) implements ClassWeighting {
        /**
         * Copies the map.
         *
         * @throws IllegalArgumentException if there are none, or one is not finite and above 0
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
