package org.thalweg.data;

import java.util.Objects;
import java.util.function.Function;

/**
 * All that is done to rows when they are packed, chosen by the training rows' statistics.
 *
 * @param scaling applied to every row's features; it fills the values that rows lack
 * @param classWeights multiplied with every row's weight
 * @param targetScaling applied to every row's targets
 */
public record RowTransforms(Scaling scaling, ClassWeights classWeights, TargetScaling targetScaling) {
    /** Rows as they are. */
    public static final RowTransforms NONE = of(Scaling.NONE);

    /** Checks that each is there. */
    public RowTransforms {
        Objects.requireNonNull(scaling, "scaling");
        Objects.requireNonNull(classWeights, "classWeights");
        Objects.requireNonNull(targetScaling, "targetScaling");
    }

    /** A scaling of features alone. */
    public static RowTransforms of(Scaling scaling) {
        return new RowTransforms(scaling, ClassWeights.NONE, TargetScaling.NONE);
    }

    /** The same scaling of features alone, chosen by the training rows' statistics. */
    public static Function<FeatureStatistics, RowTransforms> by(Function<FeatureStatistics, Scaling> scaling) {
        return scaling.andThen(RowTransforms::of);
    }
}
