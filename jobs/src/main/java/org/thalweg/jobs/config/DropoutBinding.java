package org.thalweg.jobs.config;

import java.util.Collections;
import java.util.List;
import org.thalweg.nn.Dropout;
import org.thalweg.settings.Setting;
import org.thalweg.spark.config.NetworkSection;

/** Reads the job file's {@code network.dropout}: one number for all hidden layers, or a list of one for each. */
final class DropoutBinding {
    static final String KEY = Dropout.RATE.name();

    private DropoutBinding() {}

    /** One number a hidden layer; harmless ones, and a fault, where something is wrong. */
    static List<Double> bind(Slot slot, int hiddenLayers) {
        if (!slot.isList()) {
            double all = slot.isEmpty() ? NetworkSection.DEFAULT_DROPOUT : slot.real(Dropout.RATE);
            return Collections.nCopies(hiddenLayers, all);
        }
        List<Slot> items = slot.items("a list of numbers", "[0.2, 0.5]");
        if (items.size() != hiddenLayers) {
            slot.fault("expected one number, or a list of as many as network.hidden has layers, " + hiddenLayers
                    + ", found " + items.size() + "; take e.g. " + Setting.text(Dropout.RATE.defaultValue()));
        }
        return items.stream().map(DropoutBinding::share).toList();
    }

    private static double share(Slot item) {
        if (item.isEmpty()) {
            item.expected(Dropout.RATE.range(), "take e.g. " + Setting.text(Dropout.RATE.defaultValue()));
        }
        return item.real(Dropout.RATE);
    }
}
