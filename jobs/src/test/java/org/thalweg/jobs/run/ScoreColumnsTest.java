package org.thalweg.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.thalweg.jobs.Customers;
import org.thalweg.jobs.Workbench;
import org.thalweg.jobs.command.ExitCode;

/** Which columns scored rows have, as {@code output.columns} says. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class ScoreColumnsTest {
    private static final List<String> CUSTOMERS = Customers.lines(60, 3);

    @TempDir
    static Path folder;

    private static Workbench bench;
    private static String job;

    @BeforeAll
    static void train() {
        bench = Workbench.ofFewRows(folder);
        bench.write("customers.csv", Customers.csv(60, 3));
        job = Customers.job(bench, "validation: 0");
        bench.run("train", job, List.of()).done();
    }

    private static List<String> scored(String of, String... more) {
        List<String> options = new ArrayList<>();
        for (String override : more) {
            options.addAll(List.of("--set", override));
        }
        bench.run("score", of, options).done();
        return bench.lines("scored", ".csv");
    }

    @Test
    void anIdAndAScoreAlone() {
        List<String> all = scored(job);
        assertThat(all.get(0)).isEqualTo("id,region,age,spend,left,prediction,probability_no,probability_yes");
        List<String> lines = scored(job, "output.columns=[id, score]");
        assertThat(lines.get(0)).isEqualTo("id,score");
        List<String> ofNo = scored(job, "output.columns=[score, id]", "output.class='no'");
        assertThat(ofNo.get(0)).isEqualTo("score,id");
        for (int row = 0; row < CUSTOMERS.size(); row++) {
            String[] cells = all.get(row + 1).split(",");
            assertThat(lines.get(row + 1)).isEqualTo(cells[0] + "," + cells[7]);
            assertThat(ofNo.get(row + 1)).isEqualTo(cells[6] + "," + cells[0]);
        }
    }

    @Test
    void aClassThatIsNamedHasItsScoreBesideWhatIsWrittenOtherwise() {
        List<String> lines = scored(job, "output.class='no'");
        assertThat(lines.get(0)).isEqualTo("id,region,age,spend,left,prediction,probability_no,probability_yes,score");
        assertThat(lines.subList(1, lines.size())).allMatch(line -> line.split(",")[8].equals(line.split(",")[6]));
    }

    /** Without a column of the data, all of them come first. */
    @Test
    void columnsOfTheDataComeFirstWhereNoneIsNamed() {
        assertThat(scored(job, "output.columns=prediction").get(0)).isEqualTo("id,region,age,spend,left,prediction");
        assertThat(scored(job, "output.columns=[left, prediction, probabilities, id]", "output.layer=1")
                        .get(0))
                .isEqualTo("left,prediction,probability_no,probability_yes,id,layer_1");
    }

    @Test
    void whatIsNotThereIsOneMessage() {
        String columns = "prediction, probabilities, score, split (task classification) and columns of "
                + bench.path("customers.csv") + " (id, region, age, spend, left)";
        bench.run("score", job, List.of("--set", "output.columns=[id, scor]"))
                .failed(ExitCode.USAGE, "output.columns: expected " + columns + ", found scor; did you mean score?");
        bench.run("score", job, List.of("--set", "output.columns=[code, customer]"))
                .failed(ExitCode.USAGE, "output.columns: expected " + columns + ", found code; check the name");
        bench.run("score", job, List.of("--set", "output.columns=[id, score]", "--set", "output.class=yess"))
                .failed(
                        ExitCode.USAGE,
                        "output.class: expected the class whose probability is the score, one of no, yes, found yess; did you"
                                + " mean yes?");
        bench.write("score.csv", "id,age,spend,score\n1,2,3,4\n");
        bench.run(
                        "score",
                        job,
                        List.of("--set", "output.columns=[id, score]", "--set", "data.path=" + bench.path("score.csv")))
                .failed(
                        ExitCode.USAGE,
                        "data: expected no column named as those that scoring adds, found score ("
                                + bench.path("score.csv") + "); rename it");
    }

    /** Several classes have no second one; labels are named, numbers have predictions alone. */
    @Test
    void otherTasksHaveTheirOwn() {
        String others =
                job.replace(bench.path("model").toString(), bench.path("other").toString());
        String regions = others.replace("label: left", "label: region");
        bench.run("train", regions, List.of()).done();
        bench.run("score", regions, List.of("--set", "output.columns=[id, score]"))
                .failed(
                        ExitCode.USAGE,
                        "output.class: expected the class whose probability is the score, one of east, north, south, found"
                                + " none; name it");
        assertThat(scored(regions, "output.columns=[id, score, prediction]", "output.class=south")
                        .get(0))
                .isEqualTo("id,score,prediction");

        String spend = others.replace("classification", "regression")
                .replace("label: left, features: [age, spend]", "label: spend, features: [age]");
        bench.run("train", spend, List.of()).done();
        assertThat(scored(spend, "output.columns=[prediction, id]").get(0)).isEqualTo("prediction,id");
        bench.run("score", spend, List.of("--set", "output.columns=[probabilities]"))
                .failed(
                        ExitCode.USAGE,
                        "output.columns: expected prediction, split (task regression) and columns of "
                                + bench.path("customers.csv")
                                + " (id, region, age, spend, left), found probabilities; check the name");

        String coder = others.replace("classification", "autoencoder")
                .replace("label: left, ", "")
                .replace("[4]", "[1]");
        bench.run("train", coder, List.of()).done();
        assertThat(scored(coder, "output.columns=[error, id]").get(0)).isEqualTo("error,id");
    }
}
