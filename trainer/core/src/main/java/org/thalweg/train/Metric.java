package org.thalweg.train;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.thalweg.model.Task;
import org.thalweg.settings.Labelled;
import org.thalweg.settings.Setting;

/** A number that says how well a network does its task on rows. */
public enum Metric implements Labelled {
    /** The mean loss. */
    LOSS("loss", Better.LESS, Setting.any("loss", 0.1), "Mean loss over the rows.", Evaluation::loss),
    /** The share of rows whose class is right. */
    ACCURACY(
            "accuracy",
            Better.MORE,
            Setting.unit("accuracy", 0.98),
            "Share of the rows whose class is predicted correctly.",
            Evaluation::accuracy,
            evaluation -> evaluation.byClass().majorityShare()),
    /** The mean recall of the classes. */
    BALANCED_ACCURACY(
            "balanced accuracy",
            Better.MORE,
            Setting.unit("balancedAccuracy", 0.9),
            "Mean recall of the classes; every class counts the same.",
            evaluation -> evaluation.byClass().balancedAccuracy()),
    /** F1 of the second of two classes, or the mean of more. */
    F1(
            "F1",
            Better.MORE,
            Setting.unit("f1", 0.9),
            "F1 of the second of two classes. With more classes, the mean of their F1.",
            evaluation -> evaluation.byClass().f1()),
    /** The share of rows whose labels are all right. */
    SUBSET_ACCURACY(
            "exact match",
            Better.MORE,
            Setting.unit("subsetAccuracy", 0.9),
            "Share of the rows of which all labels are predicted correctly.",
            evaluation -> evaluation.labels().subsetAccuracy()),
    /** The share of labels that are wrong. */
    HAMMING_LOSS(
            "Hamming loss",
            Better.LESS,
            Setting.unit("hammingLoss", 0.05),
            "Share of the labels that are predicted wrongly.",
            evaluation -> evaluation.labels().hammingLoss(),
            evaluation -> evaluation.labels().hammingLossOfMajority()),
    /** F1 over all labels together. */
    MICRO_F1(
            "micro F1",
            Better.MORE,
            Setting.unit("microF1", 0.9),
            "F1 of the predictions of all labels together.",
            evaluation -> evaluation.labels().microF1()),
    /** The mean of the labels' F1. */
    MACRO_F1(
            "macro F1",
            Better.MORE,
            Setting.unit("macroF1", 0.9),
            "Mean of the F1 of each label.",
            evaluation -> evaluation.labels().macroF1()),
    /** The area under the receiver operating characteristic. */
    ROC_AUC(
            "ROC AUC",
            Better.MORE,
            Setting.unit("rocAuc", 0.9),
            "Area under the ROC curve of the second of two classes. With more classes, or with labels, the"
                    + " mean over all of them.",
            evaluation -> evaluation.scores().orElseThrow().rocAuc()),
    /** The area under the precision-recall curve. */
    PR_AUC(
            "PR AUC",
            Better.MORE,
            Setting.unit("prAuc", 0.5),
            "Average precision (the area under the precision-recall curve) of the second of two classes."
                    + " With more classes, or with labels, the mean over all of them.",
            evaluation -> evaluation.scores().orElseThrow().prAuc(),
            evaluation -> evaluation.task() == Task.MULTILABEL
                    ? evaluation.labels().meanShare()
                    : evaluation.byClass().meanShare()),
    /** The mean of −ln p of what is. */
    LOG_LOSS(
            "log loss",
            Better.LESS,
            Setting.atLeast("logLoss", 0, 0.3),
            "Mean of −ln p over rows and labels, where p is the predicted probability of the true class or"
                    + " label value.",
            Evaluation::logLoss,
            evaluation -> evaluation.task() == Task.MULTILABEL
                    ? evaluation.labels().entropy()
                    : evaluation.byClass().entropy()),
    /** The mean squared distance of the probabilities from what is. */
    BRIER(
            "Brier score",
            Better.LESS,
            new Setting("brier", 0, true, 2, true, 0.1),
            "Mean of (p − y)², where p is the probability of the second of two classes and y is 1 for its"
                    + " rows, otherwise 0. With more classes, the sum over them.",
            evaluation -> evaluation.byClass().brier(),
            evaluation -> evaluation.byClass().brierOfShares()),
    /** The share of rows whose class is among the three most probable. */
    TOP3_ACCURACY(
            "top-3 accuracy",
            Better.MORE,
            Setting.unit("top3Accuracy", 0.99),
            "Share of the rows whose class is among the 3 most probable ones. Needs more than 3 classes.",
            evaluation -> evaluation.byClass().top3Accuracy()),
    /** The share of rows whose class is among the five most probable. */
    TOP5_ACCURACY(
            "top-5 accuracy",
            Better.MORE,
            Setting.unit("top5Accuracy", 0.99),
            "Share of the rows whose class is among the 5 most probable ones. Needs more than 5 classes.",
            evaluation -> evaluation.byClass().top5Accuracy()),
    /** The root of the mean squared error. */
    RMSE(
            "RMSE",
            Better.LESS,
            Setting.atLeast("rmse", 0, 0.1),
            "Root of the mean squared error.",
            Evaluation::rmse,
            evaluation -> evaluation.errors().rmseOfMean()),
    /** The share of the targets' variance that is explained. */
    R2(
            "R²",
            Better.MORE,
            new Setting("r2", -Double.MAX_VALUE, true, 1, true, 0.9),
            "Coefficient of determination: the share of the targets' variance that the predictions explain.",
            Evaluation::r2),
    /** The mean absolute error. */
    MAE("MAE", Better.LESS, Setting.atLeast("mae", 0, 0.1), "Mean absolute error.", Evaluation::mae),
    /** The mean absolute error in proportion to the target. */
    MAPE(
            "MAPE",
            Better.LESS,
            Setting.atLeast("mape", 0, 0.1),
            "Mean of the absolute error divided by the absolute target, over the targets that are not 0.",
            evaluation -> evaluation.errors().mape()),
    /** The mean absolute error in proportion to target and prediction. */
    SMAPE(
            "sMAPE",
            Better.LESS,
            new Setting("smape", 0, true, 2, true, 0.1),
            "Mean of the absolute error divided by the mean of absolute target and absolute prediction, or 0 where"
                    + " both are 0.",
            evaluation -> evaluation.errors().smape()),
    /** The mean quantile loss. */
    PINBALL_LOSS(
            "pinball loss",
            Better.LESS,
            Setting.atLeast("pinballLoss", 0, 0.1),
            "Mean quantile loss over rows and targets. Needs loss quantile.",
            Evaluation::pinballLoss),
    /** The share of targets at or below the predicted quantile. */
    COVERAGE(
            "coverage",
            Better.NEITHER,
            Setting.unit("coverage", 0.9),
            "Share of the targets at or below their predictions; it should be near loss.quantile. Needs loss"
                    + " quantile.",
            Evaluation::coverage);

