package org.thalweg.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.thalweg.data.FeatureStatistics;
import org.thalweg.data.RowTransforms;
import org.thalweg.nn.DifferenceLoss;
import org.thalweg.nn.Identity;
import org.thalweg.settings.KeyText;

/**
 * Detects features or targets far outside the scale that initial weights and default learning rates are made for. When such
 * a run diverges or its units die, the data should be scaled before the learning rate is reduced.
 */
public final class DataScale {
    /** Features and targets within ± this train well at common learning rates. */
    private static final double FAR = 10;

    private DataScale() {}

    /**
     * Suggested settings, each with its reason and its key marked (see {@link KeyText}); empty if the data is in scale.
     *
     * @param statistics of the training rows, before they were scaled
     * @param transforms applied to the rows
     */
    public static List<String> advice(TrainingPlan plan, FeatureStatistics statistics, RowTransforms transforms) {
        List<String> advice = new ArrayList<>();
        int target = farthestTarget(plan, statistics, transforms);
        if (target >= 0) {
            advice.add(String.format(
                    Locale.ROOT,
                    KeyText.of("data.scaleTarget") + " standard (%s has mean %.3g and standard deviation %.3g)",
                    statistics.targets() == 1 ? "the target" : "target " + (target + 1),
                    statistics.targetMean(target),
                    statistics.targetDeviation(target)));
        }
        int feature = transforms.scaling().shift().length == 0 ? farthestFeature(statistics) : -1;
        if (feature >= 0) {
            advice.add(String.format(
                    Locale.ROOT,
                    KeyText.of("data.scale") + " %s (feature %d goes from %.3g to %.3g)",
                    statistics.isSparse() ? "maxAbs" : "standard",
                    feature + 1,
                    statistics.minimum(feature),
                    statistics.maximum(feature)));
        }
        return advice;
    }

    /** −1 if there is none, or if the loss or the output activation requires targets of a fixed range. */
    private static int farthestTarget(TrainingPlan plan, FeatureStatistics statistics, RowTransforms transforms) {
        boolean mayBeScaled =
                plan.loss() instanceof DifferenceLoss && plan.network().output() instanceof Identity;
        if (!mayBeScaled || !transforms.targetScaling().isNone() || statistics.rows() == 0) {
            return -1;
        }
        int farthest = -1;
        double most = FAR;
        for (int i = 0; i < statistics.targets(); i++) {
            double size = Math.max(Math.abs(statistics.targetMean(i)), statistics.targetDeviation(i));
            if (size > most) {
                farthest = i;
                most = size;
            }
        }
        return farthest;
    }

    private static int farthestFeature(FeatureStatistics statistics) {
        int farthest = -1;
        double most = FAR;
        for (int i = 0; i < statistics.inputs() && statistics.rows() > 0; i++) {
            double size = Math.max(Math.abs(statistics.minimum(i)), Math.abs(statistics.maximum(i)));
            if (statistics.hasValue(i) && size > most) {
                farthest = i;
                most = size;
            }
        }
        return farthest;
    }
}
