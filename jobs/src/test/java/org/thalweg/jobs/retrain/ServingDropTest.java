package org.thalweg.jobs.retrain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.thalweg.jobs.config.GateMetric;

class ServingDropTest {
    private static final ServingDrop OF_ACCURACY = new ServingDrop(GateMetric.ACCURACY, 0.2);
    private static final ServingDrop OF_RMSE = new ServingDrop(GateMetric.RMSE, 1);

    /** So many rows, of which so many are right. */
    private static List<Scored> rows(boolean isNew, String label, int count, int right) {
        List<Scored> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(new Scored(i < right ? 1 : 0, Double.NaN, 1, isNew, label, List.of()));
        }
        return rows;
    }

    private static List<Scored> both(List<Scored> before, List<Scored> now) {
        List<Scored> rows = new ArrayList<>(before);
        rows.addAll(now);
        return rows;
    }

    @Test
    void labelsThatTheServingModelGetsWrongAreTold() {
        List<Scored> rows = both(rows(false, "a", 400, 392), rows(true, "a", 60, 20));
        assertThat(OF_ACCURACY.breach(rows, List.of("a")))
                .hasValue(
                        "servingDrop: expected the serving model to do at most 20.00 points worse on new rows than before"
                                + " (and 17.72 points by chance), found accuracy 0.3333 on 60 of them that are held apart, and"
                                + " 0.9800 on 400 of those before");
    }

    @Test
    void whatIsPermittedOrByChanceIsNot() {
        assertThat(OF_ACCURACY.breach(both(rows(false, "a", 400, 392), rows(true, "a", 2000, 1560)), List.of("a")))
                .as("20 points")
                .isEmpty();
        assertThat(OF_ACCURACY.breach(both(rows(false, "a", 400, 392), rows(true, "a", 5, 2)), List.of("a")))
                .as("three of five")
                .isEmpty();
        assertThat(OF_ACCURACY.breach(both(rows(false, "a", 400, 300), rows(true, "a", 100, 100)), List.of("a")))
                .as("better")
                .isEmpty();
        assertThat(OF_ACCURACY.breach(rows(true, "a", 100, 0), List.of("a")))
                .as("nothing to compare with")
                .isEmpty();
        assertThat(OF_ACCURACY.breach(rows(false, "a", 100, 90), List.of("a")))
                .as("nothing held apart")
                .isEmpty();
    }

    @Test
    void classesThatItDoesNotKnowSayNothing() {
        List<Scored> rows = both(rows(false, "a", 400, 392), rows(true, "a", 60, 58));
        rows.addAll(rows(true, "new", 100, 0));
        assertThat(OF_ACCURACY.breach(rows, List.of("a"))).isEmpty();
        assertThat(OF_ACCURACY.breach(rows, List.of("a", "new"))).isPresent();
        assertThat(OF_ACCURACY.breach(rows, List.of()))
                .as("no classes, as of several labels")
                .isPresent();
    }

    @Test
    void errorsAreComparedInProportion() {
        Random random = new Random(1);
        List<Scored> before = errors(random, false, 300, 1);
        assertThat(OF_RMSE.breach(both(before, errors(random, true, 100, 1.9)), List.of()))
                .isEmpty();
        assertThat(OF_RMSE.breach(both(before, errors(random, true, 100, 4)), List.of()))
                .hasValueSatisfying(told -> assertThat(told)
                        .contains("at most 100.00 % worse on new rows than before (and ", " by chance), found rmse "));
        assertThat(OF_RMSE.breach(both(before, errors(random, true, 1, 50)), List.of()))
                .as("of one row nothing can be told")
                .isEmpty();
    }

    private static List<Scored> errors(Random random, boolean isNew, int count, double deviation) {
        List<Scored> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double error = deviation * random.nextGaussian();
            rows.add(new Scored(error * error, Double.NaN, 1, isNew, "", List.of()));
        }
        return rows;
    }
}
