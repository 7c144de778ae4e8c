package org.thalweg.train;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.thalweg.data.Block;
import org.thalweg.data.BlockPacker;
import org.thalweg.data.EqualRows;
import org.thalweg.data.Example;
import org.thalweg.data.FeatureStatistics;
import org.thalweg.data.HoldOut;
import org.thalweg.data.KeyedExample;
import org.thalweg.data.LaneLayout;
import org.thalweg.data.MarkedExample;
import org.thalweg.data.RowShape;
import org.thalweg.data.RowSurvey;
import org.thalweg.data.RowTransforms;
import org.thalweg.data.Scaling;
import org.thalweg.data.Split;

/**
 * Rows packed into lanes in this JVM.
 *
 * @param lanes all lanes
 * @param survey of all rows
 * @param transforms what was done to the rows
 * @param batches that they are packed for
 * @param order in which an epoch takes them
 */
public record LocalRows(LaneSet lanes, RowSurvey survey, RowTransforms transforms, Batches batches, EpochOrder order) {
    /**
     * Keys, sorts, surveys, scales and packs rows.
     *
     * @param examples in any order; at least one; all of one shape; given away
     * @param heldOutShare the share of rows held out of training for validation by chance, [0, 1)
     * @param scaling chosen by the training rows' statistics, such as {@code s -> Scaling.of(STANDARD, s)}
     */
    public static LocalRows pack(
            Collection<Example> examples,
            long seed,
            Batches batches,
            double heldOutShare,
            Function<FeatureStatistics, Scaling> scaling) {
        HoldOut holdOut = HoldOut.ofRows(heldOutShare);
        return pack(marked(examples), seed, batches, holdOut, shapeOf(examples), RowTransforms.by(scaling));
    }

    /**
     * Keys, sorts, surveys, transforms and packs rows.
     *
     * @param rows in any order; at least one; given away
     * @param holdOut which of them are held out of training
     * @param shape of every row, and what is asked of them
     * @param transforms chosen by the training rows' statistics
     */
    public static LocalRows pack(
            Collection<MarkedExample> rows,
            long seed,
            Batches batches,
            HoldOut holdOut,
            RowShape shape,
            Function<FeatureStatistics, RowTransforms> transforms) {
        Dealt dealt = Dealt.of(rows, seed, holdOut, shape);
        return dealt.pack(batches, batches.layout(dealt.survey), seed, transforms.apply(dealt.survey.total()));
    }

    /**
     * Packs rows that a network is only evaluated on.
     *
     * @param examples in any order; at least one; all of one shape; given away
     * @param transforms those of the training rows
     */
    public static LocalRows packToEvaluate(Collection<Example> examples, long seed, RowTransforms transforms) {
        Dealt dealt = Dealt.of(marked(examples), seed, HoldOut.NONE, shapeOf(examples));
        return dealt.pack(Batches.full(), Batches.layoutToEvaluate(dealt.survey), seed, transforms);
    }

    private static List<MarkedExample> marked(Collection<Example> examples) {
        return examples.stream().map(MarkedExample::new).toList();
    }

    private static RowShape shapeOf(Collection<Example> examples) {
        requireAny(examples);
        return RowShape.of(examples.iterator().next());
    }

    private static void requireAny(Collection<?> rows) {
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("rows: expected at least one, found none");
        }
    }

    /** What was done to the features. */
    public Scaling scaling() {
        return transforms.scaling();
    }

    /** Rows, each with its own key, in the order of these. */
    private record Dealt(List<KeyedExample> rows, RowSurvey survey, RowShape shape) {
        static Dealt of(Collection<MarkedExample> rows, long seed, HoldOut holdOut, RowShape shape) {
            requireAny(rows);
            List<EqualRows> sorted = rows.stream()
                    .map(row -> EqualRows.of(seed, holdOut, row))
                    .sorted()
                    .toList();
            RowSurvey.Builder survey =
                    new RowSurvey.Builder(holdOut, 0, RowSurvey.cells(shape).count(), shape);
            List<KeyedExample> dealt = new ArrayList<>();
            for (int from = 0; from < sorted.size(); ) {
                int end = from + 1;
                while (end < sorted.size() && sorted.get(from).equalsRowsOf(sorted.get(end))) {
                    end++;
                }
                EqualRows equal = sorted.get(from).plus(end - from - 1);
                long[] counts = survey.add(equal);
                for (Split split : Split.values()) {
                    for (long number = 0; number < counts[split.ordinal()]; number++) {
                        dealt.add(equal.copy(split, number));
                    }
                }
                from = end;
            }
            dealt.sort(null);
            return new Dealt(dealt, RowSurvey.all(List.of(survey.survey()), shape), shape);
        }

        LocalRows pack(Batches batches, LaneLayout layout, long seed, RowTransforms transforms) {
            Iterator<Block> blocks = new BlockPacker(rows.iterator(), layout, transforms, shape);
            LaneSet lanes = LaneSet.of(blocks, layout, 0, layout.training().count());
            EpochOrder order = new EpochOrder(batches, layout, seed, lanes.laneRows(Split.TRAINING));
            return new LocalRows(lanes, survey, transforms, batches, order);
        }
    }
}
