package org.thalweg.spark.fit;

import java.util.Locale;
import org.thalweg.model.Model;
import org.thalweg.model.ModelDescription;
import org.thalweg.model.Threshold;
import org.thalweg.settings.KeyText;
import org.thalweg.spark.config.SettingsException;
import org.thalweg.spark.config.ThresholdChoice;

/** Applies the choice of a threshold to a model. */
public final class Thresholds {
    private static final String KEY = "output.threshold";

    private Thresholds() {}

    /**
     * The model with the chosen threshold.
     *
     * @param where the location of the model, for messages
     * @throws SettingsException if it has more than two classes, or if it has no threshold of its own although one is needed
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
     * Refuses a threshold for more than two classes.
     *
     * @param classes the number of classes of the model; 0 if its outputs are not classes
     */
    static void requireTwoClasses(ThresholdChoice choice, int classes) {
        if (!choice.isOfModel() && classes > 2) {
            throw new SettingsException(KeyText.of(KEY) + ": expected only with two classes, found " + classes
                    + "; remove " + KeyText.of(KEY));
        }
    }

    /** The threshold that was found on the validation rows, as a text. */
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
