package org.thalweg.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
    void planIsToldAndNothingIsTrained() {
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
                        validation  0.2 of the rows, by their keys
                        network     2-8-3, 51 parameters
                        steps       of 32 rows, in 1 lane
                        epochs      8
                        model       %s (new)

                        """
                                .formatted(bench.path("flowers.csv"), bench.path("model")));
        assertThat(ran.err()).isEmpty();
        assertThat(bench.files()).containsExactly("flowers.csv", "job.yaml");
        // The whole job is a job file.
        String whole = ran.out().substring(ran.out().indexOf(yaml) + yaml.length());
        assertThat(bench.run("check", whole, List.of()).done().out()).isEqualTo(ran.out());
    }

    @Test
    void wrongColumnsAndAModelThatIsThereAreTold() {
        bench.run("check", Flowers.csvJob(bench, "flowers.csv"), List.of("--set", "data.label=kindd"))
                .failed(
                        ExitCode.DATA,
                        "data.label: expected one of the columns petal, sepal, kind, found kindd ("
                                + bench.path("flowers.csv") + "); did you mean kind?");
        bench.write("model/mine.txt", "");
        bench.run("check", Flowers.csvJob(bench, "flowers.csv"), List.of())
                .failed(
                        ExitCode.USAGE,
                        "model.path: expected a new folder, found " + bench.path("model")
                                + " already there; take another path, or replace it with --overwrite");
    }
}
