package org.thalweg.train;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.thalweg.data.Block;
import org.thalweg.data.BlockPacker;
import org.thalweg.data.ClassWeights;
import org.thalweg.data.EqualRows;
import org.thalweg.data.Example;
import org.thalweg.data.FeatureStatistics;
import org.thalweg.data.HoldOut;
import org.thalweg.data.KeyedExample;
import org.thalweg.data.LaneLayout;
import org.thalweg.data.MarkedExample;
import org.thalweg.data.RowShape;
import org.thalweg.data.RowSurvey;
import org.thalweg.data.Scaling;
import org.thalweg.data.Split;

/**
 * Rows packed into lanes in this JVM.
 *
 * @param lanes all lanes
 * @param survey of all rows
 * @param scaling what was done to the features
 * @param batches that they are packed for
 * @param order in which an epoch takes them
 */
public record LocalRows(LaneSet lanes, RowSurvey survey, Scaling scaling, Batches batches, EpochOrder order) {
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
        List<MarkedExample> rows = examples.stream().map(MarkedExample::new).toList();
        return pack(rows, seed, batches, HoldOut.ofRows(heldOutShare), scaling, 0, statistics -> ClassWeights.NONE);
    }

    /**
     * Keys, sorts, surveys, scales, weighs by class and packs rows.
     *
     * @param rows in any order; at least one; all of one shape; given away
     * @param holdOut which of them are held out of training
     * @param scaling chosen by the training rows' statistics
     * @param classes how many there are, each row's target being one's index; 0 where they are not weighed
     * @param classWeights chosen by the training rows' statistics, such as
     *     {@code s -> ClassWeights.balanced(s.weightOfClasses())}
     */
    public static LocalRows pack(
            Collection<MarkedExample> rows,
            long seed,
            Batches batches,
            HoldOut holdOut,
            Function<FeatureStatistics, Scaling> scaling,
            int classes,
            Function<FeatureStatistics, ClassWeights> classWeights) {
        Dealt dealt = Dealt.of(rows, seed, holdOut, classes);
        return dealt.pack(
                batches,
                batches.layout(dealt.survey),
                seed,
                scaling.apply(dealt.survey.total()),
                classWeights.apply(dealt.survey.total()));
    }

    /**
     * Packs rows that a network is only evaluated on.
     *
     * @param examples in any order; at least one; all of one shape; given away
     * @param scaling that of the training rows
     */
    public static LocalRows packToEvaluate(Collection<Example> examples, long seed, Scaling scaling) {
        List<MarkedExample> rows = examples.stream().map(MarkedExample::new).toList();
        Dealt dealt = Dealt.of(rows, seed, HoldOut.NONE, 0);
        return dealt.pack(Batches.full(), Batches.layoutToEvaluate(dealt.survey), seed, scaling, ClassWeights.NONE);
    }

    /** Rows, each with its own key, in the order of these. */
    private record Dealt(List<KeyedExample> rows, RowSurvey survey, RowShape shape) {
        static Dealt of(Collection<MarkedExample> rows, long seed, HoldOut holdOut, int classes) {
            if (rows.isEmpty()) {
                throw new IllegalArgumentException("rows: expected at least one, found none");
            }
            Example any = rows.iterator().next().example();
            RowShape shape = new RowShape(any.inputs(), any.targets().length, any.isSparse(), classes);
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

        LocalRows pack(Batches batches, LaneLayout layout, long seed, Scaling scaling, ClassWeights classWeights) {
            Iterator<Block> blocks = new BlockPacker(rows.iterator(), layout, scaling, classWeights, shape);
            LaneSet lanes = LaneSet.of(blocks, layout, 0, layout.training().count());
            EpochOrder order = new EpochOrder(batches, layout, seed, lanes.laneRows(Split.TRAINING));
            return new LocalRows(lanes, survey, scaling, batches, order);
        }
    }
}
