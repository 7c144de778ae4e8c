package org.thalweg.jobs.retrain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.thalweg.jobs.config.GateMetric;
import org.thalweg.model.Task;
import org.thalweg.train.Metric;

class ServingDropTest {
    private static final List<String> NO_YES = List.of("no", "yes");
    private static final ServingDrop OF_ACCURACY = ofAccuracy("a");
    private static final ServingDrop OF_RMSE =
            new ServingDrop(new RowMetrics(Task.REGRESSION, List.of(), OptionalDouble.empty()), GateMetric.RMSE, 1, 1);

    private static ServingDrop ofAccuracy(String... classes) {
        return new ServingDrop(
                new RowMetrics(Task.CLASSIFICATION, List.of(classes), OptionalDouble.empty()),
                GateMetric.ACCURACY,
                0.2,
                1);
    }

    private static ServingDrop of(Metric metric) {
        return new ServingDrop(
                new RowMetrics(Task.CLASSIFICATION, NO_YES, OptionalDouble.empty()),
                new GateMetric(metric),
                metric.moreIsBetter() ? 0.2 : 1,
                1);
    }

    /** So many rows, of which so many are right. */
    private static List<ScoredRow> rows(boolean isNew, String label, int count, int right) {
        List<ScoredRow> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(new ScoredRow(i < right ? 1 : 0, Double.NaN, 1, isNew, label, List.of()));
        }
        return rows;
    }

    private static List<ScoredRow> both(List<ScoredRow> before, List<ScoredRow> now) {
        List<ScoredRow> rows = new ArrayList<>(before);
        rows.addAll(now);
        return rows;
    }

    @Test
    void labelsThatTheServingModelGetsWrongAreReported() {
        List<ScoredRow> rows = both(rows(false, "a", 400, 392), rows(true, "a", 60, 20));
        assertThat(OF_ACCURACY.breach(rows))
                .hasValue(
                        "servingDrop: expected the serving model to do at most 20.00 points worse on new rows than before"
                                + " (plus 17.72 points of sampling noise), found accuracy 0.3333 on 60 of the new ones that are held"
                                + " out, and 0.9800 on 400 earlier ones");
    }

    @Test
    void whatIsPermittedOrByChanceIsNot() {
        assertThat(OF_ACCURACY.breach(both(rows(false, "a", 400, 392), rows(true, "a", 2000, 1560))))
                .as("20 points")
                .isEmpty();
        assertThat(OF_ACCURACY.breach(both(rows(false, "a", 400, 392), rows(true, "a", 5, 2))))
                .as("three of five")
                .isEmpty();
        assertThat(OF_ACCURACY.breach(both(rows(false, "a", 400, 300), rows(true, "a", 100, 100))))
                .as("better")
                .isEmpty();
        assertThat(OF_ACCURACY.breach(rows(true, "a", 100, 0)))
                .as("nothing to compare with")
                .isEmpty();
        assertThat(OF_ACCURACY.breach(rows(false, "a", 100, 90)))
                .as("nothing held apart")
                .isEmpty();
    }

    @Test
    void classesThatItDoesNotKnowSayNothing() {
        List<ScoredRow> rows = both(rows(false, "a", 400, 392), rows(true, "a", 60, 58));
        rows.addAll(rows(true, "new", 100, 0));
        assertThat(OF_ACCURACY.breach(rows)).isEmpty();
        assertThat(ofAccuracy("a", "new").breach(rows)).isPresent();
        assertThat(ofAccuracy().breach(rows))
                .as("no classes, as of several labels")
                .isPresent();
    }

    @Test
    void errorsAreComparedInProportion() {
        Random random = new Random(1);
        List<ScoredRow> before = errors(random, false, 300, 1);
        assertThat(OF_RMSE.breach(both(before, errors(random, true, 100, 1.9)))).isEmpty();
        assertThat(OF_RMSE.breach(both(before, errors(random, true, 100, 4))))
                .hasValueSatisfying(reported -> assertThat(reported)
                        .contains(
                                "at most 100.00 % worse on new rows than before (plus ",
                                " of sampling noise), found rmse "));
        assertThat(OF_RMSE.breach(both(before, errors(random, true, 1, 50))))
                .as("of one row nothing can be told")
                .isEmpty();
    }

    /**
     * Rows of which few are of a class, by a model that ranks them well, or whose labels were shuffled among the rows.
     */
    private static List<ScoredRow> rare(Random random, boolean isNew, int count, boolean shuffled) {
        List<ScoredRow> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean seen = random.nextDouble() < 0.04;
            boolean is = shuffled ? random.nextDouble() < 0.04 : seen;
            double logit = (seen ? 2 : -4) + 1.5 * random.nextGaussian();
            double p = 1 / (1 + Math.exp(-logit));
            int predicted = p >= 0.5 ? 1 : 0;
            String label = is ? "yes" : "no";
            rows.add(new ScoredRow(
                    NO_YES.get(predicted).equals(label) ? 1 : 0,
                    Double.NaN,
                    1,
                    isNew,
                    label,
                    List.of(),
                    RowOutputs.of(NO_YES, Metric.ROC_AUC).ofClasses(new double[] {1 - p, p}, NO_YES, predicted, label),
                    new double[0],
                    new double[0]));
        }
        return rows;
    }

    @ParameterizedTest
    @EnumSource(
            value = Metric.class,
            names = {"BALANCED_ACCURACY", "F1", "ROC_AUC", "PR_AUC", "LOG_LOSS"})
    void shuffledLabelsOfARareClassAreSeenByTheMetricAskedFor(Metric metric) {
        Random random = new Random(5);
        List<ScoredRow> rows = both(rare(random, false, 1000, false), rare(random, true, 500, true));
        assertThat(of(Metric.ACCURACY).breach(rows)).as("as accuracy does not").isEmpty();
        assertThat(of(metric).breach(rows)).hasValueSatisfying(text -> assertThat(text)
                .contains(" on 500 of the new ones that are held out")
                .contains("found " + metric.label() + " "));
    }

    private static List<String> ofClasses(List<ScoredRow> rows) {
        return ServingDrop.ofClasses(
                new RowMetrics(Task.CLASSIFICATION, NO_YES, OptionalDouble.empty()), 0.2, List.of(), rows);
    }

    @Test
    void shuffledLabelsOfARareClassAreSeenInItsOwnRows() {
        Random random = new Random(5);
        List<ScoredRow> before = rare(random, false, 1000, false);
        assertThat(ofClasses(both(before, rare(random, true, 500, true))))
                .singleElement()
                .asString()
                .matches(
                        "classDrop: expected the serving model to do at most 20\\.00 points worse on new rows of class yes"
                                + " than before \\(plus [0-9.]+ points of sampling noise\\), found accuracy 0\\.[0-9]+ on [0-9]+ of the new ones"
                                + " that are held out, and 0\\.[89][0-9]+ on [0-9]+ earlier ones");
        int stopped = 0;
        for (int runNumber = 0; runNumber < 500; runNumber++) {
            Random ordinary = new Random(runNumber);
            List<ScoredRow> now = rare(ordinary, true, 20 + ordinary.nextInt(500), false);
            stopped += ofClasses(both(before, now)).isEmpty() ? 0 : 1;
        }
        assertThat(stopped).as("ordinary nights of 500").isLessThanOrEqualTo(1);
    }

    @Test
    void labelsOfSeveralAreEachSeenInTheirOwnRows() {
        List<ScoredRow> rows = new ArrayList<>();
        Random random = new Random(2);
        for (int i = 0; i < 6000; i++) {
            boolean isNew = i % 3 == 0;
            double[] truth = {random.nextInt(2), random.nextInt(20) == 0 ? 1 : 0};
            double[] outputs = {
                0.1 + 0.8 * truth[0], isNew ? 0.9 * (random.nextInt(20) == 0 ? 1 : 0) : 0.1 + 0.8 * truth[1]
            };
            rows.add(new ScoredRow(1, Double.NaN, 1, isNew, "", List.of(), outputs, new double[0], truth));
        }
        RowMetrics metrics = new RowMetrics(Task.MULTILABEL, List.of(), OptionalDouble.empty());
        assertThat(ServingDrop.ofClasses(metrics, 0.2, List.of("big", "rare"), rows))
                .singleElement()
                .asString()
                .contains("worse on new rows with label rare than before");
    }

    @ParameterizedTest
    @EnumSource(
            value = Metric.class,
            names = {"BALANCED_ACCURACY", "F1", "ROC_AUC", "PR_AUC", "LOG_LOSS", "BRIER"})
    void ordinaryNightsOfARareClassPass(Metric metric) {
        int stopped = 0;
        for (int runNumber = 0; runNumber < 200; runNumber++) {
            Random random = new Random(runNumber);
            List<ScoredRow> rows =
                    both(rare(random, false, 300, false), rare(random, true, 20 + random.nextInt(200), false));
            stopped += of(metric).breach(rows).isPresent() ? 1 : 0;
        }
        assertThat(stopped).as("of 200").isLessThanOrEqualTo(1);
    }

    private static List<ScoredRow> errors(Random random, boolean isNew, int count, double deviation) {
        List<ScoredRow> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double error = deviation * random.nextGaussian();
            rows.add(new ScoredRow(error * error, Double.NaN, 1, isNew, "", List.of()));
        }
        return rows;
    }
}
