package org.thalweg.jobs.run;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.thalweg.jobs.config.JobFile;
import org.thalweg.jobs.json.JsonException;
import org.thalweg.jobs.json.JsonObject;
import org.thalweg.jobs.store.ModelFolder;
import org.thalweg.math.Fingerprint;
import org.thalweg.model.Model;
import org.thalweg.spark.FileSystems;
import org.thalweg.spark.config.HoldOutSettings;
import org.thalweg.spark.table.DataException;

/**
 * The rows that a job's model was trained and evaluated on, according to the metrics beside the model.
 *
 * @param rows number of rows
 * @param content fingerprint of the rows
 */
record TrainedRows(long rows, String content) {
    /**
     * Reads the rows; empty if there are no such metrics.
     *
     * @param model the model that was read from there
     * @throws DataException if the metrics are those of another model
     */
    static Optional<TrainedRows> of(JobFile job, Model model, Configuration hadoop) {
        Path folder = new Path(job.model().path());
        try {
            FileSystem files = FileSystems.of(folder, hadoop);
            Optional<byte[]> bytes = ModelFolder.read(files, folder, ModelFolder.METRICS);
            if (bytes.isEmpty()) {
                return Optional.empty();
            }
            JsonObject metrics = JsonObject.parse(bytes.get(), new Path(folder, ModelFolder.METRICS).toString());
            requireOf(model, metrics, folder);
            return Optional.of(new TrainedRows(of(job, metrics), metrics.text("rowsContent")));
        } catch (IOException | JsonException e) {
            return Optional.empty(); // Unreadable metrics only mean that the rows cannot be compared.
        }
    }

    private static void requireOf(Model model, JsonObject metrics, Path folder) {
        String expected = Fingerprint.sha256(model.parameters());
        String found = metrics.optionalText("weightsSha256").orElse(expected);
        if (!found.equals(expected)) {
            throw new DataException("output.columns: expected for split the " + ModelFolder.METRICS
                    + " of the model (weights of SHA-256 " + expected + "), found that of another (" + found + ", "
                    + folder + "): the model may have been replaced meanwhile; run again, or remove split");
        }
    }

    private static long of(JobFile job, JsonObject metrics) {
        return metrics.whole("rows")
                + heldOut(metrics, "validationRows", job.data().validation())
                + heldOut(metrics, "testRows", job.data().test());
    }

    /** Rows of a separate source are not part of the job's data. */
    private static long heldOut(JsonObject metrics, String key, HoldOutSettings heldOut) {
        Map<String, Object> values = metrics.values();
        return heldOut instanceof HoldOutSettings.Separate || !values.containsKey(key) ? 0 : metrics.whole(key);
    }
}
