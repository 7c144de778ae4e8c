package org.thalweg.jobs.run;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.thalweg.jobs.config.JobFile;
import org.thalweg.jobs.json.JsonException;
import org.thalweg.jobs.json.JsonObject;
import org.thalweg.jobs.store.ModelFolder;
import org.thalweg.spark.FileSystems;
import org.thalweg.spark.config.HeldOut;

/**
 * The rows of its data that a job's model was trained on or measured by, as the metrics beside the model say.
 *
 * @param rows how many
 * @param content which
 */
record TrainedRows(long rows, String content) {
    /** The rows; empty where there are no such metrics. */
    static Optional<TrainedRows> of(JobFile job, Configuration hadoop) {
        Path file = new Path(job.model().path(), ModelFolder.METRICS);
        try {
            FileSystem files = FileSystems.of(file, hadoop);
            if (!files.exists(file)) {
                return Optional.empty();
            }
            try (InputStream in = files.open(file)) {
                JsonObject metrics = JsonObject.parse(in.readAllBytes(), file.toString());
                return Optional.of(new TrainedRows(of(job, metrics), metrics.text("rowsContent")));
            }
        } catch (IOException | JsonException e) {
            return Optional.empty(); // It is only compared with what is scored.
        }
    }

    private static long of(JobFile job, JsonObject metrics) {
        return metrics.whole("rows")
                + heldOut(metrics, "validationRows", job.data().validation())
                + heldOut(metrics, "testRows", job.data().test());
    }

    /** Rows from elsewhere are none of the data's. */
    private static long heldOut(JsonObject metrics, String key, HeldOut heldOut) {
        Map<String, Object> values = metrics.values();
        return heldOut instanceof HeldOut.Separate || !values.containsKey(key) ? 0 : metrics.whole(key);
    }
}
