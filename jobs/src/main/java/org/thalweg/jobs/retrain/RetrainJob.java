package org.thalweg.jobs.retrain;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.TreeMap;
import org.thalweg.jobs.config.JobFile;
import org.thalweg.math.Fingerprint;

/** What of a job decides which challenger it makes of some rows, and whether that may serve. */
final class RetrainJob {
    /** Where rows and models are, who is told, and how the work is shared out: nothing of a challenger depends on it. */
    private static final List<String> NO_MATTER = List.of(
            "name",
            "data.path",
            "data.labels",
            "data.table",
            "training.partitions",
            "training.stepDeadlineSeconds",
            "checkpoint.",
            "model.",
            "output.",
            "retrain.store",
            "retrain.notify.");

    private RetrainJob() {}

    /** The same of two jobs that make one challenger of the same rows, and judge it alike. */
    static String fingerprint(JobFile job) {
        MessageDigest digest = Fingerprint.begin();
        new TreeMap<>(job.flattened()).forEach((key, value) -> {
            if (NO_MATTER.stream().noneMatch(key::startsWith)) {
                digest.update((key + "=" + value + "\n").getBytes(StandardCharsets.UTF_8));
            }
        });
        return Fingerprint.end(digest);
    }
}
