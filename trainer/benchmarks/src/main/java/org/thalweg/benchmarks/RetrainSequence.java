package org.thalweg.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.thalweg.benchmarks.common.JobCommand;

/** Nights of {@code retrain} over parts of MNIST that come in one after the other, as a schedule would run them. */
final class RetrainSequence {
    private final MnistParts mnist;
    private final Path folder;
    private final String retrain;
    private final String training;
    private int night;

    /**
     * A store of its own.
     *
     * @param retrain further keys of the job's section, in braces' syntax
     * @param training the job's section
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

    /** Learns what has come in; every challenger may serve, as what it can is what is looked at. */
    void learn(String start) {
        night++;
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

    /** A number of the last night's metrics. */
    double metric(String name) {
        try {
            String json = Files.readString(folder.resolve("store/versions/" + night + "/metrics.json"));
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
