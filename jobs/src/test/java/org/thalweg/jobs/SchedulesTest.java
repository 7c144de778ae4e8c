package org.thalweg.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The scripts of cluster-configs/schedules, with a stub in place of the retraining command. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class SchedulesTest {
    private static final Path FOLDER = RunScript.repository().resolve("cluster-configs/schedules");
    private static final String INSTALLED = "/opt/thalweg/cluster-configs";

    /**
     * Counts its calls in a file, prints the count, and exits with the next code of a list, at the end always with the
     * last one.
     */
    private static final String PROGRAM =
            """
            #!/usr/bin/env bash
            echo "called: $*" | tee -a calls
            codes=($CODES)
            n=$(wc -l <calls)
            exit "${codes[n <= ${#codes[@]} ? n - 1 : ${#codes[@]} - 1]}"
            """;

    /** Takes its time, and SIGTERM as the jobs do. */
    private static final String SLOW =
            """
            #!/usr/bin/env bash
            trap 'echo let go >>calls; exit 130' TERM
            echo begun >>calls
            echo begun >&2
            for ((i = 0; i < 600; i++)); do sleep 0.1; done
            """;

    @TempDir
    private Path folder;

    private final Map<String, String> environment = new TreeMap<>();

    private String program(String name, String text) throws IOException {
        Path file = Files.createDirectories(folder.resolve(name).getParent()).resolve(folder.resolve(name));
        Files.writeString(file, text);
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file.toString();
    }

    private String runNumber(int... codes) throws IOException {
        environment.put(
                "CODES",
                String.join(
                        " ",
                        Stream.of(codes)
                                .flatMapToInt(java.util.Arrays::stream)
                                .mapToObj(String::valueOf)
                                .toList()));
        return program("night", PROGRAM);
    }

    private List<String> calls() throws IOException {
        Path calls = folder.resolve("calls");
        return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
    }

    private RunScript start(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(FOLDER.resolve("retrain").toString()));
        command.addAll(List.of(words));
        return RunScript.startCommand(folder, environment, command);
    }

    private RunScript.Ended retrain(String... words) throws Exception {
        return start(words).end();
    }

    private RunScript.Ended shell(String command) throws Exception {
        return RunScript.startCommand(folder, environment, List.of("bash", "-c", command))
                .end();
    }

    private static void signal(String signal, RunScript run) throws Exception {
        assertThat(new ProcessBuilder(
                                "kill",
                                "-" + signal,
                                Long.toString(run.process().pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, published",
        "20, 20, kept",
        "21, 21, nothing-new",
        "1, 1, failed",
        "2, 2, job-wrong",
        "3, 3, data-wrong",
        "4, 4, training-failed",
        "130, 130, interrupted",
        "143, 130, interrupted",
        "137, 137, killed",
        "77, 77, failed"
    })
    void nightEndsAsTheCommandDidAndIsReportedInALine(int code, int ended, String outcome) throws Exception {
        RunScript.Ended runNumber = retrain(runNumber(code), "retrain", "a job.yaml");
        assertThat(runNumber.code()).isEqualTo(ended);
        assertThat(runNumber.out()).isEqualTo("called: retrain a job.yaml\n");
        assertThat(runNumber.err())
                .startsWith("schedules/retrain: " + outcome + " (" + ended + "): ")
                .hasLineCount(1);
        assertThat(calls()).hasSize(1);
    }

    @Test
    void codesThatAreNoFailuresEndWithZeroWhereAskedFor() throws Exception {
        assertThat(retrain("--success", "20,21", runNumber(20)).code()).isZero();
        assertThat(retrain("--success", "20,21", runNumber(21)).code()).isZero();
        assertThat(retrain("--success", "20", "--", runNumber(21)).code()).isEqualTo(21);
        assertThat(retrain("--success", "20,21", runNumber(2)).code()).isEqualTo(2);
    }

    @Test
    void whereAnotherRunChangedTheStoreItIsRunOnceMore() throws Exception {
        RunScript.Ended runNumber = retrain("--wait", "0", runNumber(5, 0), "x");
        assertThat(runNumber.code()).isZero();
        assertThat(runNumber.err().lines())
                .first()
                .asString()
                .contains("another run changed the store; retrying in 0 s");
        assertThat(calls()).containsExactly("called: x", "called: x");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void andNoMoreOftenThanThat(int again) throws Exception {
        RunScript.Ended runNumber = retrain("--wait", "0", "--again", "" + again, runNumber(5));
        assertThat(runNumber.code()).isEqualTo(5);
        assertThat(runNumber.err()).contains("store-changed (5)");
        assertThat(calls()).hasSize(again + 1);
    }

    @Test
    void ofTwoAtOnceTheSecondLeavesAtOnce() throws Exception {
        RunScript first = start("--lock", "lock", program("slow", SLOW));
        first.awaitErr("begun");
        long start = System.nanoTime();
        RunScript.Ended second = retrain("--lock", "lock", runNumber(0));
        assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start)).isLessThan(10);
        assertThat(second.code()).isEqualTo(75);
        assertThat(second.err()).contains("another run holds lock").hasLineCount(1);
        assertThat(calls()).containsExactly("begun");
        signal("TERM", first);
        assertThat(first.end().code()).isEqualTo(130);
        assertThat(retrain("--lock", "lock", runNumber(0)).code()).isZero();
    }

    /** The run itself continues, so no second one may start. */
    @Test
    void lockIsHeldByTheCommandWhereTheScriptIsKilled() throws Exception {
        RunScript first = start("--lock", "lock", program("slow", SLOW));
        first.awaitErr("begun");
        List<ProcessHandle> started = first.process().descendants().toList();
        try {
            first.process().destroyForcibly().waitFor();
            assertThat(retrain("--lock", "lock", runNumber(0)).code()).isEqualTo(75);
        } finally {
            started.forEach(ProcessHandle::destroyForcibly);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT", "HUP"})
    void signalIsHandedOnAndTheEndIsAwaited(String signal) throws Exception {
        RunScript run = start(program("slow", SLOW));
        run.awaitErr("begun");
        long start = System.nanoTime();
        signal(signal, run);
        RunScript.Ended ended = run.end();
        assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start)).isLessThan(20);
        assertThat(ended.code()).isEqualTo(130);
        assertThat(calls()).containsExactly("begun", "let go");
        assertThat(ended.err()).contains("interrupted (130)");
    }

    @Test
    void signalBeforeTheSecondTryEndsTheNight() throws Exception {
        RunScript run = start("--wait", "600", runNumber(5));
        run.awaitErr("retrying in 600 s");
        signal("TERM", run);
        assertThat(run.end().code()).isEqualTo(130);
        assertThat(calls()).hasSize(1);
    }

    @Test
    void withALogOnlyWhatSomebodyMustLookAtIsPrinted() throws Exception {
        for (int code : new int[] {0, 20, 21}) {
            RunScript.Ended runNumber = retrain("--log", "log", runNumber(code));
            assertThat(runNumber.out() + runNumber.err()).isEmpty();
        }
        for (int code : new int[] {1, 2, 3, 4, 130}) {
            RunScript.Ended runNumber = retrain("--log", "log", runNumber(code));
            assertThat(runNumber.out()).isEmpty();
            assertThat(runNumber.err()).contains("(" + code + ")", "The end of log:", "called: ");
        }
        assertThat(folder.resolve("log")).content().contains("called: ", "published (0)", "kept (20)", "failed (1)");
    }

    @ParameterizedTest
    @CsvSource({
        "0,",
        "21,",
        "20, kept 20",
        "2, job-wrong 2",
        "3, data-wrong 3",
        "4, training-failed 4",
        "5, store-changed 5"
    })
    void somebodyIsReportedWhereTheyShouldKnow(int code, String reported) throws Exception {
        String tell = program("tell", "#!/bin/sh\necho \"$@\" >told\ncat >>told\nexit 3\n");
        RunScript.Ended runNumber = retrain("--wait", "0", "--tell", tell, runNumber(code));
        assertThat(runNumber.code()).isEqualTo(code);
        if (reported == null) {
            assertThat(folder.resolve("told")).doesNotExist();
        } else {
            assertThat(folder.resolve("told")).content().startsWith(reported + "\nschedules/retrain: ");
            assertThat(runNumber.err()).contains("failed (code 3)");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--success x true",
                "--again 3 true",
                "--wait -1 true",
                "--bogus 1 true",
                "--lock",
                "--lock no/lock true",
                "--log no/log true"
            })
    void slipIsReportedInALine(String words) throws Exception {
        RunScript.Ended runNumber = retrain(words.isEmpty() ? new String[0] : words.split(" "));
        assertThat(runNumber.code()).isEqualTo(2);
        assertThat(runNumber.err())
                .startsWith("schedules/retrain: ")
                .contains("expected ")
                .hasLineCount(1);
    }

    @Test
    void commandThatCannotBeRunIsASlip() throws Exception {
        RunScript.Ended runNumber = retrain("./no-such-command");
        assertThat(runNumber.code()).isEqualTo(127);
        assertThat(runNumber.err()).contains("schedules/retrain: job-wrong (127): the command could not be run");
    }

    @Test
    void ofALogOfManyNightsOnlyTheLastIsReported() throws Exception {
        String tell = program("tell", "#!/bin/sh\ncat >told\n");
        retrain("--log", "log", "--tell", tell, runNumber(3), "monday");
        RunScript.Ended second = retrain("--log", "log", "--tell", tell, runNumber(4), "tuesday");
        assertThat(second.err()).contains("called: tuesday").doesNotContain("monday");
        assertThat(folder.resolve("told")).content().contains("called: tuesday").doesNotContain("monday");
        assertThat(folder.resolve("log")).content().contains("called: monday", "called: tuesday");
    }

    /** A Spark whose spark-submit prints its arguments, and exits with a code. */
    private void spark(int... codes) throws IOException {
        Files.copy(
                Path.of(runNumber(codes)),
                Files.createDirectories(folder.resolve("spark/bin")).resolve("spark-submit"));
        environment.put("SPARK_HOME", folder.resolve("spark").toString());
        environment.put("THALWEG_JAR", "local:///thalweg.jar");
    }

    private String here(String text) {
        return text.replace(
                INSTALLED, RunScript.repository().resolve("cluster-configs").toString());
    }

    private static String text(String name) throws IOException {
        return Files.readString(FOLDER.resolve(name));
    }

    private Path[] logs() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("logs"))) {
            return files.filter(file -> file.toString().endsWith(".log")).toArray(Path[]::new);
        }
    }

    /** As cron has it, its variables and its command, but for where things are installed. */
    private String crontab() throws IOException {
        Matcher line = Pattern.compile("^([0-9*]+ ){5}(.*)$", Pattern.MULTILINE).matcher(text("cron/crontab"));
        assertThat(line.find()).isTrue();
        environment.put("THALWEG_LOGS", folder.resolve("logs").toString());
        return here(line.group(2)).replace("/srv/thalweg", folder.toString());
    }

    @Test
    void crontabsNightIsLoggedAndSaysNothing() throws Exception {
        spark(0);
        RunScript.Ended runNumber = shell(crontab());
        assertThat(runNumber.code()).as(runNumber.err()).isZero();
        assertThat(runNumber.out() + runNumber.err()).isEmpty();
        assertThat(calls()).singleElement().asString().endsWith("local:///thalweg.jar retrain pumps.yaml");
        assertThat(logs()).singleElement().satisfies(log -> {
            assertThat(log.getFileName().toString()).matches("pumps-[0-9]{4}(-[0-9]{2}){2}T[0-9]{6}Z\\.log");
            assertThat(log).content().contains("called: ", "published (0)");
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 21, 2, 3, 4, 130})
    void crontabsNightPrintsOnlyWhatSomebodyMustLookAt(int code) throws Exception {
        spark(code);
        RunScript.Ended runNumber = shell(crontab());
        assertThat(runNumber.code()).isEqualTo(code);
        assertThat(runNumber.err().isEmpty()).isEqualTo(code == 20 || code == 21);
    }

    @Test
    void cronScriptLeavesASecondNightOutAndTakesOldLogsAway() throws Exception {
        String nightly = FOLDER.resolve("cron/nightly").toString();
        environment.put("THALWEG_LOGS", "logs");
        Files.createDirectories(folder.resolve("logs"));
        for (String name :
                List.of("pumps-2020-01-01T000000Z.log", "pumps-other.log", "valves-2020-01-01T000000Z.log")) {
            Path log = Files.createFile(folder.resolve("logs").resolve(name));
            Files.setLastModifiedTime(log, FileTime.from(Instant.now().minus(Duration.ofDays(100))));
        }
        RunScript first = RunScript.startCommand(folder, environment, List.of(nightly, "pumps", program("slow", SLOW)));
        while (calls().isEmpty()) {
            Thread.sleep(20);
        }
        assertThat(logs())
                .extracting(log -> log.getFileName().toString())
                .hasSize(3)
                .contains("pumps-other.log", "valves-2020-01-01T000000Z.log");
        RunScript.Ended second = shell(nightly + " pumps true");
        assertThat(second.code()).isEqualTo(75);
        assertThat(second.err()).contains("was skipped").hasLineCount(1);
        assertThat(shell(nightly + " valves true").code()).isZero();
        signal("TERM", first);
        RunScript.Ended ended = first.end();
        assertThat(ended.code()).isEqualTo(130);
        assertThat(ended.err()).contains("interrupted (130)");
        assertThat(shell(nightly + " ../pumps true").code()).isEqualTo(2);
    }

    private static List<String> values(String unit, String key) throws IOException {
        return text("systemd/" + unit)
                .lines()
                .filter(line -> line.startsWith(key + "="))
                .map(line -> line.substring(key.length() + 1))
                .toList();
    }

    @Test
    void serviceRunsTheScriptAndTakesNoFailureForOne() throws Exception {
        String service = "thalweg-retrain@.service";
        assertThat(values(service, "Type")).containsExactly("oneshot");
        assertThat(values(service, "SuccessExitStatus")).containsExactly("20 21");
        assertThat(values(service, "TimeoutStartSec")).containsExactly("6h");
        assertThat(values(service, "Restart")).isEmpty();
        assertThat(values("thalweg-retrain@.timer", "Persistent")).containsExactly("true");
        spark(5, 20);
        String command = here(values(service, "ExecStart").get(0)).replace("%i", "pumps");
        RunScript.Ended runNumber = shell(command.replace("schedules/retrain ", "schedules/retrain --wait 0 "));
        assertThat(runNumber.code()).as(runNumber.err()).isEqualTo(20);
        assertThat(calls()).hasSize(2).allMatch(call -> call.endsWith("thalweg.jar retrain /etc/thalweg/pumps.yaml"));
    }

    private static void requireProgram(String name) {
        Assumptions.assumeTrue(
                Stream.of(System.getenv("PATH").split(":")).anyMatch(path -> Files.isExecutable(Path.of(path, name))),
                name + " is not there");
    }

    /** It warns of what it does not know, and ends well all the same. */
    @Test
    void systemdKnowsEveryLineOfItsUnits() throws Exception {
        requireProgram("systemd-analyze");
        for (String unit : List.of("thalweg-retrain@.service", "thalweg-retrain@.timer")) {
            Files.writeString(folder.resolve(unit), here(text("systemd/" + unit)));
        }
        String verify = "systemd-analyze verify ./thalweg-retrain@pumps.service ./thalweg-retrain@pumps.timer";
        RunScript.Ended verified = shell(verify);
        Assumptions.assumeFalse(verified.err().contains("Failed to initialize manager"), verified.err());
        assertThat(verified.out() + verified.err()).isEmpty();
        assertThat(verified.code()).isZero();
        String calendar = values("thalweg-retrain@.timer", "OnCalendar").get(0);
        assertThat(shell("systemd-analyze calendar '" + calendar + "'").code()).isZero();

        Path service = folder.resolve("thalweg-retrain@.service");
        Files.writeString(service, Files.readString(service).replace("ProtectHome=", "ProtectHomes="));
        assertThat(shell(verify).err()).contains("ProtectHomes");
    }

    /** Airflow's own arguments, by name; whatever else a DAG file gives is an error, as it is there. */
    private static final String AIRFLOW =
            """
            import json
            class DAG:
                def __init__(self, dag_id, *, description=None, schedule, start_date, end_date=None, catchup,
                             max_active_runs, default_args=None, tags=None, doc_md=None, dagrun_timeout=None):
                    self.told = dict(dag_id=dag_id, schedule=schedule, catchup=catchup, max_active_runs=max_active_runs,
                                     aware=start_date.tzinfo is not None)
                def __enter__(self):
                    return self
                def __exit__(self, *failure):
                    print(json.dumps(self.told))
            """;

    private static final String OPERATOR =
            """
            import json
            class BashOperator:
                def __init__(self, *, task_id, bash_command, env=None, append_env=False, output_encoding="utf-8",
                             skip_on_exit_code=99, cwd=None, retries, execution_timeout=None, do_xcom_push=True):
                    print(json.dumps(dict(task_id=task_id, bash_command=bash_command, append_env=append_env,
                                          skip_on_exit_code=skip_on_exit_code, retries=retries,
                                          seconds=execution_timeout.total_seconds())))
            """;

    /**
     * In place of Airflow stand its two classes, where Airflow 2 has them or where its provider, and so Airflow 3,
     * does.
     */
    @ParameterizedTest
    @ValueSource(strings = {"airflow/operators", "airflow/providers/standard/operators"})
    void airflowsDagIsPythonAndGivesWhatAirflowTakes(String operators) throws Exception {
        requireProgram("python3");
        program("airflow/__init__.py", AIRFLOW);
        program(operators + "/bash.py", OPERATOR);
        environment.put("PYTHONPATH", folder.toString());
        environment.put("PYTHONDONTWRITEBYTECODE", "1");
        RunScript.Ended read = shell("python3 '" + FOLDER.resolve("airflow/thalweg_retrain.py") + "'");
        assertThat(read.code()).as(read.err()).isZero();
        List<String> lines = read.out().lines().toList();
        JsonNode task = Workbench.json(lines.get(0));
        JsonNode dag = Workbench.json(lines.get(1));
        assertThat(dag.get("dag_id").asText()).isEqualTo("thalweg_retrain");
        assertThat(dag.get("max_active_runs").asInt()).isEqualTo(1);
        assertThat(dag.get("catchup").asBoolean(true)).isFalse();
        assertThat(dag.get("aware").asBoolean()).isTrue();
        assertThat(task.get("task_id").asText()).isEqualTo("retrain");
        assertThat(task.get("skip_on_exit_code").asInt()).isEqualTo(21);
        assertThat(task.get("retries").asInt(-1)).isZero();
        assertThat(task.get("append_env").asBoolean()).isTrue();

        spark(20);
        RunScript.Ended runNumber = shell(here(task.get("bash_command").asText()));
        assertThat(runNumber.code()).as(runNumber.err()).isZero();
        assertThat(calls()).singleElement().asString().endsWith("thalweg.jar retrain /srv/thalweg/pumps.yaml");
    }
}