    private enum Better {
        MORE,
        LESS,
        NEITHER
    }

    /** In the order in which they are reported. New ones come last, as checkpoints hold values by their places. */
    private static final List<Metric> OF_CLASSES =
            List.of(ACCURACY, BALANCED_ACCURACY, F1, ROC_AUC, PR_AUC, LOG_LOSS, BRIER, TOP3_ACCURACY, TOP5_ACCURACY);

    private static final List<Metric> OF_LABELS =
            List.of(SUBSET_ACCURACY, HAMMING_LOSS, MICRO_F1, MACRO_F1, ROC_AUC, PR_AUC, LOG_LOSS);

    private static final List<Metric> OF_TARGETS = List.of(RMSE, R2, MAE, MAPE, SMAPE, PINBALL_LOSS, COVERAGE);

    private static final List<Metric> OF_INPUTS = List.of(RMSE, MAE, R2);

    private final String title;
    private final Better better;
    private final Setting range;
    private final ToDoubleFunction<Evaluation> value;
    private final ToDoubleFunction<Evaluation> baseline;

    Metric(String title, Better better, Setting range, String meaning, ToDoubleFunction<Evaluation> value) {
        this(title, better, range, meaning, value, evaluation -> Double.NaN);
    }

    Metric(
            String title,
            Better better,
            Setting range,
            String meaning,
            ToDoubleFunction<Evaluation> value,
            ToDoubleFunction<Evaluation> baseline) {
        this.title = title;
        this.better = better;
        this.range = range.means(meaning);
        this.value = value;
        this.baseline = baseline;
    }

