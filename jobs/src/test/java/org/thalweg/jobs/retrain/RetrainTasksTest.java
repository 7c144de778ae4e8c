package org.thalweg.jobs.retrain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.thalweg.jobs.Flowers;
import org.thalweg.jobs.Workbench;
import org.thalweg.jobs.Workbench.Ran;
import org.thalweg.jobs.command.ExitCode;

/** Two retraining runs of every task, over every kind of data. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class RetrainTasksTest {
    private static final String BY_DAY = "new: { column: day }\n";

    @TempDir
    Path folder;

    private Workbench bench;

    @BeforeEach
    void lay() {
        bench = Workbench.ofFewRows(folder);
    }

    private Ran retrain(String task, String data, String network, String more) {
        String job =
                """
                task: %s
                seed: 3
                data: %s
                network: %s
                optimizer: { type: adam, learningRate: 0.03 }
                training: { epochs: 4, batchSize: 32, laneRows: 16 }
                retrain:
                  store: %s
                  holdOut: 0.2
                  rehearsal: { rows: 50 }
                  gate: { margin: 0.5, sliceDrop: 1 }
                %s
                """
                        .formatted(task, data, network, bench.path("store"), more.indent(2));
        Ran ran = bench.run("retrain", job, List.of());
        assertThat(ran.err()).doesNotContain("expected rows, found none");
        return ran;
    }

    private void assertLearned(int version, int newRows, int rehearsed) {
        JsonNode metrics = bench.metrics("store/versions/" + version);
        assertThat(metrics.get("newRows").asInt()).isEqualTo(newRows);
        assertThat(metrics.get("rehearsedRows").asInt()).isEqualTo(rehearsed);
        assertThat(metrics.get("judgedRows").asInt()).isPositive();
        assertThat(metrics.get("challengerMetric").asDouble()).isFinite();
    }

    /** y = 2 a − b, a row a line: a, b, its day, y. */
    private static String readings(int day, int count) {
        Random random = new Random(day);
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    double a = random.nextGaussian();
                    double b = random.nextGaussian();
                    return String.format(Locale.ROOT, "%.4f,%.4f,2026-11-%02d,%.4f", a, b, day, 2 * a - b);
                })
                .collect(Collectors.joining("\n", "", "\n"));
    }

    /** The day says which rows are new, and is no feature. */
    @Test
    void regressionByAColumnThatGrows() {
        String data = "{ format: csv, path: " + bench.path("readings.csv") + ", label: y }";
        String by = "new: { column: day }\n";
        bench.write("readings.csv", "a,b,day,y\n" + readings(9, 200));
        assertThat(retrain("regression", data, "{ hidden: [8] }", by).done().out())
                .contains("all                      rmse ");
        assertLearned(1, 200, 0);
        assertThat(bench.metrics("store/versions/1").get("network").asText()).isEqualTo("2-8-1");
        bench.write("readings.csv", "a,b,day,y\n" + readings(9, 200) + readings(10, 100));
        retrain("regression", data, "{ hidden: [8] }", by).done();
        assertLearned(2, 100, 50);
        assertThat(bench.metrics("store/versions/2").get("championMetric").asDouble())
                .isPositive();
    }

    @Test
    void aFarOffDayStopsTheNightUntilItIsMendedOrAccepted() {
        String data = "{ format: csv, path: " + bench.path("readings.csv") + ", label: y }";
        String by = "new: { column: day }\n";
        String before = "a,b,day,y\n" + readings(9, 200);
        bench.write("readings.csv", before);
        retrain("regression", data, "{ hidden: [8] }", by).done();
        bench.write("readings.csv", before + readings(10, 99) + "1,1,9999-12-31,1\n");
        retrain("regression", data, "{ hidden: [8] }", by)
                .failed(
                        ExitCode.DATA,
                        """
                        retrain.checks: expected new rows similar to those that the serving model was trained on, found
                          day: jump: expected values that continue from 2026-11-10, found up to 9999-12-31 in 1 rows, above a gap \
                        of more than 1 times the range of all values below (to accept them in one run: --set retrain.checks.jump=off)
                        correct the data, or, if it is right, change the rule in retrain.checks or set it to off""");
        assertThat(Workbench.json(bench.contents("store/log").get("00002.json"))
                        .get("action")
                        .asText())
                .isEqualTo("stop");
        retrain("regression", data, "{ hidden: [8] }", by + "checks: { jump: off }\n")
                .done();
        assertLearned(2, 100, 50);
        bench.run("models", "rollback", "--store", bench.path("store").toString(), "--watermark", "--reason", "a typo")
                .done();
        bench.write("readings.csv", before + readings(10, 99) + "1,1,2026-11-11,1\n");
        retrain("regression", data, "{ hidden: [8] }", by).done();
        assertLearned(3, 100, 50);
    }

    @Test
    void aNightThatFindsNoRowNamesTheValueUpToWhichAllIsLearned() {
        String data = "{ format: csv, path: " + bench.path("readings.csv") + ", label: y }";
        bench.write("readings.csv", "a,b,day,y\n" + readings(9, 200));
        retrain("regression", data, "{ hidden: [8] }", BY_DAY).done();
        Ran again = retrain("regression", data, "{ hidden: [8] }", BY_DAY);
        assertThat(again.code()).isEqualTo(ExitCode.NOTHING_NEW);
        assertThat(again.out()).isEqualTo("nothing new: no row of day after 2026-11-09; version 1 keeps serving\n");
    }

    @Test
    void aDayThatIsNoneStopsTheNightInTheLogAndItsRowIsNamed() {
        String data = "{ format: csv, path: " + bench.path("in") + ", label: y }";
        bench.write("in/9.csv", "a,b,day,y\n" + readings(9, 200));
        retrain("regression", data, "{ hidden: [8] }", BY_DAY).done();
        bench.write("in/10.csv", "a,b,day,y\n" + readings(10, 99) + "1,1,NaN,1\n");
        Ran stopped = retrain("regression", data, "{ hidden: [8] }", BY_DAY);
        stopped.failed(
                ExitCode.DATA,
                "retrain.new.column: expected a date or time such as 2026-11-29 in every row of day, found \"NaN\" in one ("
                        + bench.path("in/10.csv") + ", line 101); leave such values empty, or name another column");
        JsonNode entry = Workbench.json(bench.contents("store/log").get("00002.json"));
        assertThat(entry.get("action").asText()).isEqualTo("stop");
        assertThat(entry.get("reasons").get(0).asText()).isEqualTo(stopped.reported());
        assertThat(entry.get("serves").asInt()).isEqualTo(1);
        String report = Path.of(entry.get("figures").get("report").asText())
                .getFileName()
                .toString();
        assertThat(bench.contents("store/reports").get(report)).contains("in every row of day, found");

        bench.write("in/10.csv", "a,b,day,y\n" + readings(10, 99) + "1,1,,1\n");
        retrain("regression", data, "{ hidden: [8] }", BY_DAY).done();
        assertLearned(2, 99, 50);
    }

    @Test
    void sparseRowsOfLibsvm() {
        String data = "{ format: libsvm, path: " + bench.path("in") + " }";
        for (int runNumber = 1; runNumber <= 2; runNumber++) {
            bench.write(
                    "in/" + runNumber + ".txt",
                    Flowers.lines(
                            Flowers.of(150, runNumber),
                            flower -> flower.number() + " 1:" + flower.petal() + " 2:" + flower.sepal()));
            retrain("classification", data, "{ hidden: [8] }", "").done();
            assertLearned(runNumber, 150, runNumber == 1 ? 0 : 50);
        }
    }

    @Test
    void imagesOfIdxFiles() {
        String data = "{ format: idx, path: " + bench.path("in/*/images.idx.gz") + ", labels: "
                + bench.path("in/*/labels.idx.gz") + ", scale: maxAbs }";
        for (int runNumber = 1; runNumber <= 2; runNumber++) {
            bench.run(
                            "generate",
                            bench.path("in/" + runNumber).toString(),
                            "--rows",
                            "200",
                            "--first",
                            "" + 1000 * runNumber,
                            "--format",
                            "idx")
                    .done();
            if (runNumber == 1) {
                assertThat(bench.files("in/1")).contains("images.idx.gz", "labels.idx.gz");
            }
            retrain("classification", data, "{ hidden: [16] }", "checks: { outOfRange: off }\n")
                    .done();
            assertLearned(runNumber, 200, runNumber == 1 ? 0 : 50);
        }
    }

    @Test
    void severalLabelsAndCategories() {
        String data = "{ format: csv, path: " + bench.path("in")
                + ", label: [big, wide], categorical: [kind], missing: mean }";
        for (int runNumber = 1; runNumber <= 2; runNumber++) {
            bench.write(
                    "in/" + runNumber + ".csv",
                    "petal,sepal,kind,big,wide\n"
                            + Flowers.lines(
                                    Flowers.of(150, runNumber),
                                    flower -> flower.joined(",") + ","
                                            + (Double.parseDouble(flower.petal()) > 2 ? 1 : 0) + ","
                                            + (Double.parseDouble(flower.sepal()) > 0.5 ? 1 : 0)));
            retrain("multilabel", data, "{ hidden: [8] }", "").done();
            assertLearned(runNumber, 150, runNumber == 1 ? 0 : 50);
        }
    }

    @Test
    void anAutoencoderOfWeightedRows() {
        String data =
                "{ format: csv, path: " + bench.path("in") + ", features: [petal, sepal], weight: w, scale: standard }";
        for (int runNumber = 1; runNumber <= 2; runNumber++) {
            bench.write(
                    "in/" + runNumber + ".csv",
                    "petal,sepal,kind,w\n"
                            + Flowers.lines(Flowers.of(150, runNumber), flower -> flower.joined(",") + ",2"));
            retrain("autoencoder", data, "{ hidden: [1] }", "").done();
            assertLearned(runNumber, 150, runNumber == 1 ? 0 : 50);
        }
    }

    /**
     * Each scales by its own rows: the second's deviation is ten times the first's, and so its error would be a tenth.
     */
    @Test
    void autoencodersThatScaleUnlikeAreComparedAsTheOneThatServesScales() {
        String data = "{ format: csv, path: " + bench.path("in") + ", features: [a, b], scale: standard }";
        for (int runNumber = 1; runNumber <= 2; runNumber++) {
            Random random = new Random(runNumber);
            double spread = runNumber == 1 ? 1 : 10;
            bench.write(
                    "in/" + runNumber + ".csv",
                    IntStream.range(0, 200)
                            .mapToObj(i -> String.format(
                                    Locale.ROOT,
                                    "%.4f,%.4f",
                                    spread * random.nextGaussian(),
                                    spread * random.nextGaussian()))
                            .collect(Collectors.joining("\n", "a,b\n", "\n")));
            Ran ran = retrain(
                    "autoencoder",
                    data,
                    "{ hidden: [1] }",
                    "start: cold\nchecks: { psi: off, effect: off, outOfRange: off, servingDrop: off }\n");
            assertThat(ran.code()).as(ran.err()).isIn(ExitCode.DONE, ExitCode.REFUSED);
        }
        // One number of two independent ones is lost: some 10 / √2 of the champion's deviations, and 1 / √2 of its own.
        assertThat(bench.metrics("store/versions/2").get("challengerMetric").asDouble())
                .isGreaterThan(2);
    }
}
