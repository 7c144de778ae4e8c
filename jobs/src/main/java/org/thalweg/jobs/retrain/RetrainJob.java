package org.thalweg.jobs.retrain;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.TreeMap;
import org.thalweg.jobs.config.JobFile;
import org.thalweg.math.Fingerprint;

/** What of a job decides which challenger it makes of some rows, and whether that may serve. */
final class RetrainJob {
    private RetrainJob() {}

    /** The same of two jobs that make one challenger of the same rows, and judge it the same way. */
    static String fingerprint(JobFile job) {
        MessageDigest digest = Fingerprint.begin();
        new TreeMap<>(job.decisive())
                .forEach((key, value) -> digest.update((key + "=" + value + "\n").getBytes(StandardCharsets.UTF_8)));
        return Fingerprint.end(digest);
    }
}
