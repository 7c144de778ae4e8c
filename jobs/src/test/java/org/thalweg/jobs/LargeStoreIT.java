package org.thalweg.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.thalweg.jobs.retrain.LargeStore;

/**
 * A store of many entries and files is read and written in little memory: with the profile soak, 10,000 and 1,000,000.
 */
class LargeStoreIT {
    private static final int ENTRIES = Integer.getInteger("thalweg.store.entries", 250);
    private static final int FILES = Integer.getInteger("thalweg.store.files", 20_000);
    private static final int MORE = 1000;

    /** In MiB. */
    private static final int HEAP = ENTRIES == 250 ? 64 : 512;

    @Test
    void logAndKnownFilesFitInLittleMemory() throws Exception {
        Path folder = SparkInstallation.scratch("large-store");
        run(folder, "make", "" + ENTRIES, "" + FILES);
        Path log = run(folder, "night", "" + MORE);
        assertThat(Files.readAllLines(log)).contains("entries " + ENTRIES, "files " + FILES);
        log = run(folder, "night", "" + MORE);
        Files.readAllLines(log).forEach(System.out::println);
        assertThat(Files.readAllLines(log)).contains("entries " + (ENTRIES + 1), "files " + (FILES + MORE));
        long longest = 0;
        for (int entry = 1; entry <= ENTRIES + 2; entry++) {
            longest = Math.max(longest, Files.size(folder.resolve(String.format("store/log/%05d.json", entry))));
        }
        assertThat(longest).as("bytes of an entry").isLessThan(10_000);
    }

    private static Path run(Path folder, String what, String... numbers) throws Exception {
        Path log = folder.resolve(what + ".log");
        List<String> arguments =
                new ArrayList<>(List.of(what, folder.resolve("store").toString()));
        arguments.addAll(List.of(numbers));
        int heap = what.equals("make") ? 1500 : HEAP;
        try (ChildJvm child =
                ChildJvm.start(LargeStore.class, log, List.of("-Xmx" + heap + "m"), arguments.toArray(String[]::new))) {
            assertThat(child.code(1800)).as("see %s", log).isZero();
        }
        return log;
    }
}
