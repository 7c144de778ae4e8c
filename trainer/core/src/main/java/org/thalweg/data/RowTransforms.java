package org.thalweg.data;

import java.util.Objects;
import java.util.function.Function;

/**
 * The transforms of rows when they are packed, derived from the training rows' statistics.
 *
 * @param scaling applied to every row's features; fills missing values
 * @param classWeights multiplied with every row's weight
 * @param targetScaling applied to every row's targets
 */
public record RowTransforms(Scaling scaling, ClassWeights classWeights, TargetScaling targetScaling) {
    /** No transforms. */
    public static final RowTransforms NONE = of(Scaling.NONE);

    /** Checks that no component is null. */
    public RowTransforms {
        Objects.requireNonNull(scaling, "scaling");
        Objects.requireNonNull(classWeights, "classWeights");
        Objects.requireNonNull(targetScaling, "targetScaling");
    }

    /** Only a scaling of features. */
    public static RowTransforms of(Scaling scaling) {
        return new RowTransforms(scaling, ClassWeights.NONE, TargetScaling.NONE);
    }

    /** Only a scaling of features, derived from the training rows' statistics. */
    public static Function<FeatureStatistics, RowTransforms> by(Function<FeatureStatistics, Scaling> scaling) {
        return scaling.andThen(RowTransforms::of);
    }
}
