package org.thalweg.train;

import java.io.Serializable;
import org.thalweg.model.Threshold;

/**
 * Metrics of classification with one class per row, as sums that can be added: a confusion matrix, {@linkplain Calibration
 * calibration} and {@linkplain ClassScores ranking}. Rows are weighted.
 */
public final class ClassMetrics implements Serializable {
    private static final long serialVersionUID = 1;

    private static final int THREE = 3;
    private static final int FIVE = 5;

    private final int classes;
    private final boolean oneOutput; // of two classes
    private final double threshold; // of the second of two classes; 0 for none
    private final ConfusionMatrix confusion;
    private final Calibration calibration = new Calibration();
    private final ClassScores scores; // of two classes those of the second
    private double weight;
    private double squares; // Brier's
    private double among3; // the most probable
    private double among5;
    private transient ClassSums sums; // null until computed

    /** @param outputs of the network: one an output, or a single one of two classes */
    ClassMetrics(int outputs, boolean oneOutput, Threshold threshold) {
        this.threshold = threshold.isNone() ? 0 : threshold.value();
        this.oneOutput = oneOutput;
        classes = oneOutput ? 2 : outputs;
        confusion = new ConfusionMatrix(classes);
        scores = new ClassScores(classes == 2 ? 1 : classes);
    }

    /** Adds a row of outputs [rows, outputs]. */
    void add(float[] a, int row, int trueClass, float rowWeight) {
        weight += rowWeight;
        int predicted = predictedClass(a, row);
        sums = null;
        confusion.add(trueClass, predicted, rowWeight);
        float confidence = !oneOutput ? a[row * classes + predicted] : predicted == 1 ? a[row] : 1 - a[row];
        calibration.add(confidence, predicted == trueClass, rowWeight);
        if (classes == 2) {
            float second = ofSecond(a, row);
            double error = second - (double) trueClass;
            squares += rowWeight * error * error;
            scores.addSecond(second, trueClass == 1, rowWeight);
        } else {
            addProbabilities(a, row * classes, trueClass, rowWeight);
            scores.addClass(a, row, classes, trueClass, rowWeight);
        }
    }

    /** With many classes this is most of the work. */
    private void addProbabilities(float[] a, int from, int trueClass, float rowWeight) {
        int at = from + trueClass;
        float ofTrue = a[at];
        squares += rowWeight * Math.max(0, sumOfSquares(a, from, from + classes) - 2.0 * ofTrue + 1);
        int before = 0;
        for (int i = from; i < at; i++) {
            before += a[i] >= ofTrue ? 1 : 0; // On a tie the first class is predicted.
        }
        for (int i = at + 1; i < from + classes; i++) {
            before += a[i] > ofTrue ? 1 : 0;
        }
        among3 += before < THREE ? rowWeight : 0;
        among5 += before < FIVE ? rowWeight : 0;
    }

    /** The probability of the second of two classes. */
    float ofSecond(float[] a, int row) {
        return a[oneOutput ? row : 2 * row + 1];
    }

