package org.thalweg.jobs.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.thalweg.jobs.Flowers;
import org.thalweg.jobs.Flowers.Flower;
import org.thalweg.jobs.Workbench;

/** The product's first promise, from the files to the weights. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class SameWeightsTest {
    @TempDir
    Path folder;

    @Test
    void filesTheirOrderPartitionsAndCoresLeaveNoTrace() {
        Workbench bench = new Workbench(folder);
        List<Flower> flowers = Flowers.of(331, 5);
        bench.write("one.csv", Flowers.csv(flowers));
        List<Flower> shuffled = new ArrayList<>(flowers);
        Collections.shuffle(shuffled, new Random(6));
        for (int file = 0; file < 13; file++) {
            int from = file * shuffled.size() / 13;
            int to = (file + 1) * shuffled.size() / 13;
            bench.write("many/" + file + ".csv", Flowers.csv(shuffled.subList(from, to)));
        }
        Map<String, String> weights = new LinkedHashMap<>();
        for (String master : List.of("local[1]", "local[2]")) {
            for (String partitions : List.of("1", "2", "3", "7")) {
                for (String path : List.of("one.csv", "many")) {
                    boolean crossed = master.endsWith("[1]") == path.equals("many");
                    if (crossed || partitions.equals("1")) {
                        weights.put(
                                path + " over " + partitions + " on " + master,
                                weights(bench, master, path, partitions));
                    }
                }
            }
        }
        weights.put("many over auto on local[2]", weights(bench, "local[2]", "many", "auto"));
        assertThat(weights).hasSize(11);
        assertThat(weights.values().stream().distinct()).as(weights.toString()).hasSize(1);
    }

    private static String weights(Workbench bench, String master, String path, String partitions) {
        bench.runOn(
                        master,
                        "train",
                        Flowers.csvJob(bench, path),
                        List.of(
                                "--overwrite",
                                "--set",
                                "training={ epochs: 2, batchSize: 64, laneRows: 8, partitions: " + partitions + " }",
                                "--set",
                                "data.validation=0.2",
                                "--set",
                                "data.scale=standard"))
                .done();
        assertThat(bench.metrics("model").get("master").asText()).isEqualTo(master);
        assertThat(bench.metrics("model").get("lanes").asInt()).isEqualTo(8);
        if (!partitions.equals("auto")) {
            assertThat(bench.metrics("model").get("partitions").asText()).isEqualTo(partitions);
        }
        return bench.metrics("model").get("weightsSha256").asText();
    }
}
