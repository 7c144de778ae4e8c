package org.thalweg.jobs.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.thalweg.jobs.Flowers;
import org.thalweg.jobs.Workbench;
import org.thalweg.jobs.command.ExitCode;

/** Rows and columns that are wrong: one message, with the file, the line and the column. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class BadTableTest {
    private static final String GOOD = Flowers.csv(Flowers.of(60, 1));
    private static final String MEND = "; correct the row or remove it";
    private static final String FILL =
            "; take the row out, or train with data.missing: mean, which fills what is missing";

    @TempDir
    Path folder;

    private Workbench bench;

    @BeforeEach
    void lay() {
        bench = new Workbench(folder);
    }

    @AfterEach
    void noModelIsLeft() {
        assertThat(bench.files()).noneMatch(name -> name.startsWith("model"));
    }

    private String path(String name) {
        return bench.path(name).toString();
    }

    private void fails(String message, String csv, String... sets) {
        bench.write("rows.csv", csv);
        failsOn("rows.csv", message, sets);
    }

    private void failsOn(String file, String message, String... sets) {
        List<String> more = new ArrayList<>();
        for (String set : sets) {
            more.addAll(List.of("--set", set));
        }
        bench.run("train", Flowers.csvJob(bench, file), more).failed(ExitCode.DATA, message);
    }

    private String at(int line) {
        return " (" + path("rows.csv") + ", line " + line + ")" + MEND;
    }

    @Test
    void targetThatTheLossIsNotDefinedForIsRefused() {
        fails(
                "petal: expected a number of at least 0 (loss poisson), found \"-1\"" + at(4),
                "petal,sepal,kind\n0,2,a\n2.5,1,a\n-1,2,a\n",
                "task=regression",
                "loss=poisson",
                "data.label=petal",
                "data.features=[sepal]",
                "network.output=exponential");
    }

    @Test
    void cellThatIsNoFiniteNumberIsReportedWithFileLineAndColumn() {
        fails(
                "sepal: expected a number (sepal is not in data.categorical), found \"wide\"" + at(62),
                GOOD + "1,wide,setosa\n");
        fails("petal: expected a finite number, found \"NaN\"" + at(62).replace(MEND, FILL), GOOD + "NaN,1,setosa\n");
        fails("petal: expected a finite number, found \"-inf\"" + at(62), GOOD + "-inf,1,setosa\n");
        fails("petal: expected a number, found nothing" + at(62).replace(MEND, FILL), GOOD + ",1,setosa\n");
        fails(
                "petal: expected a number (petal is not in data.categorical), found \"0x1p3\"" + at(62),
                GOOD + "0x1p3,1,setosa\n");
        fails(
                "petal: expected a finite number, found \"1e300\", which exceeds the range of a 32-bit float" + at(62),
                GOOD + "1e300,1,setosa\n");
    }

    @Test
    void firstBadLineIsReportedAmongBlankOnesAndSeveral() {
        String blanks = "\n\n" + GOOD.replace("\n", "\n\n") + "bad,1,setosa\n\nworse,1,setosa\n";
        fails(
                "petal: expected a number (petal is not in data.categorical), found \"bad\"" + at(2 + 2 * 61 + 1),
                blanks);
    }

    /** A file is cut into splits, and any task may come upon its bad row first. */
    @Test
    void firstBadLineOfAFileIsReportedHoweverItIsSplit() {
        System.setProperty("spark.sql.files.maxPartitionBytes", "512");
        try {
            String rows = GOOD + "bad,1,setosa\n" + GOOD.substring(GOOD.indexOf('\n') + 1) + "worse,1,setosa\n";
            fails("petal: expected a number (petal is not in data.categorical), found \"bad\"" + at(62), rows);
        } finally {
            System.clearProperty("spark.sql.files.maxPartitionBytes");
        }
    }

    @Test
    void fileIsReportedWhateverItsNameAndItsPlace() {
        bench.write("in a folder/a.csv", GOOD);
        bench.write("in a folder/b [2] %41.csv", GOOD + "bad,1,setosa\n");
        failsOn(
                "in a folder",
                "petal: expected a number (petal is not in data.categorical), found \"bad\" ("
                        + path("in a folder/b [2] %41.csv") + ", line 62)" + MEND);
    }

    @Test
    void rowOfAnotherLengthIsReported() {
        fails("the row: expected 3 columns, found \"1.0,2.0\"" + at(62), GOOD + "1.0,2.0\n");
        fails("the row: expected 3 columns, found \"1,5,2,setosa\"" + at(62), GOOD + "1,5,2,setosa\n");
        bench.write("rows.csv", "1,2,setosa\n1,2,virginica\n3\n");
        failsOn("rows.csv", "the row: expected 3 columns, found \"3\"" + at(3), "data.header=false", "data.label=2");
    }

    @Test
    void labelsThatContradictTheJobAreReported() {
        fails(
                "kind: expected one of the classes setosa, virginica, found \"versicolor\"" + at(2),
                "petal,sepal,kind\n1,2,versicolor\n1,2,setosa\n",
                "data.classes=[setosa, virginica]");
        fails(
                "data.classes: expected 4 classes, found 3 in kind of " + path("rows.csv")
                        + ": setosa, versicolor, virginica; correct the number or the rows",
                GOOD,
                "data.classes=4");
        fails(
                "data.label: expected at least two classes, found only setosa in kind of " + path("rows.csv")
                        + "; a network needs rows of each class",
                "petal,sepal,kind\n1,2,setosa\n3,4,setosa\n");
        fails("kind: expected a class label, found nothing" + at(62), GOOD + "1,2,\n");
        bench.write("rows.csv", (GOOD + "1,2,caf\u00e9\n").getBytes(StandardCharsets.ISO_8859_1));
        failsOn(
                "rows.csv",
                "kind: expected a class label in UTF-8, found \"caf\ufffd\", whose bytes are of another encoding"
                        + at(62).replace(
                                        MEND,
                                        "; save the file as UTF-8, or name its encoding: data.encoding: ISO-8859-1"));
        fails(
                "kind: expected a number (task regression), found \"setosa\"" + at(2),
                "petal,sepal,kind\n1,2,setosa\n",
                "task=regression");
    }

    @Test
    void columnThatIsNotThereIsReportedWithTheNearest() {
        fails(
                "data.label: expected one of the columns petal, sepal, kind, found Kind (" + path("rows.csv")
                        + "); did you mean kind?",
                GOOD,
                "data.label=Kind");
        fails(
                "data.features: expected one of the columns petal, sepal, kind, found colour (" + path("rows.csv")
                        + "); check the spelling",
                GOOD,
                "data.features=[petal, colour]");
        fails(
                "data.label: expected an index below 3 (the columns of " + path("rows.csv")
                        + "), found 7; count from 0",
                GOOD,
                "data.label=7");
        fails(
                "data.label: expected one of the columns petal,sepal,kind, found kind (" + path("rows.csv")
                        + "); take data.separator: \",\"",
                GOOD,
                "data.separator=\";\"");
    }

    @Test
    void weightThatIsNotAboveNothingIsReported() {
        String weighted = "petal,sepal,kind,w\n1,2,setosa,1\n1,2,virginica,";
        fails("w: expected a weight above 0, found 0.0" + at(3), weighted + "0\n", "data.weight=w");
        fails("w: expected a weight above 0, found -2.5" + at(3), weighted + "-2.5\n", "data.weight=w");
        fails("w: expected a number, found \"heavy\"" + at(3), weighted + "heavy\n", "data.weight=w");
    }

    @Test
    void filesWithoutRowsAreReported() throws IOException {
        String none = "data: expected at least one row, found none (%s); check the path and what is there";
        fails(none.formatted(path("rows.csv")), "");
        fails(none.formatted(path("rows.csv")), "petal,sepal,kind\n");
        Files.createDirectory(bench.path("empty"));
        failsOn("empty", none.formatted(path("empty")));
        failsOn(
                "missing.csv",
                "data.path: expected a file or a folder, found nothing at " + path("missing.csv") + "; check the path");
        failsOn(
                "m*.csv",
                "data.path: expected a file or a folder, found nothing at " + path("m*.csv") + "; check the path");
    }

    @Test
    void headersThatDifferOrNameTwiceOrNotAreReported() {
        bench.write("parts/1.csv", GOOD);
        bench.write("parts/2.csv", "petal,height,kind\n1,2,setosa\n");
        String expected = "header: expected the columns petal, sepal, kind (" + path("parts") + "), found ";
        failsOn(
                "parts",
                expected + "petal, height, kind (" + path("parts/2.csv") + "); give all files the same columns");
        bench.write("parts/2.csv", "petal,kind\n1,setosa\n");
        failsOn("parts", expected + "petal, kind (" + path("parts/2.csv") + "); give all files the same columns");
        fails(
                "header: expected each column once, found petal twice (" + path("rows.csv") + "); rename one",
                "petal,petal,kind\n1,2,setosa\n1,2,virginica\n");
        fails(
                "header: expected a name for each column, found none for column 0 (" + path("rows.csv")
                        + "); name it, or leave it out",
                ",petal,kind\n1,2,setosa\n1,2,virginica\n");
    }

    @Test
    void validationAndTestRowsAreHeldToTheSame() {
        bench.write("rows.csv", GOOD);
        bench.write("other.csv", "petal,height,kind\n1,2,setosa\n");
        for (String split : List.of("validation", "test")) {
            String key = "data." + split;
            failsOn(
                    "rows.csv",
                    key
                            + ": expected the columns that the model is trained on, found no sepal among petal, height, kind ("
                            + path("other.csv") + "); check the columns' names",
                    key + "={ path: " + path("other.csv") + " }");
            failsOn(
                    "rows.csv",
                    key + ".path: expected a file or a folder, found nothing at " + path("nowhere")
                            + "; check the path",
                    key + "={ path: " + path("nowhere") + " }");
        }
        bench.write("other.csv", "petal,sepal,kind\n1,2,setosa\n1,2,rosa\n");
        failsOn(
                "rows.csv",
                "kind: expected one of the classes setosa, versicolor, virginica, found \"rosa\" (" + path("other.csv")
                        + ", line 3)" + MEND,
                "data.test={ path: " + path("other.csv") + " }");
        bench.write("other.csv", "petal,sepal,kind\n");
        failsOn(
                "rows.csv",
                "data.test: expected at least one row, found none (" + path("other.csv")
                        + "); check the path and what is there",
                "data.test={ path: " + path("other.csv") + " }");
    }

    @Test
    void splitsThatLeaveNothingAreReported() {
        String two = "petal,sepal,kind\n1,2,setosa\n3,4,virginica\n";
        fails(
                "data.validation: expected rows left to train on, found all 2 held out; hold fewer out",
                two,
                "data.validation=0.9999");
        fails(
                "training.earlyStopping: expected rows to validate on, found none held out of 2; hold more out with"
                        + " data.validation",
                two,
                "data.validation=0.0001",
                "training.earlyStopping={ patience: 1 }");
    }
}
