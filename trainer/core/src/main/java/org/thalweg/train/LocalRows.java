package org.thalweg.train;

import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.thalweg.data.Block;
import org.thalweg.data.BlockPacker;
import org.thalweg.data.ClassWeights;
import org.thalweg.data.Example;
import org.thalweg.data.FeatureStatistics;
import org.thalweg.data.KeyedExample;
import org.thalweg.data.Lanes;
import org.thalweg.data.RowShape;
import org.thalweg.data.RowSurvey;
import org.thalweg.data.Scaling;

/**
 * Rows packed into lanes in this JVM.
 *
 * @param lanes all lanes
 * @param survey of all lanes
 * @param scaling what was done to the features
 */
public record LocalRows(LaneSet lanes, RowSurvey survey, Scaling scaling) {
    /**
     * Keys, sorts, surveys, scales and packs rows.
     *
     * @param examples in any order; at least one; all of one shape
     * @param heldOutShare the share of rows held out of training, by key, [0, 1)
     * @param scaling chosen by the training rows' statistics, such as {@code s -> Scaling.of(STANDARD, s)}
     */
    public static LocalRows pack(
            Collection<Example> examples,
            long seed,
            Lanes lanes,
            double heldOutShare,
            Function<FeatureStatistics, Scaling> scaling) {
        return pack(examples, seed, lanes, heldOutShare, scaling, 0, statistics -> ClassWeights.NONE);
    }

    /**
     * Keys, sorts, surveys, scales, weighs by class and packs rows.
     *
     * @param examples in any order; at least one; all of one shape
     * @param heldOutShare the share of rows held out of training, by key, [0, 1)
     * @param scaling chosen by the training rows' statistics
     * @param classes how many there are, each row's target being one's index; 0 where they are not weighed
     * @param classWeights chosen by the training rows' statistics, such as
     *     {@code s -> ClassWeights.balanced(s.weightOfClasses())}
     */
    public static LocalRows pack(
            Collection<Example> examples,
            long seed,
            Lanes lanes,
            double heldOutShare,
            Function<FeatureStatistics, Scaling> scaling,
            int classes,
            Function<FeatureStatistics, ClassWeights> classWeights) {
        if (examples.isEmpty()) {
            throw new IllegalArgumentException("rows: expected at least one, found none");
        }
        Example any = examples.iterator().next();
        RowShape shape = new RowShape(any.inputs(), any.targets().length, any.isSparse(), classes);
        List<KeyedExample> sorted = examples.stream()
                .map(example -> KeyedExample.of(seed, example))
                .sorted()
                .toList();
        RowSurvey survey = RowSurvey.all(
                List.of(RowSurvey.of(sorted.iterator(), lanes, 0, lanes.count(), heldOutShare, shape)), lanes);
        Scaling chosen = scaling.apply(survey.total());
        Iterator<Block> blocks = new BlockPacker(
                sorted.iterator(), lanes, heldOutShare, chosen, classWeights.apply(survey.total()), shape);
        return new LocalRows(LaneSet.of(blocks, 0, lanes.count()), survey, chosen);
    }
}