    /** Four accumulators hide the latency of an addition. */
    private static double sumOfSquares(float[] a, int from, int end) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = from;
        for (; i + 3 < end; i += 4) {
            s0 += (double) a[i] * a[i];
            s1 += (double) a[i + 1] * a[i + 1];
            s2 += (double) a[i + 2] * a[i + 2];
            s3 += (double) a[i + 3] * a[i + 3];
        }
        for (; i < end; i++) {
            s0 += (double) a[i] * a[i];
        }
        return s0 + s1 + (s2 + s3);
    }

    private int predictedClass(float[] a, int row) {
        if (threshold > 0) {
            return new Threshold(threshold).isReached(ofSecond(a, row)) ? 1 : 0;
        }
        if (oneOutput) {
            return a[row] >= 0.5f ? 1 : 0;
        }
        int best = row * classes;
        for (int i = best + 1; i < (row + 1) * classes; i++) {
            best = a[i] > a[best] ? i : best;
        }
        return best - row * classes;
    }

    /** Adds the metrics of other rows; the argument is not changed. */
    void add(ClassMetrics that) {
        calibration.add(that.calibration);
        scores.add(that.scores);
        sums = null;
        confusion.add(that.confusion);
        weight += that.weight;
        squares += that.squares;
        among3 += that.among3;
        among5 += that.among5;
    }

    /** The number of classes. */
    public int count() {
        return classes;
    }

    /** The calibration of the probabilities. */
    public Calibration calibration() {
        return calibration;
    }

    /** The ranking of rows; with two classes by the probability of the second. */
    public ClassScores scores() {
        return scores;
    }

    /** The weight of the rows of a true class that were predicted as another (or the same). */
    public double confusion(int trueClass, int predictedClass) {
        return confusion.weight(trueClass, predictedClass);
    }

    /** The confusion matrix's cells that are not 0. */
    @FunctionalInterface
    public interface ConfusionReader {
        /** Takes the weight of the rows of a true class that were predicted as another (or the same). */
        void read(int trueClass, int predictedClass, double weight);
    }

    /** Reads all pairs of classes that occur, by true class and then by the predicted one. */
    public void forEachConfusion(ConfusionReader reader) {
        confusion.forEach((trueClass, predicted, pairWeight) -> {
            if (pairWeight != 0) {
                reader.read(trueClass, predicted, pairWeight);
            }
        });
    }

    /** The share of rows whose class was predicted right, 0 to 1; NaN without rows. */
    public double accuracy() {
        double right = 0;
        for (int c = 0; c < classes; c++) {
            right += confusion(c, c);
        }
        return right / weight;
    }

    /** The share of the rows predicted as a class that belong to it; 0 if there are none. */
    public double precision(int ofClass) {
        double predicted = predicted(ofClass);
        return predicted == 0 ? 0 : confusion(ofClass, ofClass) / predicted;
    }

    /** The weight of the rows that are predicted as a class. */
    public double predicted(int asClass) {
        return sums().predicted[asClass];
    }

    /** The share of a class's rows that were predicted as it; 0 if there are none. */
    public double recall(int ofClass) {
        double there = support(ofClass);
        return there == 0 ? 0 : confusion(ofClass, ofClass) / there;
    }

    /** The harmonic mean of precision and recall; 0 where both are 0. */
    public double f1(int ofClass) {
        double sum = precision(ofClass) + recall(ofClass);
        return sum == 0 ? 0 : 2 * precision(ofClass) * recall(ofClass) / sum;
    }

    /** The weight of the rows of a class. */
    public double support(int ofClass) {
        return sums().there[ofClass];
    }

    /** The confusion matrix's sums over its columns and its rows. */
    private static final class ClassSums {
        private final double[] there;
        private final double[] predicted;

        ClassSums(int classes) {
            there = new double[classes];
            predicted = new double[classes];
        }
    }

    private ClassSums sums() {
        if (sums == null) {
            ClassSums computed = new ClassSums(classes);
            confusion.forEach((trueClass, predicted, pairWeight) -> {
                computed.there[trueClass] += pairWeight;
                computed.predicted[predicted] += pairWeight;
            });
            sums = computed;
        }
        return sums;
    }

    /** The mean recall of the classes that have rows, 0 to 1; NaN without rows. */
    public double balancedAccuracy() {
        double sum = 0;
        int there = 0;
        for (int c = 0; c < classes; c++) {
            if (support(c) > 0) {
                sum += recall(c);
                there++;
            }
        }
        return sum / there;
    }

    /**
     * With two classes the F1 of the second. With more, the mean F1 of the classes that occur as a true or a predicted
     * class. NaN without rows.
     */
    public double f1() {
        if (classes == 2) {
            return weight == 0 ? Double.NaN : f1(1);
        }
        double sum = 0;
        int there = 0;
        for (int c = 0; c < classes; c++) {
            if (support(c) > 0 || predicted(c) > 0) {
                sum += f1(c);
                there++;
            }
        }
        return sum / there;
    }

    /**
     * The Brier score, the mean squared difference of probability and outcome. With two classes (p − y)² of the second, 0 to 1;
     * with more the sum over all classes, 0 to 2. Source: Brier 1950, "Verification of forecasts expressed in terms of
     * probability", which uses the sum for two classes as well.
     */
    public double brier() {
        return squares / weight;
    }

    /** The share of rows whose class is among the 3 most probable; NaN for up to 3 classes. */
    public double top3Accuracy() {
        return classes > THREE ? among3 / weight : Double.NaN;
    }

    /** The share of rows whose class is among the 5 most probable; NaN for up to 5 classes. */
    public double top5Accuracy() {
        return classes > FIVE ? among5 / weight : Double.NaN;
    }

    /** The accuracy of predicting the most frequent class of these rows for all of them. */
    public double majorityShare() {
        double most = 0;
        for (int c = 0; c < classes; c++) {
            most = Math.max(most, support(c));
        }
        return most / weight;
    }

    /** The average precision of a random ranking: with two classes the share of the second, with more the mean share. */
    public double meanShare() {
        if (classes == 2) {
            return support(1) / weight;
        }
        int there = 0;
        for (int c = 0; c < classes; c++) {
            there += support(c) > 0 ? 1 : 0;
        }
        return there == 0 ? Double.NaN : 1.0 / there;
    }

    /** The log loss of predicting these rows' shares of the classes for all of them: the shares' entropy. */
    public double entropy() {
        double sum = 0;
        for (int c = 0; c < classes; c++) {
            double share = support(c) / weight;
            sum -= share > 0 ? share * StrictMath.log(share) : 0;
        }
        return weight == 0 ? Double.NaN : sum;
    }

    /** The {@linkplain #brier Brier score} of predicting these rows' shares of the classes for all of them. */
    public double brierOfShares() {
        double sum = 0;
        for (int c = 0; c < classes; c++) {
            double share = support(c) / weight;
            sum += share * (1 - share);
        }
        return classes == 2 ? sum / 2 : sum;
    }
}
