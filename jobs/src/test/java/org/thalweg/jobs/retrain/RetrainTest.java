package org.thalweg.jobs.retrain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.thalweg.jobs.Customers;
import org.thalweg.jobs.Flowers;
import org.thalweg.jobs.Flowers.Flower;
import org.thalweg.jobs.Workbench;
import org.thalweg.jobs.Workbench.Ran;
import org.thalweg.jobs.command.ExitCode;
import org.thalweg.jobs.store.LogEntry;
import org.thalweg.jobs.store.ModelStore;
import org.thalweg.jobs.store.StoreState;
import org.thalweg.jobs.store.VersionFiles;
import org.thalweg.model.ModelFile;
import org.thalweg.model.Threshold;
import org.thalweg.spark.FaultyFiles;

/** Nights of a scheduled retraining, each a command as a schedule gives it. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class RetrainTest {
    private static final String GATE = "gate: { minRows: 10 }\n";

    /** For rows of wrong labels to come as far as the gate. */
    private static final String NO_DROP = "checks: { servingDrop: off }\n";

    @TempDir
    Path folder;

    private Workbench bench;

    @BeforeEach
    void lay() {
        bench = Workbench.ofFewRows(folder);
    }

    private String job(String more) {
        return """
                task: classification
                seed: 7
                data: { format: csv, path: %s, label: kind, scale: standard }
                network: { hidden: [8], activation: tanh }
                optimizer: { type: adam, learningRate: 0.05 }
                training: { epochs: 6, batchSize: 32, laneRows: 16 }
                retrain:
                  store: %s
                  rehearsal: { rows: 60 }
                %s
                """
                .formatted(bench.path("in"), bench.path("store"), more.indent(2));
    }

    private Ran retrain(String... more) {
        return retrain(GATE, List.of(more));
    }

    private Ran retrain(String section, List<String> more) {
        return bench.run("retrain", job(section), more);
    }

    private void arrives(String file, List<Flower> flowers) {
        bench.write("in/" + file, Flowers.csv(flowers));
    }

    private StoreState state() {
        return ModelStore.reading(bench.path("store").toString(), new Configuration())
                .state();
    }

    private LogEntry last() {
        return state().last().orElseThrow();
    }

    private JsonNode metrics(int version) {
        return bench.metrics("store/versions/" + version);
    }

    private static List<Flower> wrong(List<Flower> flowers) {
        List<String> kinds = new ArrayList<>(flowers.stream().map(Flower::kind).toList());
        Collections.shuffle(kinds, new Random(1));
        return IntStream.range(0, kinds.size())
                .mapToObj(i -> new Flower(flowers.get(i).petal(), flowers.get(i).sepal(), kinds.get(i)))
                .toList();
    }

    @Test
    void whatAVersionHoldsOutlivesALossOfPower() {
        arrives("monday.csv", Flowers.of(200, 1));
        FaultyFiles.rememberForced();
        Workbench faulty = Workbench.with(
                folder,
                Map.of(
                        "spark.hadoop.fs.file.impl",
                        FaultyFiles.class.getName(),
                        "spark.hadoop.fs.file.impl.disable.cache",
                        "true"));
        faulty.run("retrain", job(GATE), List.of()).done();
        FaultyFiles.losePower();
        LogEntry entry = last();
        assertThat(entry.files().keySet()).anyMatch(name -> name.startsWith("rehearsal/"));
        VersionFiles.require(ModelStore.reading(bench.path("store").toString(), new Configuration()), entry);
        assertThat(bench.files("store/versions/1")).noneMatch(name -> name.startsWith(".rehearsal"));
        arrives("tuesday.csv", Flowers.of(200, 2));
        retrain().done();
    }

    @Test
    void learnsWhatIsNewOnceAndServesIt() {
        arrives("monday.csv", Flowers.of(200, 1));
        Ran first = retrain().done();
        assertThat(first.out()).contains("published  version 1 serves from now on");
        assertThat(bench.files("store/versions/1"))
                .contains("model.safetensors", "metrics.json", "history.jsonl", "job.yaml", "data.json", "gate.json");
        assertThat(state().serving()).hasValue(1);

        Ran again = retrain();
        assertThat(again.code()).isEqualTo(ExitCode.NOTHING_NEW);
        assertThat(again.out()).isEqualTo("nothing new: all rows have been learned; version 1 keeps serving\n");
        assertThat(state().head()).as("the same trigger adds nothing").isEqualTo(1);

        arrives("tuesday.csv", Flowers.of(150, 2));
        Ran second = retrain().done();
        assertThat(second.err())
                .contains("new: file:" + bench.path("in/tuesday.csv"))
                .doesNotContain("monday.csv");
        assertThat(state().serving()).hasValue(2);
        assertThat(metrics(2).get("newRows").asInt()).isEqualTo(150);
        assertThat(metrics(2).get("rehearsedRows").asInt()).isEqualTo(60);
        int learned = metrics(2).get("trainRows").asInt();
        assertThat(learned).as("a tenth is held apart").isBetween(60 + 120, 60 + 149);
        assertThat(state().head()).isEqualTo(2);
    }

    /** Texts, which would be refused among the features. */
    @Test
    void columnsThatHoldRowsOutAreNoFeatures() {
        String[] where = {"--set", "data.validation={where: checked}"};
        bench.write("in/monday.csv", checked(Flowers.of(200, 1)));
        assertThat(retrain(where).done().err())
                .contains("data.validation: the rows where checked is true, ")
                .contains("network: 2-8-3");
        bench.write("in/tuesday.csv", checked(Flowers.of(150, 2)));
        assertThat(retrain(where).done().err())
                .contains("data.validation: the rows where checked is true, ")
                .doesNotContain("which are not learned");
    }

    private static String checked(List<Flower> flowers) {
        return Flowers.csv(flowers)
                .lines()
                .map(line ->
                        line + (line.endsWith("kind") ? ",checked" : line.hashCode() % 5 == 0 ? ",true" : ",false"))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    @Test
    void theSameBitsHoweverTheNewRowsCome() throws IOException {
        List<Flower> monday = Flowers.of(200, 1);
        List<Flower> tuesday = Flowers.of(150, 2);
        arrives("monday.csv", monday);
        retrain().done();
        arrives("tuesday.csv", tuesday);
        retrain("--set", "training.partitions=1").done();
        String weights = metrics(2).get("weightsSha256").asText();

        bench = Workbench.ofFewRows(folder.resolve("other"));
        List<Flower> shuffled = new ArrayList<>(monday);
        Collections.shuffle(shuffled, new Random(5));
        arrives("a.csv", shuffled.subList(0, 30));
        arrives("b.csv", shuffled.subList(30, 200));
        retrain("--set", "training.partitions=2").done();
        shuffled = new ArrayList<>(tuesday);
        Collections.shuffle(shuffled, new Random(6));
        for (int part = 0; part < 50; part++) { // more than Spark lists by itself
            arrives("c" + part + ".csv", shuffled.subList(3 * part, 3 * part + 3));
        }
        retrain().done();
        assertThat(metrics(2).get("weightsSha256").asText()).isEqualTo(weights);
        assertThat(metrics(2).get("challengerMetric")).isEqualTo(metrics(1).get("challengerMetric"));
        assertThat(Files.readString(bench.path("store/versions/2/gate.json")))
                .isEqualTo(Files.readString(folder.resolve("store/versions/2/gate.json")));
    }

    @Test
    void aFileThatComesTwiceIsLearnedOnce() {
        arrives("monday.csv", Flowers.of(200, 1));
        retrain().done();
        arrives("monday-again.csv", Flowers.of(200, 1));
        assertThat(retrain().code()).isEqualTo(ExitCode.NOTHING_NEW);
        arrives("tuesday.csv", Flowers.of(100, 2));
        Ran ran = retrain().done();
        assertThat(ran.err())
                .contains("monday-again.csv: expected new rows, found the same content as in a known file (file:"
                        + bench.path("in/monday.csv") + "); it is skipped");
        assertThat(metrics(2).get("newRows").asInt()).isEqualTo(100);
    }

    @Test
    void aBrokenFileStopsTheNightAndIsForgottenOnceItIsMended() throws IOException {
        arrives("monday.csv", Flowers.of(200, 1));
        retrain().done();
        bench.write("in/tuesday.csv", Flowers.csv(Flowers.of(40, 2)) + "1,wide,setosa\n");
        Ran broken = retrain();
        broken.failed(
                ExitCode.DATA,
                "sepal: expected a number (sepal is not in data.categorical), found \"wide\" ("
                        + bench.path("in/tuesday.csv") + ", line 42); correct the row or remove it");
        assertThat(last().action().label()).isEqualTo("stop");
        assertThat(last().reasons()).containsExactly(broken.reported());
        assertThat(state().serving()).hasValue(1);
        assertThat(bench.files("store/versions")).doesNotContain("2");

        arrives("tuesday.csv", Flowers.of(40, 2));
        retrain().done();
        assertThat(state().serving()).hasValue(2);
        assertThat(state().head()).isEqualTo(3);
    }

    @Test
    void aTrainingThatDivergesIsReportedInTheLogAndTheRowsStayNew() {
        arrives("monday.csv", Flowers.of(200, 1));
        retrain().done();
        arrives("tuesday.csv", Flowers.of(100, 2));
        Ran diverged = retrain("--set", "optimizer={ type: sgd, learningRate: 1e30 }");
        assertThat(diverged.code()).isEqualTo(ExitCode.TRAINING);
        assertThat(diverged.reported()).startsWith("training diverged: ");
        assertThat(last().action().label()).isEqualTo("stop");
        assertThat(last().reasons()).containsExactly(diverged.reported());
        assertThat(state().serving()).hasValue(1);

        retrain().done();
        assertThat(metrics(2).get("newRows").asInt()).isEqualTo(100);
    }

    @Test
    void driftStopsTheNightBeforeAnythingIsLearned() throws IOException {
        arrives("monday.csv", Flowers.of(300, 1));
        retrain().done();
        arrives(
                "tuesday.csv",
                Flowers.of(200, 2).stream()
                        .map(flower -> new Flower("1" + flower.petal().replace("-", ""), flower.sepal(), flower.kind()))
                        .toList());
        Ran drifted = retrain();
        assertThat(drifted.code()).isEqualTo(ExitCode.DATA);
        assertThat(drifted.reported())
                .startsWith(
                        "retrain.checks: expected new rows similar to those that the serving model was trained on, found\n  petal:")
                .contains("\n  petal: psi: expected at most 0.2500 (plus ")
                .contains("\n  petal: effect: expected at most 0.8000 (plus ")
                .endsWith("\ncorrect the data, or, if it is right, change the rule in retrain.checks or set it to off");
        String report = bench.path("store/reports/" + last().id() + ".html").toString();
        assertThat(drifted.err()).contains("stopped: entry 2 of the log; report: file:" + report + "\n");
        assertThat(Files.readString(Path.of(report)))
                .contains("Stopped: the new rows failed a check; version 1 keeps serving; nothing was learned.")
                .contains("in/tuesday.csv (");
        assertThat(drifted.err()).doesNotContain("epoch 1 of");
        assertThat(last().action().label()).isEqualTo("stop");
        assertThat(state().serving()).hasValue(1);

        retrain(
                        "gate: { minRows: 10, margin: 1, sliceDrop: 1, classDrop: 1 }\n"
                                + "checks: { psi: off, effect: off, outOfRange: off, servingDrop: off }\n",
                        List.of())
                .done();
        assertThat(state().serving()).as("it may be let through").hasValue(2);
    }

    @Test
    void aWorseChallengerIsKeptAndDoesNotServe() throws IOException {
        arrives("monday.csv", Flowers.of(400, 1));
        retrain().done();
        arrives("tuesday.csv", wrong(Flowers.of(400, 2)));
        Ran stopped = retrain();
        assertThat(stopped.code()).isEqualTo(ExitCode.DATA);
        assertThat(last().reasons())
                .singleElement()
                .asString()
                .startsWith(
                        "servingDrop: expected the serving model to do at most 20.00 points worse on new rows than before"
                                + " (plus ");
        Ran refused = retrain(GATE + NO_DROP, List.of());
        assertThat(refused.code()).as(refused.err()).isEqualTo(ExitCode.REFUSED);
        assertThat(refused.out()).contains("refused    version 2 is stored, and version 1 keeps serving");
        assertThat(Files.readString(bench.path("store/versions/2/report.html")))
                .contains("<div class=\"outcome refused\"><p>Refused as version 2; version 1 keeps serving. Trained, ");
        assertThat(last().action().label()).isEqualTo("refuse");
        assertThat(last().reasons()).isNotEmpty().allMatch(reason -> reason.contains(": expected at most "));
        assertThat(state().serving()).hasValue(1);
        assertThat(state().versions().keySet()).containsExactly(1, 2);
        assertThat(bench.files("store/versions/2")).contains("model.safetensors");

        Ran again = retrain(GATE + NO_DROP, List.of());
        assertThat(again.code()).as("the same trigger makes no further one").isEqualTo(ExitCode.NOTHING_NEW);
        assertThat(again.out())
                .isEqualTo("nothing new: no rows since version 2, which was refused; version 1 keeps serving\n"
                        + "its rows are learned again when new rows arrive or the job changes; to make"
                        + " it the serving version: models promote 2 --store file:" + bench.path("store") + "\n");
        Ran elsewhere = retrain(
                GATE + NO_DROP, List.of("--set", "training.partitions=3", "--set", "retrain.notify.command=true"));
        assertThat(elsewhere.code()).as("no other challenger").isEqualTo(ExitCode.NOTHING_NEW);
        Ran relaxed = retrain(
                "gate: { minRows: 10, margin: 0.9, sliceDrop: 1, classDrop: 1 }\n" + NO_DROP,
                List.of("--set", "training.epochs=1"));
        assertThat(relaxed.done().out()).contains("published  version 3 serves from now on");
        bench.run(
                        "models",
                        "rollback",
                        "--watermark",
                        "--store",
                        bench.path("store").toString())
                .done();
        assertThat(state().serving()).hasValue(1);

        arrives("tuesday.csv", Flowers.of(400, 2));
        retrain().done();
        assertThat(state().serving()).hasValue(4);
        assertThat(metrics(4).get("newRows").asInt())
                .as("what was refused is not learned")
                .isEqualTo(400);
    }

    @Test
    void whatARefusedModelHasLearnedIsLearnedOnceItIsPromoted() {
        arrives("monday.csv", Flowers.of(400, 1));
        retrain().done();
        arrives("tuesday.csv", wrong(Flowers.of(300, 2)));
        assertThat(retrain(GATE + NO_DROP, List.of()).code()).isEqualTo(ExitCode.REFUSED);
        models("promote", "2");
        Ran again = retrain();
        assertThat(again.code()).isEqualTo(ExitCode.NOTHING_NEW);
        assertThat(again.out()).isEqualTo("nothing new: all rows have been learned; version 2 keeps serving\n");

        arrives("wednesday.csv", Flowers.of(400, 3));
        retrain("gate: { margin: 0.9 }\n" + NO_DROP, List.of()).done();
        assertThat(metrics(3).get("newRows").asInt()).isEqualTo(400);
        assertThat(metrics(3).get("rehearsedRows").asInt()).isEqualTo(60);

        models("promote", "1", "--watermark");
        models("promote", "2");
        assertThat(retrain("gate: { margin: 0.9 }\n" + NO_DROP, List.of())
                        .done()
                        .err())
                .contains("tuesday.csv", "wednesday.csv");
        models("promote", "2", "--watermark");
        retrain("gate: { margin: 0.9 }\n" + NO_DROP, List.of()).done();
        assertThat(metrics(5).get("newRows").asInt())
                .as("wednesday's alone: the model that serves has learned tuesday's")
                .isEqualTo(400);
    }

    private void models(String... words) {
        List<String> command = new ArrayList<>(List.of("models"));
        command.addAll(List.of(words));
        command.addAll(List.of("--store", bench.path("store").toString()));
        bench.run(command.toArray(String[]::new)).done();
    }

    @Test
    void theFirstModelMustReachTheFloor() {
        arrives("monday.csv", wrong(Flowers.of(200, 1)));
        Ran refused = retrain("gate: { floor: 0.8 }\n", List.of());
        assertThat(refused.code()).as(refused.err()).isEqualTo(ExitCode.REFUSED);
        assertThat(refused.out()).contains("refused    version 1 is stored, and no version serves");
        assertThat(last().reasons())
                .singleElement()
                .asString()
                .startsWith("all: expected accuracy of at least 0.8000, found ");
        assertThat(state().serving()).isEmpty();
    }

    @Test
    void anotherRunsEntryMeanwhileEndsThisOneAndLeavesNothing() throws IOException {
        arrives("monday.csv", Flowers.of(200, 1));
        retrain().done();
        arrives("tuesday.csv", Flowers.of(100, 2));
        // Another run that ends while this one trains: its hook is called by nobody, so it is this one's clock that
        // tells.
        Path log = bench.path("store/log");
        byte[] first = Files.readAllBytes(log.resolve("00001.json"));
        Thread other = new Thread(() -> {
            try {
                while (bench.files("store/versions").stream().noneMatch("2"::equals)) {
                    Thread.sleep(5);
                }
                String entry = new String(first, java.nio.charset.StandardCharsets.UTF_8)
                        .replace("\"entry\" : 1", "\"entry\" : 2")
                        .replace("\"serves\" : 1", "\"serves\" : null");
                Files.writeString(log.resolve("00002.json"), entry);
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        other.start();
        Ran late = retrain();
        assertThat(late.code()).as(late.err()).isEqualTo(ExitCode.STORE_CHANGED);
        assertThat(late.reported())
                .startsWith("store: expected to add entry 2 to the log of ")
                .endsWith("; run it again");
        assertThat(bench.files("store/versions")).doesNotContain("2");
    }

    @Test
    void rowsAreHeldApartTheSameWayForEver() {
        arrives("monday.csv", Flowers.of(200, 1));
        retrain().done();
        arrives("tuesday.csv", Flowers.of(100, 2));
        Ran other = retrain("--set", "seed=8");
        assertThat(other.code()).isEqualTo(ExitCode.USAGE);
        assertThat(other.reported())
                .startsWith("retrain: expected seed and holdOut as in the store so far (7 and 0.1), ");
        assertThat(state().head()).isEqualTo(1);
        assertThat(bench.files("store/versions")).doesNotContain("2");
    }

    @Test
    void aColumnOfTheFirstNightIsRequiredForEver() {
        bench.write(
                "in/monday.csv",
                "petal,sepal,kind,day\n" + Flowers.lines(Flowers.of(200, 1), f -> f.joined(",") + ",1"));
        retrain("--set", "data.features=[petal, sepal]").done();
        arrives("tuesday.csv", Flowers.of(100, 2));
        retrain("--set", "data.features=[petal, sepal]")
                .failed(
                        ExitCode.USAGE,
                        "retrain: expected all columns of the store's first run (day, kind, petal, sepal), which decide which rows"
                                + " are held out, found none named day (file:" + bench.path("in/tuesday.csv")
                                + "); add these columns to the rows, empty if need be, or start a new store");
        bench.write(
                "in/tuesday.csv",
                "petal,sepal,kind,day,note\n" + Flowers.lines(Flowers.of(100, 2), f -> f.joined(",") + ",,x"));
        retrain("--set", "data.features=[petal, sepal]").done();
        assertThat(metrics(2).get("newRows").asInt()).isEqualTo(100);
    }

    /** Few contents, each many times: content alone would hold apart none of them, or hundreds. */
    @Test
    void theShareHeldApartIsFairEveryNightAndTheSameWhenAllIsReadAgain() throws IOException {
        for (int runNumber = 1; runNumber <= 3; runNumber++) {
            arrives(runNumber + ".csv", repeated(400, runNumber));
            Ran ran = retrain(GATE + NO_DROP, List.of()).done();
            assertThat(holdOut(ran)).as("night %d", runNumber).isBetween(40 - 30, 40 + 30);
        }
        String perNight = perNight(3);

        arrives("again.csv", repeated(400, 1)); // no new content
        arrives("4.csv", repeated(400, 4));
        Files.move(bench.path("in/1.csv"), bench.path("in/renamed.csv"));
        Ran all = retrain(GATE + NO_DROP, List.of("--set", "retrain.rehearsal=all"))
                .done();
        assertThat(holdOut(all)).isBetween(40 - 30, 40 + 30);
        assertThat(perNight(4)).startsWith(perNight);
    }

    private static List<Flower> repeated(int count, long seed) {
        List<Flower> ten = Flowers.of(10, 77);
        Random random = new Random(seed);
        return IntStream.range(0, count)
                .mapToObj(i -> ten.get(random.nextInt(10)))
                .toList();
    }

    private static int holdOut(Ran ran) {
        return Integer.parseInt(ran.err().replaceAll("(?s).*; (\\d+) new ones are held out.*", "$1"));
    }

    /** The number of stored evaluation rows of a version, by run and content. */
    private String perNight(int version) {
        SparkSession spark = SparkSession.builder().master("local[1]").getOrCreate();
        try {
            return spark
                    .read()
                    .parquet(bench.path("store/versions/" + version + "/rehearsal")
                            .toString())
                    .filter(ContentSplit.HOLD_OUT)
                    .groupBy(ContentSplit.SINCE, "petal", "sepal", "kind")
                    .count()
                    .orderBy(ContentSplit.SINCE, "petal", "sepal", "kind")
                    .collectAsList()
                    .stream()
                    .map(Row::toString)
                    .collect(Collectors.joining("\n"));
        } finally {
            spark.stop();
            SparkSession.clearDefaultSession();
            SparkSession.clearActiveSession();
        }
    }

    @Test
    void anOlderStoreIsRefusedAndItsModelsStayOfUse() throws IOException {
        arrives("monday.csv", Flowers.of(200, 1));
        retrain().done();
        Path entry = bench.path("store/log/00001.json");
        Files.writeString(entry, Files.readString(entry).replace("\"format\" : 3", "\"format\" : 1"));
        arrives("tuesday.csv", Flowers.of(100, 2));
        retrain()
                .failed(
                        ExitCode.DATA,
                        "store: expected a log of format 3, found format 1, of an earlier Thalweg, which held out rows by"
                                + " another rule (file:" + entry
                                + "); start a new store: set retrain.store to another folder; the old store's models can"
                                + " still be used with model.path: STORE/versions/N");
        bench.run(
                        "evaluate",
                        job("").replaceFirst(
                                        "(?s)retrain:.*", "model: { path: " + bench.path("store/versions/1") + " }"),
                        List.of())
                .done();
        assertThat(retrain("--set", "retrain.store=" + bench.path("new-store"))
                        .done()
                        .err())
                .contains("monday.csv", "tuesday.csv");
    }

    @Test
    void warmStartRefusesWhatTheServingModelDoesNotKnowAndColdLearnsIt() {
        arrives("monday.csv", Flowers.of(200, 1));
        retrain().done();
        arrives(
                "tuesday.csv",
                Flowers.of(200, 2).stream()
                        .map(flower -> new Flower(
                                flower.petal(),
                                flower.sepal(),
                                flower.kind().equals("setosa") ? "iris" : flower.kind()))
                        .toList());
        Ran unknown = retrain();
        assertThat(unknown.code()).isEqualTo(ExitCode.DATA);
        assertThat(unknown.reported())
                .startsWith("kind: expected one of the classes setosa, versicolor, virginica, found \"iris\" (")
                .endsWith(
                        "; correct the row or remove it, or, where it is right, learn the new class with retrain.start:"
                                + " cold");
        Ran otherNetwork = retrain("--set", "network.hidden=[9]", "--set", "retrain.checks.labelShift=off");
        assertThat(otherNetwork.code()).isEqualTo(ExitCode.DATA);

        String off = "checks: { psi: off, effect: off, outOfRange: off, labelShift: off, labelRatio: off }\n"
                + "gate: { margin: 1, sliceDrop: 1, classDrop: 1 }\nstart: cold\nrehearsal: all\n";
        off = off.replace("\nrehearsal: all", "");
        Ran unseen = retrain(off, List.of());
        assertThat(unseen.code()).isEqualTo(ExitCode.DATA);
        assertThat(unseen.reported())
                .contains("\n  kind: unseen: expected at most 5.00 % of the labels to be no class of the serving model,"
                        + " found 3");
        Ran learned = retrain(off, List.of("--set", "retrain.rehearsal=all", "--set", "retrain.checks.unseen=off"));
        assertThat(learned.done().err())
                .contains(
                        "warning: expected only classes of the serving model, found new classes, which the new model learns:"
                                + " iris\n");
        assertThat(metrics(2).get("rehearsedRows").asInt())
                .as("all of monday's that may be learned")
                .isBetween(160, 199);
        assertThat(metrics(2).get("network").asText()).isEqualTo("2-8-4");
    }

    /** Of two kinds, one of them rare. */
    private static List<Flower> fewOfOneKind(int count, long seed, String rare) {
        Random random = new Random(seed);
        return Flowers.of(20 * count, seed).stream()
                .filter(flower -> !flower.kind().equals("virginica"))
                .filter(flower -> flower.kind().equals("versicolor") || random.nextInt(12) == 0)
                .limit(count)
                .map(flower ->
                        flower.kind().equals("setosa") ? new Flower(flower.petal(), flower.sepal(), rare) : flower)
                .toList();
    }

    @Test
    void aNightWithoutTheRareClassIsStoppedAndAnOrdinaryOneIsJudgedByTheMetricAskedFor() {
        arrives("monday.csv", fewOfOneKind(1500, 1, "setosa"));
        Ran first = retrain("--set", "retrain.gate.metric=prAuc").done();
        assertThat(first.out())
                .containsPattern("all +prAuc [01]\\.[0-9]{4}, ")
                .containsPattern("class setosa +accuracy ");
        assertThat(metrics(1).get("trainPrAuc").asDouble()).isBetween(0.9, 1.0);
        assertThat(metrics(1).get("trainBaselineAccuracy").asDouble()).isBetween(0.88, 0.96);
        arrives("tuesday.csv", fewOfOneKind(600, 2, "setosa"));
        Ran ordinary = retrain("--set", "retrain.gate.metric=rocAuc").done();
        assertThat(ordinary.out()).containsPattern("all +rocAuc [01]\\.[0-9]{4}, champion ");
        arrives("wednesday.csv", fewOfOneKind(600, 3, "versicolor"));
        Ran flipped = retrain();
        assertThat(flipped.code()).isEqualTo(ExitCode.DATA);
        assertThat(flipped.reported())
                .containsPattern(
                        "kind: labelRatio: expected setosa to become at most 3 times rarer, found 0\\.00 % now and"
                                + " [0-9.]+ % before")
                .doesNotContain("labelShift");
    }

    private void threeNightsTheLastOfWhichIsShuffled(String... more) {
        arrives("monday.csv", fewOfOneKind(1500, 1, "setosa"));
        retrain(more).done();
        arrives("tuesday.csv", fewOfOneKind(1000, 2, "setosa"));
        retrain(more).done();
        arrives("wednesday.csv", wrong(fewOfOneKind(1000, 3, "setosa")));
        Ran shuffled = retrain(more);
        assertThat(shuffled.code()).as(shuffled.out()).isEqualTo(ExitCode.DATA);
    }

    @Test
    void aNightWhoseRareLabelsWereShuffledIsStoppedByTheMetricAskedFor() {
        threeNightsTheLastOfWhichIsShuffled("--set", "retrain.gate.metric=rocAuc", "--set", "retrain.holdOut=0.3");
        assertThat(last().reasons())
                .singleElement()
                .asString()
                .matches(
                        "servingDrop: expected the serving model to do at most 20\\.00 points worse on new rows than before"
                                + " \\(plus [0-9.]+ points of sampling noise\\), found rocAuc 0\\.[4-6][0-9]+ on [0-9]+ of the new ones"
                                + " that are held out, and (0\\.9|1\\.0)[0-9]+ on [0-9]+ earlier ones");
    }

    @Test
    void aNightWhoseRareLabelsWereShuffledIsStoppedByTheClassWhereAccuracyDoesNotSeeIt() {
        threeNightsTheLastOfWhichIsShuffled(
                "--set", "retrain.checks={servingDrop: off, classDrop: 0.2}", "--set", "retrain.holdOut=0.3");
        assertThat(last().reasons())
                .singleElement()
                .asString()
                .startsWith(
                        "classDrop: expected the serving model to do at most 20.00 points worse on new rows of class"
                                + " setosa than before (plus ");
    }

    /**
     * Of 25 rows one of a class, to which the model seldom gives a probability of a half, though it ranks such rows
     * high.
     */
    private static String seldomPredicted(long seed, boolean shuffled) {
        Random random = new Random(seed);
        StringBuilder csv = new StringBuilder("petal,sepal,kind\n");
        for (int i = 0; i < 15_000; i++) {
            boolean rare = random.nextInt(25) == 0;
            boolean isRare = shuffled ? random.nextInt(25) == 0 : rare;
            csv.append(String.format(
                    Locale.ROOT,
                    "%.3f,%.3f,%s%n",
                    (rare ? 2 : 0) + random.nextGaussian(),
                    random.nextGaussian(),
                    isRare ? "setosa" : "virginica"));
        }
        return csv.toString();
    }

    @Test
    void aNightWhoseRareLabelsWereShuffledIsStoppedThoughTheClassIsSeldomPredicted() {
        bench.write("in/monday.csv", seldomPredicted(1, false));
        retrain("", List.of()).done();
        bench.write("in/tuesday.csv", seldomPredicted(2, false));
        retrain("", List.of()).done();
        bench.write("in/wednesday.csv", seldomPredicted(3, true));
        assertThat(retrain("", List.of()).code()).isEqualTo(ExitCode.DATA);
        assertThat(last().reasons())
                .singleElement()
                .asString()
                .matches(
                        "servingDrop: expected the serving model to do at most 20\\.00 points worse on new rows than before"
                                + " \\(plus [0-9.]+ points of sampling noise\\), found rocAuc 0\\.[45][0-9]+ on [0-9,]+ of the new ones"
                                + " that are held out, and 0\\.9[0-9]+ on [0-9,]+ earlier ones");
    }

    /** Customers of whom few leave, so that hardly any predicted probability reaches 0.5. */
    private Ran retrainOfCustomers(int runNumber, String threshold) {
        bench.write("in/" + runNumber + ".csv", Customers.csv(1800, runNumber));
        String job = job("gate: { metric: f1, margin: 0.5, classDrop: 1 }\nholdOut: 0.3\n")
                .replace("label: kind", "label: left, features: [age, spend], validation: 0.3");
        return bench.run("retrain", job, List.of("--set", "output.threshold=" + threshold));
    }

    private static double f1OfAll(Ran ran, String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(ran.out());
        assertThat(found.find()).as(ran.out() + ran.err()).isTrue();
        return Double.parseDouble(found.group(1));
    }

    @Test
    void championAndChallengerAreComparedEachByItsOwnThreshold() throws IOException {
        Ran first = retrainOfCustomers(1, "bestF1").done();
        double threshold = metrics(1).get("threshold").asDouble();
        assertThat(threshold).isBetween(0.05, 0.49);
        assertThat(first.out())
                .contains("threshold   " + threshold + " with the best F1 on the validation rows: F1 0.");
        assertThat(ModelFile.read(bench.path("store/versions/1/model.safetensors"))
                        .description()
                        .threshold())
                .isEqualTo(new Threshold(threshold));
        Ran second = retrainOfCustomers(2, "bestF1").done();
        assertThat(metrics(2).get("threshold").asDouble()).isBetween(0.05, 0.49).isNotEqualTo(threshold);
        double best = f1OfAll(second, "all +f1 ([0-9.]+), champion");
        assertThat(f1OfAll(second, "all +f1 .*, champion ([0-9.]+),")).isBetween(best - 0.1, best + 0.1);
        Ran halves = retrainOfCustomers(3, "0.9");
        assertThat(f1OfAll(halves, "all +f1 .*, champion ([0-9.]+),")).isBetween(best - 0.1, best + 0.1);
        assertThat(f1OfAll(halves, "all +f1 ([0-9.]+), champion"))
                .as("by another threshold")
                .isLessThan(0.1);
    }

    @Test
    void aFirstModelThatKnowsNoMoreThanTheMajorityIsNotPublished() {
        arrives("monday.csv", wrong(Flowers.of(600, 1)));
        Ran refused = retrain();
        assertThat(refused.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(refused.out())
                .containsPattern(
                        "all +accuracy 0.*: expected a first model that does better than the majority class \\(accuracy")
                .contains("retrain.gate.baseline: off")
                .contains("refused    version 1 is stored, and no version serves");
        assertThat(state().serving()).isEmpty();
        arrives("tuesday.csv", wrong(Flowers.of(30, 2)));
        retrain("--set", "retrain.gate.baseline=off").done();
        assertThat(state().serving()).hasValue(2);
    }

    @Test
    void textsAmongTheFeaturesOfAFirstNightAreOneMessage() {
        bench.write(
                "in/monday.csv",
                "petal,sepal,kind,plan\n" + Flowers.lines(Flowers.of(50, 1), flower -> flower.joined(",") + ",basic"));
        Ran texts = retrain();
        assertThat(texts.code()).isEqualTo(ExitCode.DATA);
        assertThat(texts.reported())
                .startsWith("data.features: expected numbers, found texts in column plan (\"basic\") (")
                .endsWith("; put categories into data.categorical, or name the columns to take in data.features");
    }

    @Test
    void aGateMetricThatTheClassesLackIsOneMessage() {
        arrives("monday.csv", Flowers.of(200, 1));
        Ran lacking = retrain("--set", "retrain.gate.metric=top5Accuracy");
        assertThat(lacking.code()).isEqualTo(ExitCode.USAGE);
        assertThat(lacking.reported())
                .endsWith("retrain.gate.metric: expected a metric that a network of 3 outputs has, found top5Accuracy"
                        + " (of more classes); take another");
        assertThat(state().entries()).isEmpty();
    }

    @Test
    void rowsOfNoneAreReportedAsThatAndNothingElse() throws IOException {
        arrives("monday.csv", Flowers.of(200, 1));
        retrain().done();
        arrives("tuesday.csv", List.of());
        Ran none = retrain();
        assertThat(none.code()).isEqualTo(ExitCode.DATA);
        assertThat(last().reasons())
                .containsExactly(
                        "rows: expected at least 1 new (retrain.checks.minRows), found none; without a row: file:"
                                + bench.path("in/tuesday.csv"));
        bench.write("in/more.csv", Flowers.csv(Flowers.of(5, 3)));
        retrain("checks: { minRows: 6 }\n", List.of())
                .failed(
                        ExitCode.DATA,
                        """
                        retrain.checks: expected new rows similar to those that the serving model was trained on, found
                          rows: expected at least 6 new (retrain.checks.minRows), found 5; without a row: file:%s
                        correct the data, or, if it is right, change the rule in retrain.checks or set it to off"""
                                .formatted(bench.path("in/tuesday.csv")));
        Files.delete(bench.path("in/more.csv"));
        bench.write("in/tuesday.csv", "");
        retrain()
                .failed(
                        ExitCode.DATA,
                        "data: expected at least one row, found none (file:" + bench.path("in/tuesday.csv")
                                + "); check the path and what is there");

        arrives("wednesday.csv", Flowers.of(100, 3));
        assertThat(retrain().done().err())
                .contains("warning: file:" + bench.path("in/tuesday.csv")
                        + ": expected rows, found none; it counts as learned\n")
                .doesNotContain("wednesday.csv: expected rows");
        assertThat(metrics(2).get("newRows").asInt()).isEqualTo(100);
        arrives("tuesday.csv", Flowers.of(50, 2));
        retrain().done();
        assertThat(metrics(3).get("newRows").asInt()).as("it came after all").isEqualTo(50);
    }

    @Test
    void aGreaterSampleThanIsKeptIsReportedSo() {
        arrives("monday.csv", Flowers.of(200, 1));
        retrain("--set", "retrain.rehearsal.rows=0").done();
        arrives("tuesday.csv", Flowers.of(100, 2));
        String smaller = "warning: retrain.rehearsal.rows: expected a sample of up to 60 rows, found one of up to 0";
        Ran raised = retrain().done();
        assertThat(raised.err()).contains(smaller).contains(", and 0 earlier ones again; ");
        arrives("wednesday.csv", Flowers.of(100, 3));
        Ran again = retrain("--set", "retrain.rehearsal=all").done();
        assertThat(again.err()).doesNotContain("warning: retrain.rehearsal");
        arrives("thursday.csv", Flowers.of(100, 4));
        Ran sampled = retrain("--set", "retrain.rehearsal.rows=300").done();
        assertThat(sampled.err())
                .doesNotContain("warning: retrain.rehearsal")
                .contains(", and 300 earlier ones again; ");
    }

    @Test
    void columnsAreKnownByTheirNamesInWhateverOrder() throws IOException {
        String[] kinds = {"petal,sepal,kind", "kind,sepal,petal", "sepal,kind,petal"};
        for (int runNumber = 0; runNumber < 3; runNumber++) {
            List<Flower> flowers = Flowers.of(120, runNumber);
            List<String> order = List.of(kinds[runNumber].split(","));
            for (int part = 0; part < 2; part++) {
                bench.write(
                        "in/" + runNumber + part + ".csv",
                        kinds[part == 0 ? runNumber : 0] + "\n"
                                + Flowers.lines(
                                        flowers.subList(60 * part, 60 * part + 60),
                                        part == 0 ? flower -> inOrder(flower, order) : flower -> flower.joined(",")));
            }
            retrain().done();
        }
        retrainedAll();
        String mixed = metrics(4).get("weightsSha256").asText();

        bench = Workbench.ofFewRows(folder.resolve("alike"));
        for (int runNumber = 0; runNumber < 3; runNumber++) {
            arrives(runNumber + ".csv", Flowers.of(120, runNumber));
            retrain().done();
        }
        retrainedAll();
        assertThat(metrics(4).get("weightsSha256").asText()).isEqualTo(mixed);
    }

    private void retrainedAll() {
        arrives("last.csv", Flowers.of(100, 9));
        retrain("--set", "retrain.rehearsal=all").done();
        assertThat(metrics(4).get("rehearsedRows").asInt()).isBetween(280, 359);
    }

    private static String inOrder(Flower flower, List<String> columns) {
        return columns.stream()
                .map(column -> switch (column) {
                    case "petal" -> flower.petal();
                    case "sepal" -> flower.sepal();
                    default -> flower.kind();
                })
                .collect(Collectors.joining(","));
    }

    @Test
    void earlierFilesOfOtherColumnsAreReportedWithTheirOwn() throws IOException {
        arrives("monday.csv", Flowers.of(200, 1));
        retrain().done();
        bench.write(
                "in/tuesday.csv",
                "kind,sepal,petal,note\n"
                        + Flowers.lines(
                                Flowers.of(100, 2),
                                flower -> flower.kind() + "," + flower.sepal() + "," + flower.petal() + ",x"));
        String notLearned =
                "warning: expected the columns of the serving model, found others, too, which are not learned: note\n";
        assertThat(retrain().done().err()).contains(notLearned);
        arrives("wednesday.csv", Flowers.of(100, 3));
        retrain("--set", "retrain.rehearsal=all")
                .failed(
                        ExitCode.DATA,
                        "header: expected the columns petal, sepal, kind (file:" + bench.path("in/wednesday.csv")
                                + "), found kind, sepal, petal, note (" + bench.path("in/tuesday.csv")
                                + "); give all files the same columns");

        Files.move(bench.path("in/tuesday.csv"), bench.path("in/a.csv"));
        retrain("--set", "retrain.rehearsal=all")
                .failed(
                        ExitCode.DATA,
                        "header: expected 4 columns (as the first file has), found petal, sepal," + " kind ("
                                + bench.path("in/monday.csv") + "); give all files the same columns");
    }

    @Test
    void shrinkAndPerturbBeginsBetweenTheOldWeightsAndNewOnes() {
        arrives("monday.csv", Flowers.of(200, 1));
        retrain().done();
        arrives("tuesday.csv", Flowers.of(100, 2));
        Ran ran = retrain(
                "start: { type: shrinkPerturb, shrink: 0.5, perturb: 0.2 }\ngate: { minRows: 10, margin: 0.2, sliceDrop: 0.2,"
                        + " classDrop: 0.3 }\n",
                List.of("--set", "checkpoint.everyEpochs=1"));
        ran.done();
        assertThat(Files.exists(bench.path("store.checkpoints"))).isFalse();
        Ran other = retrain("start: warm\n", List.of("--set", "network.hidden=[9]"));
        assertThat(other.code()).isEqualTo(ExitCode.NOTHING_NEW);
        arrives("wednesday.csv", Flowers.of(100, 3));
        retrain("start: warm\n", List.of("--set", "network.hidden=[9]"))
                .failed(
                        ExitCode.USAGE,
                        "network.hidden: expected the serving model's network, 2-8-3 with its activations, as training starts from its weights,"
                                + " found 2-9-3; keep the network, or train with retrain.start: cold");
    }

    @Test
    void theOlderModelThatServesAgainIsTheChampion() {
        arrives("monday.csv", Flowers.of(200, 1));
        retrain().done();
        arrives("tuesday.csv", Flowers.of(100, 2));
        retrain().done();
        bench.run("models", "rollback", "--store", bench.path("store").toString())
                .done();
        assertThat(state().serving()).hasValue(1);
        assertThat(retrain().code()).as("the watermark stays").isEqualTo(ExitCode.NOTHING_NEW);
        arrives("wednesday.csv", Flowers.of(100, 3));
        retrain().done();
        assertThat(metrics(3).get("champion").asInt()).isEqualTo(1);
        assertThat(metrics(3).get("newRows").asInt()).isEqualTo(100);

        bench.run(
                        "models",
                        "promote",
                        "1",
                        "--watermark",
                        "--store",
                        bench.path("store").toString())
                .done();
        retrain().done();
        assertThat(metrics(4).get("newRows").asInt())
                .as("what came after it is new again")
                .isEqualTo(200);
    }

    @Test
    void slicesAreJudgedApart() throws IOException {
        arrives("monday.csv", Flowers.of(300, 1));
        retrain().done();
        String text = Files.readString(bench.path("store/versions/1/gate.json"));
        assertThat(text).contains("\"slice\" : \"class setosa\"", "\"slice\" : \"new\"");
        Ran unknown = retrainAfter("tuesday.csv", "gate: { slices: [region] }\n");
        assertThat(unknown.code()).isEqualTo(ExitCode.DATA);
        assertThat(unknown.reported())
                .startsWith("retrain.gate.slices: expected columns of ")
                .contains("(petal, sepal, kind), found region");
        Ran byKind = retrain("gate: { slices: [kind], minRows: 5, margin: 0.1 }\n", List.of());
        byKind.done();
        assertThat(byKind.out()).contains("kind = setosa");
    }

    private Ran retrainAfter(String file, String section) {
        arrives(file, Flowers.of(100, file.hashCode()));
        return retrain(section, List.of());
    }
}
