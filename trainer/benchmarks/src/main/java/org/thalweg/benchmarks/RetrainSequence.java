package org.thalweg.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.thalweg.benchmarks.common.JobCommand;

/** A sequence of {@code retrain} runs over parts of MNIST that arrive one after another, as a schedule would run them. */
final class RetrainSequence {
    private final MnistParts mnist;
    private final Path folder;
    private final String retrain;
    private final String training;
    private int version;

    /**
     * A sequence with a new model store.
     *
     * @param retrain further keys of the job's {@code retrain} section, in YAML flow style
     * @param training the job's {@code training} section
     */
    RetrainSequence(MnistParts mnist, String retrain, String training, int threads) {
        this.mnist = mnist;
        this.retrain = retrain;
        this.training = training;
        JobCommand.useThreads(threads);
        try {
            folder = Files.createTempDirectory("thalweg-nights");
            Files.createDirectories(folder.resolve("in"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path in() {
        return folder.resolve("in");
    }

    /** Retrains on the new rows. Every challenger is promoted, because only its metrics are of interest. */
    void learn(String start) {
        version++;
        String job =
                """
                task: classification
                seed: 1
                data:
                  format: idx
                  path: %s/images-*
                  labels: %s/labels-*
                  classes: ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]
                  validation: 0.1
                  test: { path: %s, labels: %s }
                network: { hidden: [300], activation: relu }
                optimizer: { type: adam, learningRate: 0.001 }
                training: %s
                checkpoint: { keep: 0 }
                retrain:
                  store: %s
                  start: %s
                  holdOut: 0.02
                  checks: { missing: off, outOfRange: off, unseen: off, labelShift: off, psi: off, effect: off,
                            servingDrop: off }
                  gate: { margin: 1, sliceDrop: 1, classDrop: 1, samples: 100 }
                  %s
                """
                        .formatted(
                                in(),
                                in(),
                                mnist.test(true),
                                mnist.test(false),
                                training,
                                folder.resolve("store"),
                                start,
                                retrain);
        try {
            JobCommand.run(
                    JobCommand.DONE,
                    "retrain",
                    Files.writeString(folder.resolve("job.yaml"), job).toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A metric of the last version. */
    double metric(String name) {
        try {
            String json = Files.readString(folder.resolve("store/versions/" + version + "/metrics.json"));
            Matcher found = Pattern.compile("\"" + name + "\" : ([-0-9.Ee]+)").matcher(json);
            if (!found.find()) {
                throw new IllegalStateException("no " + name + " in " + json);
            }
            return Double.parseDouble(found.group(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
