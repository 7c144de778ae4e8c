package org.thalweg.jobs.config;

/** What champion and challenger are compared by: the mean over rows of a number that each row has. */
public enum GateMetric implements YamlName {
    /** Classification: 1 where the class is right, else 0; multilabel: 1 where all labels are. */
    ACCURACY("accuracy", true),
    /** Regression and autoencoder: the squared error, averaged over the outputs; told as its root. */
    RMSE("rmse", false);

    private final String yamlName;
    private final boolean moreIsBetter;

    GateMetric(String yamlName, boolean moreIsBetter) {
        this.yamlName = yamlName;
        this.moreIsBetter = moreIsBetter;
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
    public String yamlName() {
        return yamlName;
    }
}
