package org.thalweg.jobs.retrain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.thalweg.jobs.config.GateSection;
import org.thalweg.jobs.config.JobFileReader;
import org.thalweg.model.Task;
import org.thalweg.spark.config.Purpose;
import org.thalweg.train.Metric;

class GateTest {
    private static final RowMetrics METRICS =
            new RowMetrics(Task.CLASSIFICATION, List.of("a", "b"), OptionalDouble.empty());

    private static GateSection rules(double margin, OptionalDouble floor, double sliceDrop, double classDrop) {
        String job =
                "{ task: classification, data: { format: csv, path: a, label: b }, network: { hidden: [] }, retrain: {"
                        + " store: s, gate: { baseline: off, margin: %s, samples: 500, floor: %s, slices: region, sliceDrop: %s, classDrop: %s,"
                        + " minRows: 20, rows: 1000 } } }";
        String text = String.format(
                Locale.ROOT, job, margin, floor.isPresent() ? floor.getAsDouble() : "null", sliceDrop, classDrop);
        return JobFileReader.read(text, "gate.yaml", List.of(), Purpose.RETRAIN)
                .retrain()
                .orElseThrow()
                .gate();
    }

    /** Rows of two regions and two classes; how often each model is right, by region. */
    private static List<ScoredRow> rows(double champion, double inNorth, double inSouth) {
        Random random = new Random(3);
        List<ScoredRow> rows = new ArrayList<>();
        for (int i = 0; i < 800; i++) {
            boolean north = i % 2 == 0;
            rows.add(new ScoredRow(
                    random.nextDouble() < champion ? 1 : 0,
                    random.nextDouble() < (north ? inNorth : inSouth) ? 1 : 0,
                    1,
                    i % 4 < 2,
                    i % 3 == 0 ? "a" : "b",
                    List.of(north ? "north" : "south")));
        }
        return rows;
    }

    private static List<String> reasons(GateSection rules, List<ScoredRow> rows) {
        return Gate.reasons(new Gate(rules, METRICS, 1).compare(rows, true));
    }

    @Test
    void aBetterChallengerMayServe() {
        assertThat(reasons(rules(0.01, OptionalDouble.empty(), 0.02, 0.05), rows(0.8, 0.95, 0.95)))
                .isEmpty();
    }

    @Test
    void aWorseOneMayNotAndIsReportedByHowMuch() {
        assertThat(reasons(rules(0.01, OptionalDouble.empty(), 1, 1), rows(0.95, 0.85, 0.85)))
                .singleElement()
                .asString()
                .matches(
                        "all: expected at most 1\\.00 points worse with 95 % confidence, found that it may be [0-9.]+ points"
                                + " worse \\(interval of the improvement -0\\.[0-9]+ to -0\\.[0-9]+\\)");
    }

