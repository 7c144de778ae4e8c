package org.thalweg.jobs.retrain;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.TreeMap;
import org.thalweg.jobs.config.JobFile;
import org.thalweg.math.Fingerprint;

/** The settings of a job that determine its challenger for given rows, and whether that may serve. */
final class RetrainJob {
    private RetrainJob() {}

    /** Equal for two jobs that produce the same challenger from the same rows and evaluate it in the same way. */
    static String fingerprint(JobFile job) {
        MessageDigest digest = Fingerprint.begin();
        new TreeMap<>(job.decisive())
                .forEach((key, value) -> digest.update((key + "=" + value + "\n").getBytes(StandardCharsets.UTF_8)));
        return Fingerprint.end(digest);
    }
}