    /** The metric's name in reports, such as {@code micro F1}. */
    public String title() {
        return title;
    }

    /** Whether of two values one is the better one. */
    public boolean isOrdered() {
        return better != Better.NEITHER;
    }

    /** Whether a greater value is the better one. */
    public boolean moreIsBetter() {
        return better == Better.MORE;
    }

    /** Whether a value is better than another: no value is NaN, and any number is better than that. */
    public boolean isBetter(double value, double other) {
        if (Double.isNaN(value) || Double.isNaN(other)) {
            return Double.isNaN(other) && !Double.isNaN(value);
        }
        return moreIsBetter() ? value > other : value < other;
    }

    /** The values that it may have, an example, and what it is. */
    public Setting range() {
        return range;
    }

    /** Whether it is a share of rows or labels, or an error as a share, which reports print in percent. */
    public boolean isShare() {
        return switch (this) {
            case ACCURACY,
                    BALANCED_ACCURACY,
                    SUBSET_ACCURACY,
                    HAMMING_LOSS,
                    TOP3_ACCURACY,
                    TOP5_ACCURACY,
                    MAPE,
                    SMAPE,
                    COVERAGE -> true;
            default -> false;
        };
    }

    /** A value of it with its name, as people read it: {@code PR AUC 0.5321}, shares in percent; a dash where there is none. */
    public String text(double value) {
        String number;
        if (!Double.isFinite(value)) {
            number = "-";
        } else if (isShare()) {
            number = String.format(Locale.ROOT, "%.2f %%", 100 * value);
        } else {
            number = String.format(Locale.ROOT, moreIsBetter() ? "%.4f" : "%.5g", value);
        }
        return title + " " + number;
    }

    /** Whether a task has it. */
    public boolean goesWith(Task task) {
        return this == LOSS || of(task).contains(this);
    }

    /**
     * Whether a network has it whose task has.
     *
     * @param outputs of the network; a single one is of two classes
     * @param ofQuantile whether it is trained by the quantile loss
     */
    public boolean goesWith(int outputs, boolean ofQuantile) {
        return switch (this) {
            case ROC_AUC, PR_AUC -> ClassScores.areKnownOf(outputs);
            case TOP3_ACCURACY -> outputs > 3;
            case TOP5_ACCURACY -> outputs > 5;
            case PINBALL_LOSS, COVERAGE -> ofQuantile;
            default -> true;
        };
    }

    /** The metrics of a task beside the loss, in the order in which they are reported. */
    public static List<Metric> of(Task task) {
        return switch (task) {
            case CLASSIFICATION -> OF_CLASSES;
            case MULTILABEL -> OF_LABELS;
            case REGRESSION -> OF_TARGETS;
            case AUTOENCODER -> OF_INPUTS;
        };
    }

    /** Its value of an evaluation whose task it goes with; NaN where these rows have none. */
    public double of(Evaluation evaluation) {
        return value.applyAsDouble(evaluation);
    }

    /**
     * What it would be of the best that can be predicted of an evaluation's rows without their features: the most frequent
     * class, the classes' shares, or the mean of the targets; NaN where nobody asks.
     */
    public double baselineOf(Evaluation evaluation) {
        return baseline.applyAsDouble(evaluation);
    }

    /**
     * The label of its value on a split, as metrics and job files spell it: {@code validationRmse}.
     *
     * @param split {@code train}, {@code validation} or {@code test}
     */
    public String labelOn(String split) {
        return split + capitalised();
    }

    /** The label of its baseline on a split: {@code validationBaselineRmse}. */
    public String baselineLabelOn(String split) {
        return split + "Baseline" + capitalised();
    }

    /** The label of its baseline where there is no split: {@code baselineRmse}. */
    public String baselineLabel() {
        return "baseline" + capitalised();
    }

    private String capitalised() {
        return Character.toUpperCase(label().charAt(0)) + label().substring(1);
    }
}