    /** Forty rows, on the first of which the champion errs, and the challenger on so many others. */
    private static List<ScoredRow> few(int errors) {
        List<ScoredRow> rows = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            rows.add(new ScoredRow(i == 0 ? 0 : 1, i > 0 && i <= errors ? 0 : 1, 1, false, "", List.of("x")));
        }
        return rows;
    }

    @Test
    void ofFewRowsOneThatIsNoWorseOnThemMayServe() {
        assertThat(reasons(rules(0.01, OptionalDouble.empty(), 1, 1), few(1))).isEmpty();
        assertThat(reasons(rules(-0.01, OptionalDouble.empty(), 1, 1), few(1)))
                .as("an improvement is asked for")
                .singleElement()
                .asString()
                .startsWith("all: expected at least 1.00 points better with 95 % confidence, found an improvement"
                        + " with the interval -0.0");
        assertThat(reasons(rules(0.01, OptionalDouble.empty(), 1, 1), few(2)))
                .singleElement()
                .asString()
                .startsWith("all: expected at most 1.00 points worse with 95 % confidence, found that it may be ")
                .doesNotContain("too few");
        assertThat(reasons(rules(0.03, OptionalDouble.empty(), 1, 1), few(2)))
                .as("2.5 points worse, and perhaps more")
                .singleElement()
                .asString()
                .endsWith("; 40 rows are too few to be sure: wait for more rows, or raise" + " retrain.gate.margin");
        assertThat(reasons(rules(0.2, OptionalDouble.empty(), 1, 1), few(2))).isEmpty();
    }

    @Test
    void oneSliceThatFallsIsEnough() {
        List<String> reasons = reasons(rules(0.2, OptionalDouble.empty(), 0.05, 1), rows(0.9, 1, 0.75));
        assertThat(reasons)
                .anyMatch(reason -> reason.startsWith("region = south: expected at most 5.00 points worse, found "))
                .noneMatch(reason -> reason.startsWith("region = north") || reason.startsWith("all"));
    }

    @Test
    void slicesOfFewRowsAreReportedAndNotJudged() {
        List<ScoredRow> few = rows(1, 0, 0).subList(0, 30);
        List<Comparison> comparisons =
                new Gate(rules(1, OptionalDouble.empty(), 0.05, 0.05), METRICS, 1).compare(few, true);
        assertThat(comparisons).extracting(Comparison::slice).contains("class a", "region = north", "old", "new");
        assertThat(comparisons.stream().filter(Comparison::isRefused).map(Comparison::slice))
                .as("class b has 20 rows")
                .containsExactly("class b");
    }

    @Test
    void theFloorHoldsForEveryChallenger() {
        GateSection rules = rules(1, OptionalDouble.of(0.9), 1, 1);
        assertThat(reasons(rules, rows(0.5, 0.8, 0.8)))
                .singleElement()
                .asString()
                .startsWith("all: expected accuracy of at least 0.9000, found 0.");
        assertThat(Gate.reasons(new Gate(rules, METRICS, 1).compare(rows(0, 0.95, 0.95), false)))
                .isEmpty();
    }

    @Test
    void ofRmseLessIsBetterAndSharesOfTheChampionsAreReported() {
        Random random = new Random(5);
        List<ScoredRow> rows = random.doubles(500, 1, 2)
                .mapToObj(error -> new ScoredRow(error, 1.5 * error, 1, true, "", List.of()))
                .toList();
        String job = "{ task: regression, data: { format: csv, path: a, label: b }, network: { hidden: [] }, retrain: {"
                + " store: s, gate: { margin: 0.1, samples: 500, floor: 1, sliceDrop: 1 } } }";
        GateSection rules = JobFileReader.read(job, "gate.yaml", List.of(), Purpose.RETRAIN)
                .retrain()
                .orElseThrow()
                .gate();
        RowMetrics metrics = new RowMetrics(Task.REGRESSION, List.of(), OptionalDouble.empty());
        List<Comparison> comparisons = new Gate(rules, metrics, 1).compare(rows, true);
        assertThat(Gate.reasons(comparisons))
                .singleElement()
                .asString()
                .startsWith("all: expected rmse of at most 1.0000, found 1.");
        assertThat(comparisons.get(0).low())
                .isCloseTo(1 - Math.sqrt(1.5), org.assertj.core.api.Assertions.within(1e-9));
    }

    @Test
    void withoutRowsNobodyMayServe() {
        assertThat(reasons(rules(1, OptionalDouble.empty(), 1, 1), List.of()))
                .singleElement()
                .asString()
                .startsWith("all: expected held-out rows to compare models on, found none");
    }

    /**
     * Rows of a rare class, ranked by the champion and, as well as is said, by the challenger; none is predicted as it.
     */
    private static List<ScoredRow> ranked(int count, double challenger) {
        Random random = new Random(9);
        List<ScoredRow> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String label = i % 20 == 0 ? "b" : "a";
            double known = i % 20 == 0 ? 0.1 : 0;
            double byChampion = 0.2 * random.nextDouble() + known;
            double byChallenger = 0.2 * random.nextDouble() + challenger * known;
            RowOutputs kept = RowOutputs.of(METRICS.classes(), Metric.ROC_AUC);
            double right = label.equals("a") ? 1 : 0;
            rows.add(new ScoredRow(
                    right,
                    right,
                    1,
                    i % 2 == 0,
                    label,
                    List.of(),
                    kept.ofClasses(new double[] {1 - byChampion, byChampion}, METRICS.classes(), 0, label),
                    kept.ofClasses(new double[] {1 - byChallenger, byChallenger}, METRICS.classes(), 0, label),
                    new double[0]));
        }
        return rows;
    }

    private static List<Comparison> byArea(List<ScoredRow> rows) {
        String job =
                "{ task: classification, data: { format: csv, path: a, label: b }, network: { hidden: [] }, retrain: {"
                        + " store: s, gate: { metric: rocAuc, samples: 500 } } }";
        GateSection rules = JobFileReader.read(job, "gate.yaml", List.of(), Purpose.RETRAIN)
                .retrain()
                .orElseThrow()
                .gate();
        return new Gate(rules, METRICS, 1).compare(rows, true);
    }

    @Test
    void anAreaSeesWhatAccuracyDoesNot() {
        List<ScoredRow> worse = ranked(1000, 0.3);
        assertThat(Gate.reasons(new Gate(rules(0.01, OptionalDouble.empty(), 1, 1), METRICS, 1)
                        .compare(
                                worse.stream()
                                        .map(row -> new ScoredRow(
                                                row.champion(),
                                                row.challenger(),
                                                1,
                                                row.isNew(),
                                                row.label(),
                                                List.of("x")))
                                        .toList(),
                                true)))
                .as("by accuracy both are the same")
                .isEmpty();
        assertThat(Gate.reasons(byArea(worse)).get(0))
                .matches(
                        "all: expected at most 1\\.00 points worse with 95 % confidence, found that it may be .* points"
                                + " worse .*");
        List<Comparison> same = byArea(ranked(1000, 1.2));
        assertThat(Gate.reasons(same)).isEmpty();
        assertThat(same.get(0).champion()).isBetween(0.8, 0.95);
        Comparison ofClass = same.stream()
                .filter(one -> one.slice().equals("class b"))
                .findFirst()
                .orElseThrow();
        assertThat(ofClass.challenger()).as("classes are by accuracy").isZero();
        assertThat(ofClass.evaluated()).isTrue();
    }

    @Test
    void rowsOfOneClassCannotBeJudgedByAnArea() {
        List<ScoredRow> one =
                ranked(400, 1).stream().filter(row -> row.label().equals("a")).toList();
        assertThat(Gate.reasons(byArea(one)))
                .containsExactly(
                        "all: expected rows for which rocAuc is defined, found none; wait for more rows, or use another"
                                + " retrain.gate.metric");
    }
}
