package org.thalweg.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Two processes that run one job: the second is refused while the first is running, and resumes once that was killed.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class TwoRunsIT {
    private static final List<String> TRAIN = List.of("train", "job.yaml");

    @Test
    void secondIsRefusedAndAKilledOneBlocksNobody() throws Exception {
        Path folder = SparkInstallation.scratch("two-runs");
        Files.writeString(folder.resolve("flowers.csv"), Flowers.csv(Flowers.of(200, 1)));
        Files.writeString(
                folder.resolve("job.yaml"),
                """
                task: classification
                data: { format: csv, path: flowers.csv, label: kind, validation: 0.2 }
                network: { hidden: [8], activation: tanh }
                training: { epochs: 1000000, batchSize: 32, engine: driver }
                checkpoint: { everySteps: 1, resume: auto }
                model: { path: model, overwrite: true }
                """);
        RunScript first = RunScript.start(folder, Map.of(), TRAIN);
        try {
            while (first.process().isAlive() && checkpoints(folder) == 0) {
                Thread.onSpinWait();
            }
            RunScript.Ended second = RunScript.in(folder, Map.of(), TRAIN);
            assertThat(second.err())
                    .contains("model.path: expected no other run that writes there at the same time, found process ")
                    .contains(", which is running (file:" + folder.resolve("model"));
            assertThat(second.code()).isEqualTo(5);
            assertThat(first.process().isAlive()).isTrue();
            assertThat(checkpoints(folder)).as("the first one's").isPositive();
        } finally {
            first.process().destroyForcibly().waitFor();
        }
        List<String> few = Stream.concat(TRAIN.stream(), Stream.of("--set", "training.epochs=1"))
                .toList();
        RunScript.Ended third = RunScript.in(folder, Map.of(), few);
        assertThat(third.code()).as(third.err()).isZero();
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .contains("model")
                    .noneMatch(name -> name.startsWith(".model") || name.equals("model.checkpoints"));
        }
    }

    private static long checkpoints(Path folder) throws Exception {
        Path kept = folder.resolve("model.checkpoints");
        if (!Files.exists(kept)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(kept)) {
            return files.filter(file -> file.getFileName().toString().startsWith("step-"))
                    .count();
        }
    }
}
