package org.thalweg.jobs.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.thalweg.jobs.Flowers;
import org.thalweg.jobs.Workbench;
import org.thalweg.jobs.Workbench.Ran;

/** Command lines, job files and models that are wrong, and runs that fail. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class BadJobTest {
    @TempDir
    Path folder;

    private Workbench bench;

    @BeforeEach
    void lay() {
        bench = new Workbench(folder);
        bench.write("flowers.csv", Flowers.csv(Flowers.of(100, 1)));
    }

    private String path(String name) {
        return bench.path(name).toString();
    }

    @Test
    void jobFileThatIsNoneIsReported() {
        bench.run("train", path("jbo.yaml"))
                .failed(
                        ExitCode.USAGE,
                        "job file: expected a file, found nothing at " + path("jbo.yaml") + "; check the path"
                                + (Files.exists(Path.of("jobs/examples")) ? ", or see jobs/examples" : ""));
        bench.run("train", folder.toString())
                .failed(
                        ExitCode.USAGE,
                        "job file: expected a file, found the folder " + folder + "; name a file in it");
        bench.write("binary.yaml", new byte[] {'a', '\n', (byte) 0xFF, 0, 5});
        bench.run("train", path("binary.yaml"))
                .failed(
                        ExitCode.USAGE,
                        path("binary.yaml") + ", line 2: expected text in UTF-8, found the byte 0xFF at offset 2;"
                                + " save the file as UTF-8");
        bench.write("huge.yaml", new byte[(1 << 20) + 1]);
        bench.run("train", path("huge.yaml"))
                .failed(
                        ExitCode.USAGE,
                        "job file: expected at most 1048576 bytes of YAML, found 1048577 in " + path("huge.yaml")
                                + "; is this the data?");
    }

    @Test
    void allFaultsOfAJobAreReportedAtOnce() {
        String job =
                """
                task: clasification
                data: { format: csv, path: x.csv, label: y }
                network: { hiden: [3], hidden: [0] }
                training: { epochs: 0 }
                model: { path: m }
                """;
        String at = path("job.yaml") + ", line ";
        bench.run("train", job, List.of("--set", "optimizer.learningRte=1"))
                .failed(
                        ExitCode.USAGE,
                        at
                                + "1: task: expected classification, multilabel, regression or autoencoder, found clasification; did you mean"
                                + " classification?\n"
                                + at + "3: unknown key network.hiden; did you mean hidden? known keys here: hidden,"
                                + " activation, layerNormalisation, dropout, initialisation, output\n"
                                + at + "3: network.hidden[0]: expected a whole number of at least 1, found 0; take e.g."
                                + " 100\n"
                                + at
                                + "4: training.epochs: expected auto or a whole number of at least 1, found 0; take"
                                + " e.g. 10\n"
                                + "--set optimizer.learningRte=1: unknown key optimizer.learningRte; did you mean"
                                + " learningRate? known keys here: type, learningRate, beta1, beta2, epsilon, l1,"
                                + " l2, clipNorm, schedule, reduceOnPlateau");
    }

    @Test
    void unknownCommandsAndOptionsAreRefusedWithTheNearest() {
        Ran command = bench.run("trian");
        assertThat(command.code()).isEqualTo(ExitCode.USAGE);
        assertThat(command.err())
                .startsWith(
                        "Unmatched argument at index 0: 'trian'\nDid you mean: thalweg plan or thalweg train or thalweg retrain?\n");
        Ran option = bench.run("train", "--overwrit");
        assertThat(option.code()).isEqualTo(ExitCode.USAGE);
        assertThat(option.err()).isEqualTo("Unknown option: '--overwrit'\nPossible solutions: --overwrite\n");
        Ran none = bench.run();
        assertThat(none.code()).isEqualTo(ExitCode.USAGE);
        assertThat(none.err()).startsWith("Usage: thalweg").contains("train", "evaluate", "score", "generate", "check");
        Ran format = bench.run("generate", path("digits"), "--format", "png");
        assertThat(format.code()).isEqualTo(ExitCode.USAGE);
        assertThat(List.of(command, option, none, format)).extracting(Ran::out).containsOnly("");
        assertThat(bench.files()).containsExactly("flowers.csv");
    }

    @Test
    void helpAndVersionAreResults() {
        for (List<String> help : List.of(List.of("help"), List.of("--help"), List.of("help", "train"))) {
            Ran ran = bench.run(help.toArray(String[]::new)).done();
            assertThat(ran.out()).startsWith("Usage: thalweg");
            assertThat(ran.err()).isEmpty();
        }
        assertThat(bench.run("help").done().out().replaceAll("\\s+", " "))
                .contains("as output.format: parquet, csv or json.")
                .contains("To evaluate on other rows: --set data.test.path=… or --set data.path=…")
                .contains("the built-in example, which replaces models/digits.")
                .doesNotContain(". path")
                .contains("1 unexpected failure: please report it");
        assertThat(bench.run("train", "--help").done().out())
                .contains("--set=KEY=VALUE")
                .doesNotContain("--version");
        assertThat(bench.run("--version").done().out())
                .matches("thalweg 0\\.[0-9.]+\nSpark   [0-9.]+\nJava    17.*\nBLAS    .+\n");
    }

    @Test
    void modelThatIsMissingOrDamagedIsReported() throws IOException {
        String job = Flowers.csvJob(bench, "flowers.csv");
        for (String command : List.of("evaluate", "score")) {
            bench.run(command, job, List.of())
                    .failed(
                            ExitCode.USAGE,
                            "model.path: expected a trained model, found no " + path("model/model.safetensors")
                                    + "; train it first, or check the path");
        }
        bench.run("train", job, List.of("--set", "training.epochs=1")).done();
        byte[] whole = Files.readAllBytes(bench.path("model/model.safetensors"));
        String todo = "; the file is cut off or damaged: copy it again, or train again";
        bench.write("model/model.safetensors", Arrays.copyOf(whole, whole.length - 1));
        for (String command : List.of("evaluate", "score")) {
            bench.run(command, job, List.of())
                    .failed(
                            ExitCode.DATA,
                            path("model/model.safetensors") + ": expected a file of " + whole.length + " bytes, found "
                                    + (whole.length - 1) + " bytes" + todo);
        }
        byte[] changed = whole.clone();
        changed[changed.length - 9] ^= 1;
        bench.write("model/model.safetensors", changed);
        for (String command : List.of("evaluate", "score")) {
            Ran ran = bench.run(command, job, List.of());
            assertThat(ran.code()).isEqualTo(ExitCode.DATA);
            assertThat(ran.reported())
                    .matches(path("model/model.safetensors") + ": expected the SHA-256 [0-9a-f]{64}, found [0-9a-f]{64}"
                            + todo);
        }
        assertThat(bench.files()).doesNotContain("scored");
        bench.write("model/model.safetensors", whole);
        bench.run("evaluate", job, List.of("--set", "task=regression"))
                .failed(
                        ExitCode.USAGE,
                        "task: expected classification (what the model at " + path("model")
                                + " was trained for), found regression");
        bench.run("evaluate", job, List.of()).done();
    }

    @Test
    void runThatDivergesIsReportedAndKeepsTheOldModel() {
        String job = Flowers.csvJob(bench, "flowers.csv");
        List<String> wild = List.of("--set", "optimizer={ type: sgd, learningRate: 1e30 }");
        Ran fresh = bench.run("train", job, wild);
        assertThat(fresh.code()).isEqualTo(ExitCode.TRAINING);
        assertThat(fresh.reported())
                .matches(
                        "training diverged: expected a loss that falls, found .+ \\(epoch 1, step 2, loss [0-9.E]+,"
                                + " learning rate 1\\.0E30\\); try optimizer\\.learningRate 1e\\+29, or optimizer\\.clipNorm 1");
        assertThat(fresh.out()).isEmpty();
        assertThat(fresh.log()).isEmpty();
        assertThat(bench.files()).containsExactly("flowers.csv", "job.yaml");

        bench.run("train", job, List.of()).done();
        Map<String, String> before = bench.contents("model");
        bench.run("train", job, List.of())
                .failed(
                        ExitCode.USAGE,
                        "model.path: expected a new folder, found " + path("model")
                                + ", which exists; use another path, or replace it with --overwrite");
        Ran again = bench.run("train", job, List.of("--overwrite", wild.get(0), wild.get(1)));
        assertThat(again.code()).isEqualTo(ExitCode.TRAINING);
        bench.run("train", job, List.of("--overwrite", "--set", "data.path=" + path("nowhere")))
                .failed(
                        ExitCode.DATA,
                        "data.path: expected a file or a folder, found nothing at " + path("nowhere")
                                + "; check the path");
        assertThat(bench.contents("model")).isEqualTo(before);
        bench.run("train", job, List.of("--overwrite", "--set", "seed=8")).done();
        assertThat(bench.contents("model")).hasSameSizeAs(before).isNotEqualTo(before);
    }

    @Test
    void formulaThatIsNotFiniteIsReportedWithItsText() {
        String job = Flowers.csvJob(bench, "flowers.csv");
        Ran ran = bench.run("train", job, List.of("--set", "network.activation=1 / (x - x)"));
        assertThat(ran.code()).isEqualTo(ExitCode.TRAINING);
        assertThat(ran.reported())
                .matches("formula: expected finite values and slopes, found a gradient of layer 1 weights that is not"
                        + " finite with the activation \"1 / \\(x - x\\)\" \\(epoch 1, step 1, loss .+\\); keep divisors"
                        + " away from 0, and what log and sqrt take above it, e\\.g\\. 1 / \\(1 \\+ abs\\(x\\)\\) or"
                        + " log\\(max\\(x, 0\\.001\\)\\)");
    }

    @Test
    void modelPathThatCanBeNoFolderIsReportedBeforeTraining() {
        String job = Flowers.csvJob(bench, "flowers.csv");
        bench.run("train", job, List.of("--set", "model.path=" + path("flowers.csv") + "/below/model"))
                .failed(
                        ExitCode.USAGE,
                        "model.path: expected a path below folders, found " + path("flowers.csv/below/model")
                                + " below a file; use another path");
        bench.run("train", job, List.of("--overwrite", "--set", "model.path=" + path("flowers.csv")))
                .failed(
                        ExitCode.USAGE,
                        "model.path: expected a folder, found the file " + path("flowers.csv") + "; use another path");
    }
}
