package org.thalweg.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.thalweg.jobs.Flowers;
import org.thalweg.jobs.Workbench;
import org.thalweg.jobs.Workbench.Ran;
import org.thalweg.jobs.command.ExitCode;

/** Check says what training would do, and does none of it. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class CheckTest {
    @TempDir
    Path folder;

    private Workbench bench;

    @BeforeEach
    void lay() {
        bench = new Workbench(folder);
        bench.write("flowers.csv", Flowers.csv(Flowers.of(30, 1)));
    }

    @Test
    void planIsReportedAndNothingIsTrained() {
        List<String> more = List.of("--set", "data.validation=0.2", "--set", "data.classes=3");
        Ran ran = bench.run("check", Flowers.csvJob(bench, "flowers.csv"), more).done();
        String yaml = "The whole job, with every default:\n";
        assertThat(ran.out().substring(0, ran.out().indexOf(yaml)))
                .isEqualTo(
                        """
                        task        classification of kind
                        rows        csv: %s
                        features    2: petal, sepal
                        sparse      auto
                        scale       none
                        validation  0.2 of the rows, drawn at random
                        network     2-8-3, 51 parameters
                        steps       of 32 rows
                        epochs      8
                        model       %s (new)
                        checkpoint  every 300 s, the last 3 kept in %s.checkpoints
                        inputs      2
                        memory      about 0.0 MiB for 30 rows, stored dense

                        Columns, by all 30 rows:
                        column  type           distinct  missing  smallest  largest    becomes
                        petal   text, numbers        30        0  -0.391    4.919      number
                        sepal   text, numbers        30        0  -0.557    1.682      number
                        kind    text                  3        0  setosa    virginica  label, 3 classes

                        Nothing looks wrong in these rows.

                        """
                                .formatted(bench.path("flowers.csv"), bench.path("model"), bench.path("model")));
        assertThat(ran.err()).isEmpty();
        assertThat(bench.files()).containsExactly("flowers.csv", "job.yaml");
        // The whole job is a job file.
        String whole = ran.out().substring(ran.out().indexOf(yaml) + yaml.length());
        assertThat(bench.run("check", whole, List.of()).done().out()).isEqualTo(ran.out());
    }

    /** Only all rows tell the categories, and check reads some. */
    @Test
    void ofManyColumnsThoseThatLookWrongArePrintedAndTheOthersCounted() {
        manyColumns(199);
        assertThat(checkedColumns()).hasSize(201).noneMatch(line -> line.contains("left out"));
        manyColumns(200);
        assertThat(checkedColumns())
                .containsExactly(
                        "column  type                 distinct  missing  smallest  largest  becomes",
                        "n7      text, whole numbers         1        0         5        5  number",
                        "200 columns in which nothing looks wrong are left out");
        Ran json = bench.run("check", Flowers.csvJob(bench, "many.csv"), List.of("--json"));
        assertThat(Workbench.json(json.out()).get("columns")).hasSize(201);
    }

    /** Besides the label; all rows have the same in the seventh. */
    private void manyColumns(int numbers) {
        StringBuilder text = new StringBuilder("kind");
        IntStream.range(0, numbers).forEach(column -> text.append(",n").append(column));
        for (int row = 0; row < 12; row++) {
            text.append('\n').append(row % 2 == 0 ? "even" : "odd");
            for (int column = 0; column < numbers; column++) {
                text.append(',').append(column == 7 ? 5 : (7 * row + column) % 11 / 2.0);
            }
        }
        bench.write("many.csv", text + "\n");
    }

    private List<String> checkedColumns() {
        List<String> lines = bench.run("check", Flowers.csvJob(bench, "many.csv"), List.of())
                .done()
                .out()
                .lines()
                .dropWhile(line -> !line.startsWith("Columns, by all 12 rows:"))
                .skip(1)
                .takeWhile(line -> !line.isEmpty())
                .toList();
        return lines;
    }

    @Test
    void encodingIsReportedAsFarAsItIsKnown() {
        bench.write("cars.csv", "color,city,age,kind\nred,Rome,3,a\nblue,Oslo,,b\n");
        String job = Flowers.csvJob(bench, "cars.csv");
        List<String> open = List.of(
                "--set",
                "data.categorical={ color: oneHot, city: { type: hashing, buckets: 16 } }",
                "--set",
                "data.missing=mean");
        assertThat(bench.run("check", job, open).done().out())
                .contains(
                        "features    3 columns: color (one input per category), city (16 buckets), age; missing values"
                                + " become the mean, marked by an extra input\n")
                .contains("network     (inputs, as the data has values)-8-(classes, as the data has labels)\n")
                .contains(
                        "  categorical:\n    color: oneHot\n    city:\n      type: hashing\n      buckets: 16\n  dates: null\n  missing: mean\n");
        bench.write("cars.csv", "color,city,age,kind\nred,Rome,3,a\nblue,Oslo,4,b\n");
        List<String> known = List.of(
                "--set",
                "data.categorical={ color: { type: hashing, buckets: 8 }, city: { type: hashing, buckets: 16 } }",
                "--set",
                "data.classes=2");
        assertThat(bench.run("check", job, known).done().out())
                .contains("features    3 columns: color (8 buckets), city (16 buckets), age\n")
                .contains("network     25-8-2, 226 parameters\n");
    }

    @Test
    void otherTasksAndWeightedClassesAreReported() {
        String flowers = Flowers.csvJob(bench, "flowers.csv");
        assertThat(bench.run("check", flowers, List.of("--set", "data.classWeights={setosa: 2, virginica: 0.5}"))
                        .done()
                        .out())
                .contains("\nclasses     weighted: setosa 2, virginica 0.5\n");
        bench.write("tags.csv", "x,y,a,b\n1,2,0,1\n2,3,1,1\n");
        String multilabel = flowers.replace("task: classification", "task: multilabel");
        List<String> tags = List.of("--set", "data.label=[a, b]", "--set", "data.path=" + bench.path("tags.csv"));
        assertThat(bench.run("check", multilabel, tags).done().out())
                .startsWith("task        multilabel of a, b\n")
                .contains("\nnetwork     2-8-2, 42 parameters\n");
        String autoencoder = flowers.replace("task: classification", "task: autoencoder");
        List<String> unlabelled = List.of("--set", "data.label=null", "--set", "data.features=[petal, sepal]");
        assertThat(bench.run("check", autoencoder, unlabelled).done().out())
                .startsWith("task        autoencoder\n")
                .contains("\nnetwork     2-8-2, 42 parameters\n", "columns: [code, error]");
    }

    @Test
    void wrongColumnsAndAModelThatIsThereAreReported() {
        Ran ran = bench.run("check", Flowers.csvJob(bench, "flowers.csv"), List.of("--set", "data.label=kindd"));
        assertThat(ran.code()).isEqualTo(ExitCode.DATA);
        assertThat(ran.reported())
                .isEqualTo("data.label: expected one of the columns petal, sepal, kind, found kindd ("
                        + bench.path("flowers.csv") + "); did you mean kind?");
        assertThat(ran.out()).contains("\nkind    text ").doesNotContain("The whole job");
        bench.write("model/mine.txt", "");
        bench.run("check", Flowers.csvJob(bench, "flowers.csv"), List.of())
                .failed(
                        ExitCode.USAGE,
                        "model.path: expected a folder that Thalweg wrote, found other files in file:"
                                + bench.path("model") + "; use another path");
    }

    @Test
    void modelThatIsThereIsNoFault() {
        bench.write("model/model.safetensors", "");
        String job = Flowers.csvJob(bench, "flowers.csv");
        String line = "model       " + bench.path("model");
        assertThat(bench.run("check", job, List.of()).done().out())
                .contains(line + " (exists; train needs --overwrite)\n");
        assertThat(bench.run("check", job, List.of("--set", "model.overwrite=true"))
                        .done()
                        .out())
                .contains(line + " (exists; will be replaced)\n");
    }

    @Test
    void epochsThatFollowFromTheRowsAreReported() {
        String job = Flowers.csvJob(bench, "flowers.csv");
        assertThat(bench.run("check", job, List.of("--set", "training.epochs=auto"))
                        .done()
                        .out())
                .contains("\nepochs      10 to 64, depending on the number of rows\n", "\n  epochs: auto\n");
    }

    @Test
    void whatEndsTrainingBeforeItsLastEpochIsReported() {
        String job = Flowers.csvJob(bench, "flowers.csv");
        String rules = "training={ epochs: 50, batchSize: full, lossChange: {}, maxSeconds: 9 }";
        assertThat(bench.run("check", job, List.of("--set", rules, "--set", "optimizer={ type: lbfgs }"))
                        .done()
                        .out())
                .contains(
                        """
                        steps       as many per epoch as L-BFGS's line search takes, each over all rows
                        epochs      50, fewer if the training loss has stopped falling or the time has run out or L-BFGS \
                        has reached a minimum
                        """);
    }

    @Test
    void networkThatTrainingWouldRefuseIsWarnedOfWithTheSameNumbers() {
        String job = Flowers.csvJob(bench, "flowers.csv");
        List<String> large = List.of("--set", "network.hidden=[20000, 20000]", "--set", "data.classes=3");
        String warning = bench.run("check", job, large).done().err();
        String where = " of this process; if a cluster's driver has no larger one, set --driver-memory, or use"
                + " fewer units\n";
        assertThat(warning)
                .startsWith(
                        "warning: network.hidden: expected a network that the driver's heap has room for: 400,140,003"
                                + " parameters, including the optimizer's arrays (optimizer.type) and copies of the weights and"
                                + " gradients, take ")
                .endsWith(where);
        String lack = warning.substring("warning: ".length(), warning.length() - where.length());
        bench.run("train", job, large)
                .failed(ExitCode.USAGE, lack + "; give more with --driver-memory, or take fewer units");
        assertThat(bench.run("check", job, large.subList(0, 2)).done().err())
                .contains(": 400,120,002 parameters, ", " of this process, even for 2 classes; ");
        assertThat(bench.run("check", job, List.of()).done().err()).isEmpty();
    }

    @Test
    void retrainingIsReportedWithItsStore() {
        String job = Flowers.csvJob(bench, "flowers.csv").replaceFirst("model:[^\n]*\n( +[^\n]*\n)*", "")
                + "retrain:\n  store: " + bench.path("store") + "\n  rehearsal: { rows: 50 }\n";
        assertThat(bench.run("check", job, List.of()).done().out())
                .contains("\nstore       " + bench.path("store") + " (new)\n")
                .contains(
                        "\nretrain     start warm, on the new rows and at most 50 earlier rows again; 10 % of all rows"
                                + " are held out to compare models\n");
        assertThat(bench.files()).containsExactly("flowers.csv", "job.yaml");
        Ran slices = bench.run("check", job, List.of("--set", "retrain.gate.slices=colour"));
        assertThat(slices.code()).isEqualTo(ExitCode.DATA);
        assertThat(slices.reported())
                .isEqualTo("retrain.gate.slices: expected columns of " + bench.path("flowers.csv")
                        + " (petal, sepal, kind), found colour; check the name");
        bench.run("retrain", job, List.of()).done();
        assertThat(bench.run("check", job, List.of("--set", "retrain.rehearsal=all"))
                        .done()
                        .out())
                .contains(
                        "\nstore       " + bench.path("store") + " (1 version, version 1 serves)\n",
                        "all earlier rows again");
        bench.write("other/mine.txt", "");
        bench.run("check", job, List.of("--set", "retrain.store=" + bench.path("other")))
                .failed(
                        ExitCode.USAGE,
                        "store: expected a model store or nothing, found other files at file:" + bench.path("other")
                                + "; use another path");
    }
}
