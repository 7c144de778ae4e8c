package org.thalweg.spark.fit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.thalweg.settings.KeyText;
import org.thalweg.train.LayerSummary;

/** Hidden units whose activation's slope is about 0 for every row: they no longer learn. */
public final class DeadUnits {
    /** The share of a layer's units above which there is a warning. */
    public static final double WORTH_A_WARNING = 0.5;

    /** With fewer rows, units that are seldom active would look dead. */
    private static final int LEAST_ROWS = 100;

    private DeadUnits() {}

    /**
     * Warnings about hidden layers with dead units, if there were enough rows to find them. Keys are marked.
     *
     * @param above the share of dead units above which a layer is named
     * @param scaleAdvice what to scale, because unscaled data is a more likely cause than the learning rate; may be empty
     */
    public static List<String> warnings(List<LayerSummary> layers, double above, List<String> scaleAdvice) {
        String advice = scaleAdvice.isEmpty()
                ? "a smaller " + KeyText.of("optimizer.learningRate") + ", " + KeyText.of("network.layerNormalisation")
                        + " true, or another " + KeyText.of("network.activation")
                : String.join(" and ", scaleAdvice);
        List<String> warnings = new ArrayList<>();
        for (int l = 0; l < layers.size() - 1; l++) {
            if (layers.get(l).dead() > above && layers.get(l).rows() >= LEAST_ROWS) {
                warnings.add(String.format(
                        Locale.ROOT,
                        "warning: layer %d: %.0f %% of its units are dead, their activation's slope about 0 for each of"
                                + " the %,d rows looked at; try %s",
                        l + 1,
                        100 * layers.get(l).dead(),
                        layers.get(l).rows(),
                        advice));
            }
        }
        return warnings;
    }
}
