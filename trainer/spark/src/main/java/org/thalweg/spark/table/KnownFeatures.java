package org.thalweg.spark.table;

import java.util.List;
import java.util.Optional;
import org.thalweg.data.FeatureEncoding;
import org.thalweg.model.ModelDescription;

/**
 * The features on which a network is trained, for reading other rows in the same way.
 *
 * @param names one per input
 * @param encoding how columns become inputs; empty if all are plain numbers
 */
public record KnownFeatures(List<String> names, Optional<FeatureEncoding> encoding) {
    /** Copies the list. */
    public KnownFeatures {
        names = List.copyOf(names);
    }

    /** The features of a trained model. */
    public static KnownFeatures of(ModelDescription description) {
        return new KnownFeatures(description.featureNames(), description.encoding());
    }
}
