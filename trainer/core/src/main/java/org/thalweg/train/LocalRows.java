package org.thalweg.train;

import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.thalweg.data.Block;
import org.thalweg.data.BlockPacker;
import org.thalweg.data.Example;
import org.thalweg.data.FeatureStatistics;
import org.thalweg.data.KeyedExample;
import org.thalweg.data.Lanes;
import org.thalweg.data.RowShape;
import org.thalweg.data.RowSurvey;
import org.thalweg.data.RowTransforms;
import org.thalweg.data.Scaling;

/**
 * Rows packed into lanes in this JVM.
 *
 * @param lanes all lanes
 * @param survey of all lanes
 * @param transforms what was done to the rows
 */
public record LocalRows(LaneSet lanes, RowSurvey survey, RowTransforms transforms) {
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
        return pack(examples, seed, lanes, heldOutShare, shapeOf(examples), RowTransforms.by(scaling));
    }

    /**
     * Keys, sorts, surveys, transforms and packs rows.
     *
     * @param examples in any order; at least one
     * @param heldOutShare the share of rows held out of training, by key, [0, 1)
     * @param shape of every row, and what is asked of them
     * @param transforms chosen by the training rows' statistics
     */
    public static LocalRows pack(
            Collection<Example> examples,
            long seed,
            Lanes lanes,
            double heldOutShare,
            RowShape shape,
            Function<FeatureStatistics, RowTransforms> transforms) {
        requireAny(examples);
        List<KeyedExample> sorted = examples.stream()
                .map(example -> KeyedExample.of(seed, example))
                .sorted()
                .toList();
        RowSurvey survey = RowSurvey.all(
                List.of(RowSurvey.of(sorted.iterator(), lanes, 0, lanes.count(), heldOutShare, shape)), lanes);
        RowTransforms chosen = transforms.apply(survey.total());
        Iterator<Block> blocks = new BlockPacker(sorted.iterator(), lanes, heldOutShare, chosen, shape);
        return new LocalRows(LaneSet.of(blocks, 0, lanes.count()), survey, chosen);
    }

    private static RowShape shapeOf(Collection<Example> examples) {
        requireAny(examples);
        return RowShape.of(examples.iterator().next());
    }

    private static void requireAny(Collection<Example> examples) {
        if (examples.isEmpty()) {
            throw new IllegalArgumentException("rows: expected at least one, found none");
        }
    }

    /** What was done to the features. */
    public Scaling scaling() {
        return transforms.scaling();
    }
}
