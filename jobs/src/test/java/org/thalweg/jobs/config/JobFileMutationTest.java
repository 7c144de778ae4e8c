package org.thalweg.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.thalweg.jobs.config.JobFileTexts.CSV;
import static org.thalweg.jobs.config.JobFileTexts.FULL;
import static org.thalweg.jobs.config.JobFileTexts.read;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.thalweg.spark.config.Purpose;
import org.thalweg.spark.config.SettingsException;

/** Whatever a file holds, reading it gives a job file that reads back equal, or a {@link SettingsException}. */
class JobFileMutationTest {
    private static final List<String> PIECES = List.of(
            "{",
            "}",
            "[",
            "]",
            ":",
            ": ",
            ",",
            "#",
            "&a ",
            "*a",
            "!",
            "!!int ",
            "'",
            "\"",
            "\\",
            "\\U",
            "|",
            ">",
            "-",
            "- ",
            "? ",
            "%",
            "@",
            "`",
            "\t",
            "\n",
            "\r",
            "\n  ",
            "---",
            "...",
            "null",
            "~",
            "<<: ",
            "\u0000",
            "\uD83D",
            "\uFEFF",
            "é",
            "1e99999",
            "-0.0",
            "99999999999999999999",
            "1e-400",
            "0x1F",
            "true",
            "all",
            "full",
            "auto",
            "digits",
            "table",
            "idx",
            "libsvm",
            "sgd",
            "cosine",
            "regression",
            "tab",
            "path",
            "first",
            "rows",
            "retrain",
            "off",
            "shrinkPerturb",
            "partitions");

    @Test
    void everyTruncationIsAJobOrAFault() {
        for (int length = 0; length <= FULL.length(); length++) {
            check(FULL.substring(0, length), "length " + length);
        }
    }

    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void everyMutationIsAJobOrAFault() {
        long seed = Long.getLong("thalweg.test.seed", 20260114);
        int good = 0;
        for (int i = 0; i < Integer.getInteger("thalweg.test.mutations", 4_000); i++) {
            Random random = new Random(seed + i);
            good += check(mutated(random.nextBoolean() ? FULL : CSV, random), "seed " + (seed + i)) ? 1 : 0;
        }
        assertThat(good).as("some mutations are harmless").isPositive();
    }

    @Test
    void everyMutationOfAnOverrideIsAJobOrAFault() {
        long seed = Long.getLong("thalweg.test.seed", 20260114);
        for (int i = 0; i < 2_000; i++) {
            Random random = new Random(seed + i);
            String override = mutated("data.validation={path: [a, b], rows: 5}", random);
            try {
                read(CSV, override);
            } catch (SettingsException expected) {
                assertSound(expected);
            } catch (RuntimeException | StackOverflowError unexpected) {
                throw new AssertionError("seed " + (seed + i) + ": --set " + override, unexpected);
            }
        }
    }

    @Test
    void everyCorruptionOfTheBytesIsAJobOrAFault() {
        long seed = Long.getLong("thalweg.test.seed", 20260114);
        for (int i = 0; i < 1_000; i++) {
            Random random = new Random(seed + i);
            byte[] bytes = FULL.getBytes(StandardCharsets.UTF_8);
            for (int j = random.nextInt(3); j >= 0; j--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                JobFileReader.read(bytes, "x.yaml", List.of(), Purpose.TRAIN);
            } catch (SettingsException expected) {
                assertSound(expected);
            } catch (RuntimeException | StackOverflowError unexpected) {
                throw new AssertionError("seed " + (seed + i), unexpected);
            }
        }
    }

    private static boolean check(String yaml, String which) {
        JobFile job;
        try {
            job = read(yaml);
        } catch (SettingsException expected) {
            assertSound(expected);
            return false;
        } catch (RuntimeException | StackOverflowError unexpected) {
            throw new AssertionError(which + ":\n" + yaml, unexpected);
        }
        assertThat(read(job.toYaml())).as(which).isEqualTo(job);
        return true;
    }

    private static void assertSound(SettingsException thrown) {
        assertThat(thrown.errors()).isNotEmpty();
        assertThat(thrown.errors()).allSatisfy(fault -> {
            assertThat(fault.message()).isNotBlank();
            assertThat(fault.toString()).doesNotContainPattern("[\\n\\r]");
        });
    }

    private static String mutated(String text, Random random) {
        StringBuilder mutated = new StringBuilder(text);
        for (int i = random.nextInt(4); i >= 0 && mutated.length() > 1; i--) {
            int at = random.nextInt(mutated.length());
            int end = Math.min(mutated.length(), at + 1 + random.nextInt(12));
            String piece = PIECES.get(random.nextInt(PIECES.size()));
            switch (random.nextInt(5)) {
                case 0 -> mutated.delete(at, end);
                case 1 -> mutated.insert(at, piece);
                case 2 -> mutated.replace(at, end, piece);
                case 3 -> mutated.insert(random.nextInt(mutated.length()), mutated.substring(at, end));
                default -> mutated.setCharAt(at, (char) random.nextInt(random.nextBoolean() ? 128 : 65536));
            }
        }
        return mutated.toString();
    }
}
