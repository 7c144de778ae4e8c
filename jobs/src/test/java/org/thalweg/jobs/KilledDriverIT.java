package org.thalweg.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.thalweg.math.Philox;
import org.thalweg.spark.CheckpointFolder;
import org.thalweg.train.Checkpoints;
import org.thalweg.train.RunState;

/** The driver is killed by SIGKILL at various points: all files are complete, and resuming leads to the same bits. */
class KilledDriverIT {
    private static final int KILLED = 128 + 9;
    private static final int MOST_OPERATIONS = 200;

    /** How often a run of Spark is killed; {@code -Dthalweg.kills=100} for a long soak. */
    private static final int KILLS = Integer.getInteger("thalweg.kills", 2);

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void atEveryWriteFlushAndPublish() throws Exception {
        Path folder = SparkInstallation.scratch("killed");
        String expected = KilledTraining.train(null, Checkpoints.NONE);
        int operation = 1;
        int found = 0;
        int code = KILLED;
        while (code == KILLED && operation < MOST_OPERATIONS) {
            Path kept = folder.resolve("at-" + operation);
            code = child(kept, operation);
            assertThat(code).as("at operation %d, see %s", operation, folder).isIn(KILLED, 0);
            CheckpointFolder checkpoints = CheckpointFolder.at(kept.toString(), 1, new Configuration());
            List<CheckpointFolder.Entry> entries = checkpoints.entries();
            RunState last = null;
            for (CheckpointFolder.Entry entry : entries) {
                RunState state = checkpoints.read(entry).state();
                last = last == null ? state : last;
            }
            found += entries.isEmpty() ? 0 : 1;
            assertThat(KilledTraining.train(last, Checkpoints.NONE))
                    .as("killed at operation %d", operation)
                    .isEqualTo(expected);
            operation++;
        }
        assertThat(code).as("it ended at last").isZero();
        assertThat(operation)
                .as("of four checkpoints, each of six operations at least")
                .isGreaterThan(24);
        assertThat(found).isGreaterThan(8);
    }

    private static int child(Path kept, int operation) throws IOException, InterruptedException {
        Path log = kept.resolveSibling(kept.getFileName() + ".log");
        try (ChildJvm child = ChildJvm.start(KilledTraining.class, log, List.of(), kept.toString(), "" + operation)) {
            return child.code();
        }
    }

    @Test
    @Timeout(value = 90, unit = TimeUnit.MINUTES)
    void atRandomTimesOfARunOnSpark() throws Exception {
        Path folder = SparkInstallation.scratch("kills");
        Files.writeString(folder.resolve("flowers.csv"), Flowers.csv(Flowers.of(200, 1)));
        int epochs = 20 + 2 * KILLS;
        String job =
                """
                task: classification
                data: { format: csv, path: %s, label: kind, validation: 0.2 }
                network: { hidden: [8], activation: tanh }
                optimizer: { type: adam, learningRate: 0.01 }
                training: { epochs: %d, batchSize: 32, laneRows: 8, engine: spark }
                checkpoint: { everySteps: 1, resume: auto }
                """
                        .formatted(folder.resolve("flowers.csv"), epochs);
        Files.writeString(folder.resolve("job.yaml"), job + "model: { path: model }\n");
        Workbench bench = new Workbench(folder.resolve("here"));
        bench.run("train", job + "model: { path: " + folder.resolve("whole") + " }\n", List.of())
                .done();

        Philox random = new Philox(KILLS, 9);
        int kills = 0;
        for (; kills < KILLS; kills++) {
            long after = last(folder) + 1 + random.nextInt(3);
            RunScript run = RunScript.start(folder, Map.of(), List.of("train", "job.yaml"));
            while (run.process().isAlive() && last(folder) < after) {
                Thread.sleep(1);
            }
            Thread.sleep(random.nextInt(30));
            run.process().destroyForcibly().waitFor();
            if (Files.exists(folder.resolve("model"))) {
                break;
            }
        }
        if (!Files.exists(folder.resolve("model"))) {
            RunScript.Ended ended = RunScript.in(folder, Map.of(), List.of("train", "job.yaml"));
            assertThat(ended.code()).as(ended.err()).isZero();
        }
        System.out.printf("killed %d times: %s%n", kills, sha256(folder.resolve("model")));
        assertThat(kills).isEqualTo(KILLS);
        assertThat(sha256(folder.resolve("model"))).isEqualTo(sha256(folder.resolve("whole")));
    }

    /** The step of the last checkpoint; 0 for none. */
    private static long last(Path folder) throws IOException {
        Path kept = folder.resolve("model.checkpoints");
        if (!Files.exists(kept)) {
            return 0;
        }
        List<String> names = new ArrayList<>();
        try (Stream<Path> files = Files.list(kept)) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("step-"))
                    .forEach(names::add);
        }
        return names.stream()
                .mapToLong(name -> Long.parseLong(name.substring(5, 17)))
                .max()
                .orElse(0);
    }

    private static String sha256(Path model) throws IOException {
        return new ObjectMapper()
                .readTree(model.resolve("metrics.json").toFile())
                .get("weightsSha256")
                .asText();
    }
}
