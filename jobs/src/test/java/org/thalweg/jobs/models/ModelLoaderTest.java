package org.thalweg.jobs.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.thalweg.jobs.Workbench;
import org.thalweg.jobs.Workbench.Ran;
import org.thalweg.jobs.command.ExitCode;
import org.thalweg.jobs.store.Action;
import org.thalweg.jobs.store.LogEntry;
import org.thalweg.jobs.store.ModelStore;
import org.thalweg.jobs.store.StoreState;
import org.thalweg.jobs.store.Stores;
import org.thalweg.spark.FaultyFiles;
import org.thalweg.spark.ObjectStore;

/** The commands that look into a model store, and say what serves. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ModelLoaderTest {
    private static final String JOB =
            """
            task: classification
            seed: %d
            data: { format: csv, path: x.csv, label: kind }
            network: { hidden: [8] }
            model: { path: m }
            """;
    private static final String METRICS =
            """
            { "task": "classification", "rows": 1200, "epochs": 3, "trainLoss": 0.25, "testAccuracy": %s,
              "weightsSha256": "%s", "seconds": 1.5, "confusion": [[1]], "blas": "java" }
            """;

    @TempDir
    Path folder;

    private Workbench bench;

    @BeforeEach
    void lay() {
        bench = new Workbench(folder);
    }

    private String path() {
        return bench.path("store").toString();
    }

    private ModelStore store() {
        return ModelStore.writing(path(), new Configuration());
    }

    private int add(Action action, int seed, double accuracy, String weights) {
        return Stores.add(
                store(),
                action,
                Stores.texts(Map.of(
                        "model.safetensors",
                        weights,
                        "job.yaml",
                        JOB.formatted(seed),
                        "metrics.json",
                        METRICS.formatted(accuracy, weights))));
    }

    /** Two that were published, one that was refused between them. */
    private void three() {
        add(Action.PUBLISH, 1, 0.875, "aa");
        add(Action.REFUSE, 2, 0.5, "bb");
        add(Action.PUBLISH, 1, 0.9375, "aa");
    }

    private Ran models(String... arguments) {
        List<String> all = new ArrayList<>(List.of("models"));
        all.addAll(Arrays.asList(arguments));
        all.addAll(List.of("--store", path()));
        return bench.run(all.toArray(String[]::new));
    }

    private static String timeless(Ran ran) {
        return ran.done().out().replaceAll("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d", "2026-11-28 02:15:00");
    }

    private StoreState state() {
        return ModelStore.reading(path(), new Configuration()).state();
    }

    @Test
    void listIsALineAVersion() {
        three();
        assertThat(timeless(models("list")))
                .isEqualTo(
                        """
                        version  time (UTC)           action   serves   rows    metric  reason
                              1  2026-11-28 02:15:00  publish          1,001  0.510000  rows came in
                              2  2026-11-28 02:15:00  refuse           1,002  0.520000  rows came in
                              3  2026-11-28 02:15:00  publish  serves  1,003  0.530000  rows came in
                        """);
        models("promote", "1").done();
        models("gc", "--keep", "1").done();
        assertThat(timeless(models("list")).lines().map(line -> line.replaceAll(" +", " ")
                        .strip()))
                .containsExactly(
                        "version time (UTC) action serves rows metric reason",
                        "1 2026-11-28 02:15:00 publish serves 1,001 0.510000 rows came in",
                        "3 2026-11-28 02:15:00 publish 1,003 0.530000 rows came in");
    }

    @Test
    void showReportsAllOfAVersion() {
        three();
        assertThat(timeless(models("show", "3"))
                        .replaceAll("[0-9a-f]{64}", "HASH")
                        .replaceAll("id .*", "id"))
                .isEqualTo(
                        """
                        version     3, which serves
                        entry       3, publish
                        time (UTC)  2026-11-28 02:15:00
                        id
                        reason      rows came in
                        """
                                + metrics()
                                + """

                        file               bytes  SHA-256
                        job.yaml             121  HASH
                        metrics.json         176  HASH
                        model.safetensors      2  HASH

                        metric         value
                        task           classification
                        rows           1,200
                        epochs         3
                        trainLoss      0.250000
                        testAccuracy   0.937500
                        weightsSha256  aa
                        seconds        1.50000
                        """);
    }

    /** In the order in which the log has them. */
    private String metrics() {
        StringBuilder lines = new StringBuilder();
        for (String key : state().version(3).metrics().keySet()) {
            lines.append(key.equals("rows") ? "rows        1,003\n" : "metric      0.530000\n");
        }
        return lines.toString();
    }

    @Test
    void diffReportsWhatIsUnlike() {
        three();
        assertThat(models("diff", "1", "2").done().out())
                .isEqualTo(
                        """
                        different weights

                        job   version 1  version 2
                        seed          1          2

                        data  version 1  version 2
                        rows      1,001      1,002

                        metric         version 1       version 2
                        task           classification  classification
                        rows           1,200           1,200
                        epochs         3               3
                        trainLoss      0.250000        0.250000
                        testAccuracy   0.875000        0.500000
                        weightsSha256  aa              bb
                        seconds        1.50000         1.50000
                        """);
        assertThat(models("diff", "1", "3").done().out())
                .startsWith("the same weights\n\nthe same job\n\ndata  version 1  version 3\n");
    }

    @Test
    void promoteLetsAVersionServe() {
        three();
        assertThat(models("promote", "2", "--reason", "it is better").done().out())
                .isEqualTo("version 2 serves from now on\n");
        LogEntry entry = state().last().orElseThrow();
        assertThat(entry.action()).isEqualTo(Action.PROMOTE);
        assertThat(entry.version()).hasValue(2);
        assertThat(entry.serves()).hasValue(2);
        assertThat(entry.reasons()).containsExactly("it is better");
        assertThat(entry.learned()).as("stays").isEqualTo(Map.of("watermark", 3L));
        models("promote", "1", "--watermark").done();
        assertThat(state().learned()).isEqualTo(Map.of("watermark", 1L));
        models("promote", "2", "--watermark").done();
        assertThat(state().learned()).as("also of one that was refused").isEqualTo(Map.of("watermark", 2L));
        models("promote", "2")
                .failed(
                        ExitCode.USAGE,
                        "version: expected one that does not serve, found 2, which serves already; list the versions"
                                + " with models list");
        models("promote", "7")
                .failed(
                        ExitCode.USAGE,
                        "version: expected one of [1, 2, 3], found 7; list the versions with models list");
    }

    @Test
    void rollbackGoesBackOneVersionThatServed() {
        three();
        assertThat(models("rollback").done().out()).isEqualTo("version 1 serves again\n");
        LogEntry entry = state().last().orElseThrow();
        assertThat(entry.action()).isEqualTo(Action.ROLLBACK);
        assertThat(entry.serves()).hasValue(1);
        assertThat(entry.learned()).isEqualTo(Map.of("watermark", 3L));
        models("rollback")
                .failed(
                        ExitCode.USAGE,
                        "rollback: expected an older version that has served and is still there, found none before"
                                + " version 1; choose another one with models promote");
        models("promote", "3").done();
        assertThat(models("rollback", "--watermark", "--reason", "wrong rows")
                        .done()
                        .out())
                .isEqualTo("version 1 serves again; rows that arrived after it will be learned again\n");
        assertThat(state().learned()).isEqualTo(Map.of("watermark", 1L));
        assertThat(state().last().orElseThrow().reasons()).containsExactly("wrong rows");
    }

    @Test
    void rollbackOfWhatNeverServedIsRefused() {
        add(Action.REFUSE, 1, 0.5, "aa");
        models("rollback")
                .failed(
                        ExitCode.USAGE,
                        "rollback: expected an older version that has served and is still there, found none, as no"
                                + " version serves; choose another one with models promote");
    }

    @Test
    void collectingKeepsTheLastTheOneThatServesAndTheOneThatIsLearnedFrom() {
        three();
        add(Action.PUBLISH, 1, 0.5, "cc");
        add(Action.REFUSE, 1, 0.5, "dd");
        StoreState state = state();
        store().append(Stores.next(
                state, Action.PROMOTE, 2, 2, Map.of(), List.of(), Map.of(StoredLearning.REHEARSAL, 1, "other", "x")));
        assertThat(models("gc", "--keep", "1").done().out())
                .isEqualTo("removed versions 3, 4; 2 folders and 0 reports deleted\n");
        assertThat(state().versions().keySet()).containsExactly(1, 2, 5);
        LogEntry entry = state().last().orElseThrow();
        assertThat(entry.action()).isEqualTo(Action.GC);
        assertThat(entry.removed()).containsExactly(3, 4);
        assertThat(entry.serves()).hasValue(2);
        assertThat(entry.learned()).containsEntry("other", "x");
        assertThat(bench.files("store/versions")).noneMatch(name -> name.matches("[34].*"));
        models("show", "3")
                .failed(
                        ExitCode.USAGE,
                        "version: expected one of [1, 2, 5], found 3, which was removed (entry 7 of the log); list the"
                                + " versions with models list");

        int head = state().head();
        bench.write("store/versions/3/left", "by a sweep that was killed");
        assertThat(models("gc", "--keep", "1").done().out())
                .isEqualTo(
                        "nothing to remove: every version is one of the last 1, serves, or stores rows to learn again; 1 folder"
                                + " and 0 reports deleted\n");
        assertThat(state().head()).as("no entry").isEqualTo(head);
        models("gc", "--keep", "0").failed(ExitCode.USAGE, "--keep: expected a whole number of at least 1, found 0");
    }

    @Test
    void logIsALineAnEntryOrAllOfOne() {
        three();
        store().append(stop("rows: expected at least 1 new ones, found 0", "label: more than that"));
        models("promote", "1", "--reason", "tried it").done();
        models("gc", "--keep", "1").done();
        assertThat(timeless(models("log")))
                .isEqualTo(
                        """
                        entry  time (UTC)           action   version  serves  new rows  reason
                            1  2026-11-28 02:15:00  publish        1       1            rows came in
                            2  2026-11-28 02:15:00  refuse         2       1            rows came in
                            3  2026-11-28 02:15:00  publish        3       3            rows came in
                            4  2026-11-28 02:15:00  stop                   3     1,200  rows: expected at least 1 new ones, found 0; label: more th…
                            5  2026-11-28 02:15:00  promote        1       1            tried it
                            6  2026-11-28 02:15:00  gc                     1            keep 1
                        """);
        assertThat(timeless(models("log", "4")).replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "…"))
                .isEqualTo(
                        """
                        entry       4, stop
                        time (UTC)  2026-11-28 02:15:00
                        id          …
                        version
                        serves      3
                        reason      rows: expected at least 1 new ones, found 0
                        reason      label: more than that
                        newRows     1,200
                        new         a.csv
                        new         b.csv
                        """);
        assertThat(models("log", "6").done().out()).contains("removed     2\n");
        assertThat(timeless(models("show", "1"))).contains("entry       5, promote, 2026-11-28 02:15:00: tried it\n");
        for (String none : List.of("0", "7", "-1")) {
            models("log", none)
                    .failed(
                            ExitCode.USAGE,
                            "entry: expected one from 1 to 6, found " + none + "; list the entries with models log");
        }
    }

    private LogEntry stop(String... reasons) {
        StoreState state = state();
        return new LogEntry(
                state.head() + 1,
                UUID.randomUUID().toString(),
                Instant.now(),
                Action.STOP,
                OptionalInt.empty(),
                state.serving(),
                List.of(reasons),
                Map.of(),
                List.of(),
                state.learned(),
                new TreeMap<>(Map.of("newRows", 1200, "new", List.of("a.csv", "b.csv"))).descendingMap());
    }

    @Test
    void reportsOfStopsGoWithTheVersionsBeforeWhichTheyWere() throws IOException {
        LogEntry first = stopped();
        add(Action.PUBLISH, 1, 0.5, "aa");
        LogEntry second = stopped();
        add(Action.PUBLISH, 1, 0.5, "bb");
        LogEntry third = stopped();
        store().writeReport("of-a-run-under-way", "page");
        store().writeReport("of-a-run-that-was-killed", "page");
        Files.setLastModifiedTime(
                bench.path("store/reports/of-a-run-that-was-killed.html"),
                FileTime.from(Instant.now().minus(Duration.ofDays(8))));
        bench.write("store/reports/mine.txt", "a note");
        assertThat(models("gc", "--keep", "2").done().out()).contains("; 0 folders and 2 reports deleted\n");
        assertThat(bench.files("store/reports"))
                .containsExactlyInAnyOrder(
                        second.id() + ".html", third.id() + ".html", "of-a-run-under-way.html", "mine.txt");
        assertThat(models("gc", "--keep", "1").done().out())
                .contains("removed version 1; 1 folder and 1 report deleted");
        assertThat(bench.files("store/reports")).doesNotContain(second.id() + ".html", first.id() + ".html");
    }

    private LogEntry stopped() {
        store();
        LogEntry entry = stop("as it happens");
        store().writeReport(entry.id(), "page");
        store().append(entry);
        return entry;
    }

    @Test
    void changesAreReportedToWhomTheOptionsName() throws IOException {
        three();
        Path heard = bench.path("heard");
        Path program = bench.write("program", "#!/bin/sh\ncat >> " + heard + "\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        List<String> reported = List.of("--notify-command", program.toString());
        for (List<String> change : List.of(List.of("promote", "1"), List.of("promote", "2"), List.of("rollback"))) {
            List<String> all = new ArrayList<>(change);
            all.addAll(reported);
            assertThat(models(all.toArray(String[]::new)).done().err()).isEmpty();
        }
        models("gc", "--keep", "1", "--notify-command", program.toString(), "--notify-url", "http://127.0.0.1:1/")
                .done();
        assertThat(Files.readString(heard))
                .contains("\"action\" : \"promote\"", "\"action\" : \"rollback\"", "\"action\" : \"gc\"");
        assertThat(models("promote", "3", "--notify-url", "http://127.0.0.1:1/")
                        .done()
                        .err())
                .startsWith("warning: --notify-url: expected the notification to be delivered, found ");
        models("promote", "1", "--notify-url", "mail:me")
                .failed(
                        ExitCode.USAGE,
                        "--notify-url: expected an address that starts with http:// or https://, found mail:me");
        assertThat(state().serving()).hasValue(3);
    }

    @Test
    void storeThatIsNoneIsReportedAndNotMade() {
        for (List<String> command : List.of(
                List.of("list"),
                List.of("show", "1"),
                List.of("log"),
                List.of("diff", "1", "2"),
                List.of("promote", "1"),
                List.of("rollback"),
                List.of("gc", "--keep", "1"))) {
            models(command.toArray(String[]::new))
                    .failed(
                            ExitCode.USAGE,
                            "store: expected a model store, found none at " + path()
                                    + "; check the path, or create one with retrain");
        }
        assertThat(bench.files()).isEmpty();
    }

    @Test
    void emptyStoreHasNoVersion() {
        store();
        assertThat(models("list").done().out()).isEqualTo("no version yet\n");
        assertThat(models("log").done().out()).isEqualTo("no entry yet\n");
        models("show", "1")
                .failed(
                        ExitCode.USAGE,
                        "version: expected one of none, as the store is empty, found 1; list the versions with models"
                                + " list");
    }

    @Test
    void commandLinesThatAreIncompleteAreReported() {
        assertThat(bench.run("models").code()).isEqualTo(ExitCode.USAGE);
        Ran storeless = bench.run("models", "list");
        assertThat(storeless.code()).isEqualTo(ExitCode.USAGE);
        assertThat(storeless.err()).startsWith("Missing required option: '--store=DIR'");
        assertThat(models("promote").code()).isEqualTo(ExitCode.USAGE);
        assertThat(models("show", "one").code()).isEqualTo(ExitCode.USAGE);
        assertThat(bench.run("models", "promote", "--help").done().out())
                .contains("--watermark")
                .contains("--reason=TEXT");
    }

    @Test
    void versionThatIsDamagedIsNotPromotedAndNothingIsWritten() throws IOException {
        three();
        Path weights = bench.path("store/versions/1/model.safetensors");
        Files.writeString(weights, "ab");
        Map<String, String> before = bench.contents("store");
        for (List<String> command : List.of(List.of("promote", "1"), List.of("rollback"))) {
            Ran ran = models(command.toArray(String[]::new));
            assertThat(ran.code()).isEqualTo(ExitCode.DATA);
            assertThat(ran.reported())
                    .matches("store: expected file:" + weights
                            + " as it was published \\(2 bytes, SHA-256 [0-9a-f]{64}\\),"
                            + " found 2 bytes, SHA-256 [0-9a-f]{64}; restore it, or promote another version");
        }
        Files.delete(weights);
        Files.delete(bench.path("store/versions/1/job.yaml"));
        Files.delete(bench.path("store/versions/1/metrics.json"));
        for (List<String> command : List.of(List.of("promote", "1"), List.of("show", "1"), List.of("diff", "1", "2"))) {
            Ran ran = models(command.toArray(String[]::new));
            assertThat(ran.code()).as("" + command).isEqualTo(ExitCode.DATA);
            assertThat(ran.reported())
                    .startsWith(
                            "store: expected a file that can be read, found file:" + bench.path("store/versions/1/"))
                    .endsWith("; restore it, or promote another version");
        }
        assertThat(bench.files("store/log")).containsExactly("00001.json", "00002.json", "00003.json");
        before.keySet().removeIf(name -> name.startsWith("versions/1/"));
        assertThat(bench.contents("store")).containsAllEntriesOf(before);
    }

    @Test
    void lastEntryThatIsLostIsReported() throws IOException {
        three();
        assertThat(models("list").done().err()).isEmpty();
        Files.delete(bench.path("store/log/00003.json"));
        Ran list = models("list").done();
        assertThat(list.err())
                .isEqualTo("warning: file:" + bench.path("store/versions/3")
                        + ": expected only versions that the log names, found one that it does not; its run is still running, ended"
                        + " before it published, or its entry was lost\n");
    }

    @Test
    void logThatIsDamagedIsReportedAndNothingIsWritten() throws IOException {
        three();
        Path entry = bench.path("store/log/00002.json");
        String whole = Files.readString(entry);
        Files.writeString(entry, whole.substring(0, 100));
        Ran cut = models("promote", "1");
        assertThat(cut.code()).isEqualTo(ExitCode.DATA);
        assertThat(cut.reported()).startsWith("file:" + entry + ": expected JSON, found an error: ");
        Files.writeString(entry, whole.replace("\"format\" : 3", "\"format\" : 9"));
        models("list")
                .failed(
                        ExitCode.DATA,
                        "entry: expected number 2 of format 2 or 3, found 2 of format 9 (file:" + entry
                                + "); use the version of Thalweg that wrote it, or restore the file");
        Files.delete(entry);
        models("rollback")
                .failed(
                        ExitCode.DATA,
                        "store: expected a log without gaps, found file:" + bench.path("store/log/00003.json")
                                + " and no entry 2; restore its file");
        assertThat(bench.files("store/log")).containsExactly("00001.json", "00003.json");
    }

    @Test
    void settingsOfSparksHadoopReachTheStore() {
        Stores.publish(ModelStore.writing("s3a://commands/models", ObjectStore.settings(true)));
        with(Map.of("spark.hadoop.fs.s3a.impl", ObjectStore.class.getName()), () -> {
            assertThat(bench.run("models", "list", "--store", "s3a://commands/models")
                            .done()
                            .out())
                    .contains("publish  serves");
            Ran refused = bench.run("models", "promote", "1", "--store", "s3a://commands/models");
            assertThat(refused.reported()).contains("which serves already");
        });
    }

    private static void with(Map<String, String> properties, Runnable action) {
        properties.forEach(System::setProperty);
        try {
            action.run();
        } finally {
            properties.keySet().forEach(System::clearProperty);
        }
    }

    private void meddled(int times, Runnable action) {
        FaultyFiles.before(FaultyFiles.Operation.CREATE, name -> name.contains(".json.writing-"), times, () -> {
            ModelStore store = store();
            StoreState state = store.state();
            store.append(Stores.next(state, Action.STOP, 0, state.serving().orElse(0)));
        });
        with(
                Map.of(
                        "spark.hadoop.fs.file.impl",
                        FaultyFiles.class.getName(),
                        "spark.hadoop.fs.file.impl.disable.cache",
                        "true"),
                action);
        assertThat(FaultyFiles.left()).isZero();
    }

    @Test
    void promoteLooksAgainWhereAnotherHasAddedAnEntryAndGivesUpInTheEnd() {
        three();
        meddled(2, () -> models("promote", "1").done());
        assertThat(state().head()).isEqualTo(6);
        assertThat(state().serving()).hasValue(1);
        meddled(3, () -> {
            Ran ran = models("promote", "3");
            assertThat(ran.code()).isEqualTo(ExitCode.STORE_CHANGED);
            assertThat(ran.reported())
                    .matches("store: expected to add entry 9 to the log of file:" + path()
                            + ", found another run's, of \\S+: stop; run it again");
        });
        assertThat(state().serving()).hasValue(1);
        assertThat(state().head()).isEqualTo(9);
    }

    @Test
    void rollbackEndsWhereAnotherHasAddedAnEntry() {
        three();
        meddled(1, () -> assertThat(models("rollback").code()).isEqualTo(ExitCode.STORE_CHANGED));
        assertThat(state().serving()).hasValue(3);
        assertThat(state().head()).isEqualTo(4);
        meddled(2, () -> models("gc", "--keep", "2").done());
        assertThat(state().versions().keySet()).containsExactly(2, 3);
    }
}
