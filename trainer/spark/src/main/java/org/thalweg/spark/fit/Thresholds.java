package org.thalweg.spark.fit;

import java.util.Locale;
import org.thalweg.model.Model;
import org.thalweg.model.ModelDescription;
import org.thalweg.model.Threshold;
import org.thalweg.settings.KeyText;
import org.thalweg.spark.config.SettingsException;
import org.thalweg.spark.config.ThresholdChoice;

/** What the choice of a threshold comes to for a model. */
public final class Thresholds {
    private static final String KEY = "output.threshold";

    private Thresholds() {}

    /**
     * A model that predicts as chosen.
     *
     * @param where it is, for messages
     * @throws SettingsException if it has more classes than two, or should have a threshold of its own and has none
     */
    public static Model applied(ThresholdChoice choice, Model model, String where) {
        ModelDescription description = model.description();
        if (choice.isOfModel()) {
            return model;
        }
        requireTwoClasses(choice, description.classLabels().size());
        if (!choice.isBestF1()) {
            return model.withThreshold(choice.number());
        }
        if (description.threshold().isNone()) {
            throw new SettingsException(KeyText.of(KEY) + ": expected a model that was trained with " + KeyText.of(KEY)
                    + ", found one without at " + where + "; train it again, or take a number");
        }
        return model;
    }

    /**
     * Refuses a threshold between more classes than two.
     *
     * @param classes of the model; 0 where its outputs are no classes
     */
    static void requireTwoClasses(ThresholdChoice choice, int classes) {
        if (!choice.isOfModel() && classes > 2) {
            throw new SettingsException(KeyText.of(KEY) + ": expected only with two classes, found " + classes
                    + "; remove " + KeyText.of(KEY));
        }
    }

    /** What is found on validation rows, as a line. */
    static String text(Threshold threshold, double f1) {
        return f1 > 0
                ? String.format(
                        Locale.ROOT,
                        "threshold: %s, of the best F1 on the validation rows, %.4f",
                        threshold.value(),
                        f1)
                : "warning: " + KeyText.of(KEY) + ": expected validation rows that the network gives a probability to,"
                        + " found an F1 of 0 at every threshold; 0.5 is taken";
    }
}
