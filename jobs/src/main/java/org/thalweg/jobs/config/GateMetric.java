package org.thalweg.jobs.config;

import org.thalweg.model.Task;
import org.thalweg.settings.Labelled;
import org.thalweg.settings.Setting;

/** What champion and challenger are compared by: the mean over rows of a number that each row has. */
public enum GateMetric implements Labelled {
    /** Classification: 1 where the class is right, else 0; multilabel: 1 where all labels are. */
    ACCURACY(
            "accuracy",
            true,
            new Setting("margin", -1, false, 1, true, 0.01),
            new Setting("floor", 0, true, 1, true, 0.8),
            new Setting("sliceDrop", 0, true, 1, true, 0.02),
            new Setting("servingDrop", 0, true, 1, true, 0.2)),
    /** Regression and autoencoder: the squared error, averaged over the outputs; told as its root. */
    RMSE(
            "rmse",
            false,
            Setting.any("margin", 0.01),
            Setting.above("floor", 0, 2.5),
            Setting.atLeast("sliceDrop", 0, 0.02),
            Setting.atLeast("servingDrop", 0, 1));

    private final String label;
    private final boolean moreIsBetter;
    private final Setting margin;
    private final Setting floor;
    private final Setting sliceDrop;
    private final Setting servingDrop;

    GateMetric(
            String label, boolean moreIsBetter, Setting margin, Setting floor, Setting sliceDrop, Setting servingDrop) {
        this.label = label;
        this.moreIsBetter = moreIsBetter;
        this.margin = margin;
        this.floor = floor;
        this.sliceDrop = sliceDrop;
        this.servingDrop = servingDrop;
    }

    /** How much worse the serving model may do on new rows than on those before. */
    Setting servingDrop() {
        return servingDrop;
    }

    /** The gate's margin in this metric's unit. */
    Setting margin() {
        return margin;
    }

    /** What may be asked of every challenger. */
    Setting floor() {
        return floor;
    }

    /** How much worse a challenger may be allowed to be on a slice. */
    Setting sliceDrop() {
        return sliceDrop;
    }

    /** Whether a greater value is the better one. */
    public boolean moreIsBetter() {
        return moreIsBetter;
    }

    /** That of a task. */
    public static GateMetric of(Task task) {
        return task == Task.CLASSIFICATION || task == Task.MULTILABEL ? ACCURACY : RMSE;
    }

    @Override
    public String label() {
        return label;
    }
}
