package org.thalweg.spark.table;

import java.util.List;
import org.thalweg.data.FeatureEncoding;
import org.thalweg.model.ModelDescription;

/**
 * The features that a network is trained on, for other rows to be read in the same way.
 *
 * @param names one an input
 * @param encoding how columns become inputs; null where they are numbers as they are
 */
public record KnownFeatures(List<String> names, FeatureEncoding encoding) {
    /** Copies the list. */
    public KnownFeatures {
        names = List.copyOf(names);
    }

    /** Those of a trained model. */
    public static KnownFeatures of(ModelDescription description) {
        return new KnownFeatures(
                description.featureNames(), description.encoding().orElse(null));
    }
}
