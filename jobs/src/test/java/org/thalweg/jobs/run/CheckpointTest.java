package org.thalweg.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.thalweg.checkpoint.Checkpoint;
import org.thalweg.checkpoint.CheckpointFile;
import org.thalweg.jobs.Flowers;
import org.thalweg.jobs.Flowers.Flower;
import org.thalweg.jobs.Workbench;
import org.thalweg.jobs.Workbench.Ran;
import org.thalweg.jobs.command.ExitCode;
import org.thalweg.spark.CheckpointFolder;
import org.thalweg.train.GradientPrecision;

/** Runs that were stopped, and what they left. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class CheckpointTest {
    private static final List<Flower> FLOWERS = Flowers.of(200, 1);
    private static final List<String> EVERY_5 = List.of(
            "--set", "training={ epochs: 12, batchSize: 32, laneRows: 8 }",
            "--set", "data.validation=0.2",
            "--set", "checkpoint={ everySteps: 5, keep: 2 }");

    @TempDir
    Path folder;

    private Workbench bench;
    private String job;

    @BeforeEach
    void lay() {
        bench = new Workbench(folder);
        bench.write("flowers.csv", Flowers.csv(FLOWERS));
        job = Flowers.csvJob(bench, "flowers.csv");
    }

    private Ran train(String... more) {
        List<String> arguments = new ArrayList<>(EVERY_5);
        arguments.addAll(List.of(more));
        return bench.run("train", job, arguments);
    }

    private List<String> checkpoints() {
        return bench.files("model.checkpoints");
    }

    /**
     * Trains until there are some checkpoints, then is interrupted, as by Ctrl-C: in Spark's tasks, whose steps take
     * long enough for that.
     */
    private Ran stopped(int after, String... more) throws InterruptedException {
        return stopped(after, () -> {
            List<String> inTasks = new ArrayList<>(List.of(more));
            inTasks.addAll(List.of("--set", "training.engine=spark"));
            return train(inTasks.toArray(String[]::new));
        });
    }

    private Ran stopped(int after, Supplier<Ran> run) throws InterruptedException {
        Thread trainer = Thread.currentThread();
        Thread interrupter = new Thread(() -> {
            try {
                while (writtenSoFar()
                        .noneMatch(name -> name.matches("step-0{9}[0-9]{3}-.*")
                                && Integer.parseInt(name.substring(14, 17)) >= after)) {
                    Thread.sleep(2);
                }
                trainer.interrupt();
            } catch (InterruptedException e) {
                // The run ended by itself.
            }
        });
        interrupter.start();
        try {
            return run.get();
        } finally {
            Thread.interrupted();
            interrupter.interrupt();
            interrupter.join();
        }
    }

    /** Names alone: files that the run takes away meanwhile would end a look at each of them. */
    private Stream<String> writtenSoFar() {
        String[] names = bench.path("model.checkpoints").toFile().list();
        return names == null ? Stream.empty() : Stream.of(names);
    }

    private String sha256() {
        return bench.metrics("model").get("weightsSha256").asText();
    }

    @ParameterizedTest
    @EnumSource(GradientPrecision.class)
    void aStoppedRunGoesOnToTheSameBitsAlsoFromOtherFilesAndPartitions(GradientPrecision wire) throws Exception {
        String gradients = "training.wire=" + wire.label();
        train("--set", gradients).done();
        assertThat(checkpoints()).as("nothing is left to be resumed").isEmpty();
        assertThat(bench.metrics("model").get("checkpointsWritten").asInt()).isPositive();
        assertThat(bench.metrics("model").get("resumedFromStep").asInt()).isZero();
        String expected = sha256();
        List<String> history = bench.lines("model", "history.jsonl");
        Files.move(bench.path("model"), bench.path("whole"));

        Ran ran = stopped(10, "--set", gradients);
        assertThat(ran.code()).as(ran.err()).isEqualTo(ExitCode.INTERRUPTED);
        assertThat(ran.err())
                .containsPattern("checkpoints: the last is after step [0-9]+, in .*; resume with --resume\n");
        assertThat(bench.files("model")).isEmpty();
        assertThat(checkpoints()).hasSizeBetween(1, 2);

        Files.delete(bench.path("flowers.csv"));
        bench.write("moved/a.csv", Flowers.csv(FLOWERS.subList(150, 200)));
        bench.write("moved/b.csv", Flowers.csv(FLOWERS.subList(0, 150)));
        String moved = "data.path=" + bench.path("moved");
        Ran resumed = train("--resume", "--set", moved, "--set", "training.partitions=3", "--set", gradients);
        resumed.done();
        assertThat(resumed.err()).contains("resumed: after step ");
        assertThat(bench.metrics("model").get("resumedFromStep").asInt()).isGreaterThanOrEqualTo(10);
        assertThat(sha256()).isEqualTo(expected);
        List<String> again = bench.lines("model", "history.jsonl");
        assertThat(again.stream().map(CheckpointTest::timeless))
                .isEqualTo(history.stream().map(CheckpointTest::timeless).toList());
        assertThat(checkpoints()).isEmpty();
        train("--resume", "--set", moved)
                .failed(
                        ExitCode.USAGE,
                        "checkpoint.resume: expected an unfinished run, found its model in "
                                + bench.path("model")
                                + ": there is nothing to resume; train again with --overwrite, or use another model.path");
    }

    /** Which model it is shows by its weights, wherever it is. */
    @Test
    void runFromAModelGoesOnToTheSameBitsFromThatModelAlone() throws Exception {
        for (int epochs = 1; epochs <= 2; epochs++) {
            train("--set", "training.epochs=" + epochs).done();
            Files.move(bench.path("model"), bench.path("base-" + epochs));
        }
        String from = "initialModel=" + bench.path("base-1");
        train("--set", from).done();
        String expected = sha256();
        Files.move(bench.path("model"), bench.path("whole"));
        assertThat(stopped(10, "--set", from).code()).isEqualTo(ExitCode.INTERRUPTED);

        Ran other = train("--resume", "--set", "initialModel=" + bench.path("base-2"));
        assertThat(other.code()).isEqualTo(ExitCode.USAGE);
        assertThat(other.reported())
                .containsPattern("\\(start: warm from [0-9a-f]{64} in the checkpoint, warm from [0-9a-f]{64} now\\)");
        Ran without = train("--resume");
        assertThat(without.code()).isEqualTo(ExitCode.USAGE);
        assertThat(without.reported()).contains("start: warm from ");
        Files.move(bench.path("base-1"), bench.path("moved"));
        train(
                        "--resume",
                        "--set",
                        "initialModel=" + bench.path("moved/model.safetensors"),
                        "--set",
                        "training.partitions=3")
                .done();
        assertThat(bench.metrics("model").get("resumedFromStep").asInt()).isGreaterThanOrEqualTo(10);
        assertThat(sha256()).isEqualTo(expected);
    }

    /** 160 rows or so, 5 steps an epoch: 64 epochs. */
    @Test
    void runWhoseEpochsFollowFromTheRowsGoesOnAlsoWhereTheyAreGiven() throws Exception {
        String rarely = "checkpoint.everySteps=100";
        train("--set", "training.epochs=auto", "--set", rarely).done();
        String expected = sha256();
        Files.move(bench.path("model"), bench.path("whole"));

        assertThat(stopped(100, "--set", "training.epochs=auto", "--set", rarely)
                        .code())
                .isEqualTo(ExitCode.INTERRUPTED);
        Ran other = train("--resume", "--set", "training.epochs=65");
        assertThat(other.code()).isEqualTo(ExitCode.USAGE);
        assertThat(other.reported()).contains("training.epochs: 64 in the checkpoint, 65 now");
        train("--resume", "--set", "training.epochs=64", "--set", rarely).done();
        assertThat(sha256()).isEqualTo(expected);
    }

    private static String timeless(String line) {
        return line.replaceAll("\"seconds\":[^,]*,", "");
    }

    @Test
    void whatAnotherRunLeftIsNeitherReplacedNorTakenUnasked() throws Exception {
        assertThat(stopped(5).code()).isEqualTo(ExitCode.INTERRUPTED);
        List<String> left = checkpoints();
        Ran again = train();
        assertThat(again.code()).isEqualTo(ExitCode.USAGE);
        assertThat(again.reported())
                .matches("checkpoint.path: expected no checkpoint of an earlier run, found [12] in file:.*model"
                        + ".checkpoints, the last after step [0-9]+; resume it with --resume, or start again with"
                        + " --overwrite");

        Ran otherJob = train("--resume", "--set", "optimizer.learningRate=0.5", "--set", "seed=3");
        assertThat(otherJob.code()).isEqualTo(ExitCode.USAGE);
        assertThat(otherJob.reported())
                .startsWith("checkpoint file:")
                .contains(
                        ": expected one of this job and its rows, found another's (",
                        "optimizer.learningRate: 0.05 in the checkpoint, 0.5 now",
                        "seed: 7 in the checkpoint, 3 now")
                .doesNotContain("training.", "model.path");

        Ran otherWire = train("--resume", "--set", "training.wire=bfloat16");
        assertThat(otherWire.code()).isEqualTo(ExitCode.USAGE);
        assertThat(otherWire.reported()).contains("(training.wire: float32 in the checkpoint, bfloat16 now)");

        bench.write("flowers.csv", Flowers.csv(FLOWERS.subList(0, 199)));
        Ran otherRows = train("--resume");
        assertThat(otherRows.code()).isEqualTo(ExitCode.USAGE);
        assertThat(otherRows.reported())
                .containsPattern("\\(rows: .* held out, of content [0-9a-f]{32} in the checkpoint, ");
        assertThat(checkpoints()).as("nothing is lost").isEqualTo(left);

        train("--overwrite").done();
        assertThat(bench.metrics("model").get("resumedFromStep").asInt()).isZero();
        assertThat(checkpoints()).isEmpty();
    }

    @Test
    void aDamagedOneIsAnErrorThatNamesTheLastGoodOne() throws Exception {
        train().done();
        String expected = sha256();
        Files.move(bench.path("model"), bench.path("whole"));
        assertThat(stopped(15).code()).isEqualTo(ExitCode.INTERRUPTED);
        List<String> names = checkpoints();
        assertThat(names).hasSize(2);
        Path last = bench.path("model.checkpoints").resolve(names.get(1));
        byte[] bytes = Files.readAllBytes(last);
        bytes[bytes.length / 2] ^= 1;
        Files.write(last, bytes);

        Ran damaged = train("--resume");
        assertThat(damaged.code()).isEqualTo(ExitCode.DATA);
        String good = bench.path("model.checkpoints")
                .resolve(names.get(0))
                .toUri()
                .toString()
                .replace("///", "/");
        assertThat(damaged.reported())
                .contains(
                        names.get(1),
                        "; resume from the last undamaged one, after step ",
                        "with --resume-from " + good);
        assertThat(checkpoints()).isEqualTo(names);

        train("--resume-from", good).done();
        assertThat(sha256()).isEqualTo(expected);
        assertThat(checkpoints()).isEmpty();
    }

    @Test
    void resumeAutoBeginsAgainWhereThereIsNone() {
        Ran must = train("--resume");
        assertThat(must.code()).isEqualTo(ExitCode.USAGE);
        assertThat(must.reported())
                .startsWith("checkpoint.path: expected a checkpoint to resume from, found none in ")
                .endsWith("; check the path, or train without --resume");
        train("--set", "checkpoint.resume=auto").done();
        assertThat(bench.metrics("model").get("resumedFromStep").asInt()).isZero();
    }

    @Test
    void resumeAutoTakesTheLastOne() throws Exception {
        assertThat(stopped(5).code()).isEqualTo(ExitCode.INTERRUPTED);
        train("--set", "checkpoint.resume=auto").done();
        assertThat(bench.metrics("model").get("resumedFromStep").asInt()).isGreaterThanOrEqualTo(5);
    }

    @Test
    void keepingNoneWritesNone() {
        train("--set", "checkpoint.keep=0").done();
        assertThat(bench.metrics("model").get("checkpointsWritten").asInt()).isZero();
    }

    @Test
    void placesThatCannotBeAreRefusedBeforeTheRun() {
        bench.write("a-file", "x");
        Ran file = train("--set", "checkpoint.path=" + bench.path("a-file"));
        assertThat(file.code()).isEqualTo(ExitCode.USAGE);
        assertThat(file.reported()).contains("checkpoint.path: expected a folder", "found the file");
        Ran inModel = train("--set", "checkpoint.path=" + bench.path("model/in"));
        assertThat(inModel.code()).isEqualTo(ExitCode.USAGE);
        assertThat(inModel.reported()).contains("checkpoint.path: expected a folder apart from the model");
        assertThat(Stream.of(file, inModel).map(Ran::err)).noneMatch(err -> err.contains("epoch 1"));
    }

    @Test
    void aRunGoesOnWhereCheckpointsCannotBeWritten() throws IOException {
        train().done();
        String expected = sha256();
        bench.write("full", "a file where the folder's parent should be");
        Ran ran = train("--overwrite", "--set", "checkpoint.path=" + bench.path("full/below"));
        assertThat(ran.code()).as(ran.err()).isEqualTo(ExitCode.DONE);
        assertThat(ran.err()).contains("warning: checkpoint after step 5: could not be written: ");
        assertThat(sha256()).isEqualTo(expected);
        assertThat(bench.metrics("model").get("checkpointsFailed").asInt()).isPositive();
    }

    @Test
    void placesAreComparedByWhereTheyLead() {
        String model = bench.path("model").toString();
        for (String checkpoints : List.of(
                "file:" + model + "/ck",
                bench.path("x/../model/ck").toString(),
                bench.path("").toString())) {
            Ran ran = train("--set", "checkpoint.path=" + checkpoints);
            assertThat(ran.code()).as(checkpoints).isEqualTo(ExitCode.USAGE);
            assertThat(ran.reported()).contains("checkpoint.path: expected a folder apart from the ");
        }
        bench.write("rows/a.csv", Flowers.csv(FLOWERS));
        Ran inData = train(
                "--set", "data.path=" + bench.path("rows"), "--set", "checkpoint.path=file:" + bench.path("rows"));
        inData.failed(
                ExitCode.USAGE,
                "checkpoint.path: expected a folder apart from the data, found file:" + bench.path("rows")
                        + " beside data.path " + bench.path("rows") + "; use another path");
        Ran elsewhere = train("--set", "data.path=s3a://bucket/rows");
        assertThat(elsewhere.code()).as(elsewhere.err()).isEqualTo(ExitCode.DATA);
        assertThat(elsewhere.reported())
                .startsWith("data.path: expected a path that can be read, found s3a://bucket/rows: s3a: expected")
                .contains("hadoop-aws");
    }

    @Test
    void aScheduledRunThatMayReplaceBeginsAgainOverOtherRows() throws Exception {
        String auto = "checkpoint.resume=auto";
        assertThat(stopped(5).code()).isEqualTo(ExitCode.INTERRUPTED);
        bench.write("flowers.csv", Flowers.csv(FLOWERS.subList(0, 199)));

        Ran alone = train("--set", auto);
        assertThat(alone.code()).isEqualTo(ExitCode.USAGE);
        assertThat(alone.reported()).endsWith("resume with that job and its rows, or start again with --overwrite");
        Ran must = train("--resume", "--overwrite");
        assertThat(must.code()).isEqualTo(ExitCode.USAGE);
        assertThat(must.reported())
                .endsWith("or start again without --resume (checkpoint.resume: always), and with --overwrite");

        Ran again = train("--set", auto, "--overwrite");
        again.done();
        assertThat(again.err())
                .containsPattern(
                        "checkpoints: those in .* are of other rows or another job; training starts from scratch");
        assertThat(bench.metrics("model").get("resumedFromStep").asInt()).isZero();
        assertThat(checkpoints()).isEmpty();
    }

    @Test
    void aScheduledRunThatMayReplaceGoesOnFromTheLastWholeOneOrBeginsAgain() throws Exception {
        train().done();
        String expected = sha256();
        Files.move(bench.path("model"), bench.path("whole"));
        assertThat(stopped(15).code()).isEqualTo(ExitCode.INTERRUPTED);
        List<String> names = checkpoints();
        assertThat(names).hasSize(2);
        damage(names.get(1));
        byte[] whole = Files.readAllBytes(bench.path("model.checkpoints").resolve(names.get(0)));
        String auto = "checkpoint.resume=auto";
        Ran resumed = train("--set", auto, "--overwrite");
        resumed.done();
        assertThat(resumed.err()).containsPattern("warning: the checkpoint .*" + names.get(1) + " is damaged");
        assertThat(bench.metrics("model").get("resumedFromStep").asInt()).isPositive();
        assertThat(sha256()).isEqualTo(expected);

        Files.move(bench.path("model"), bench.path("again"));
        bench.write("model.checkpoints/" + names.get(0), whole);
        damage(names.get(0));
        Ran alone = train("--set", auto);
        assertThat(alone.code()).isEqualTo(ExitCode.DATA);
        assertThat(alone.reported()).endsWith("there is no undamaged one: train again with --overwrite");
        Ran must = train("--resume");
        assertThat(must.code()).isEqualTo(ExitCode.DATA);
        assertThat(must.reported())
                .endsWith("train again without --resume (checkpoint.resume: always), and with --overwrite");
        Ran again = train("--set", auto, "--overwrite");
        again.done();
        assertThat(again.err())
                .containsPattern("checkpoints: those in .* are all damaged; training starts from scratch");
        assertThat(sha256()).isEqualTo(expected);
    }

    @Test
    void resumeUnderOtherMatrixProductsSaysSo() throws Exception {
        assertThat(stopped(15).code()).isEqualTo(ExitCode.INTERRUPTED);
        CheckpointFolder kept =
                CheckpointFolder.at(bench.path("model.checkpoints").toString(), 2, new Configuration());
        CheckpointFolder.Entry last = kept.entries().get(0);
        Checkpoint checkpoint = kept.read(last);
        Map<String, String> identity = new LinkedHashMap<>(checkpoint.identity());
        assertThat(identity.put(Checkpoint.MATRIX_PRODUCTS, "0123456789abcdef")).hasSize(16);
        try (OutputStream out = Files.newOutputStream(Path.of(last.path().toUri()))) {
            CheckpointFile.write(new Checkpoint(checkpoint.thalwegVersion(), identity, checkpoint.state()), out);
        }
        Files.deleteIfExists(
                bench.path("model.checkpoints").resolve("." + last.path().getName() + ".crc"));
        Ran resumed = train("--resume");
        resumed.done();
        assertThat(resumed.err())
                .contains("warning: expected matrix products with the checkpoint's rounding (0123456789abcdef),"
                        + " found different rounding (");
    }

    @Test
    void nightOfOtherNumbersOfShrinkPerturbGoesOnFromNoOther() throws Exception {
        bench.write("in/monday.csv", Flowers.csv(FLOWERS));
        String runNumber = job.replace(
                        bench.path("flowers.csv").toString(), bench.path("in").toString()) + "retrain: { store: "
                + bench.path("store") + ", gate: { minRows: 10 } }\n";
        List<String> arguments = List.of("--set", "training={ epochs: 60, batchSize: 16, laneRows: 8 }");
        bench.run("retrain", runNumber, arguments).done();
        bench.write("in/tuesday.csv", Flowers.csv(Flowers.of(200, 2)));
        List<String> shrunk = new ArrayList<>(arguments);
        shrunk.addAll(List.of("--set", "checkpoint={ everySteps: 5, keep: 2 }"));
        shrunk.addAll(List.of("--set", "retrain.start={ type: shrinkPerturb, shrink: 0.5, perturb: 0.2 }"));
        List<String> inTasks = new ArrayList<>(shrunk);
        inTasks.addAll(List.of("--set", "training.engine=spark"));
        assertThat(stopped(15, () -> bench.run("retrain", runNumber, inTasks)).code())
                .isEqualTo(ExitCode.INTERRUPTED);
        List<String> other = new ArrayList<>(shrunk);
        other.set(other.size() - 1, "retrain.start={ type: shrinkPerturb, shrink: 0.6, perturb: 0.2 }");
        Ran ran = bench.run("retrain", runNumber, other);
        assertThat(ran.err())
                .containsPattern(
                        "checkpoints: those in .* are of other rows or another job; training starts from scratch");
    }

    private void damage(String name) throws IOException {
        Path file = bench.path("model.checkpoints").resolve(name);
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
    }

    @Test
    void whatIsNoCheckpointIsRefusedBeforeRowsAreRead() {
        String ours = "; check the path: this job's are in file:" + bench.path("model.checkpoints");
        String start = "--resume-from: expected a checkpoint's file, found ";
        String nowhere = bench.path("nowhere").toString();
        train("--resume-from", nowhere).failed(ExitCode.USAGE, start + "nothing at " + nowhere + ours);
        String itself = bench.path("").toString();
        train("--resume-from", itself)
                .failed(ExitCode.USAGE, start + itself + ": expected a file, found a folder" + ours);
        train("--set", "model.path=" + bench.path("other")).done();
        for (String name : List.of("flowers.csv", "other/model.safetensors", "other/metrics.json")) {
            String file = bench.path(name).toString();
            Ran ran = train("--resume-from", file);
            ran.failed(ExitCode.USAGE, start + file + ": expected a checkpoint, found a file of another format" + ours);
            assertThat(ran.err()).doesNotContain("rows: ");
        }
    }
}
