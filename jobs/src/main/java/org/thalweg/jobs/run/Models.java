package org.thalweg.jobs.run;

import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.thalweg.jobs.config.JobFile;
import org.thalweg.model.Model;
import org.thalweg.model.ModelFile;

/** Reads models from any Hadoop file system. */
final class Models {
    private Models() {}

    /** The model that a job trained. */
    static Model of(JobFile job, Configuration hadoop) {
        Path file = new Path(job.model().path(), TrainRun.MODEL);
        try {
            FileSystem files = file.getFileSystem(hadoop);
            if (!files.exists(file)) {
                throw new UsageException("model.path: expected a trained model, found no " + file
                        + "; train it first, or check the path");
            }
            // The model's own hash tells more than Hadoop's checksums, which stay behind when a file is edited or
            // copied.
            files.setVerifyChecksum(false);
            FileStatus status = files.getFileStatus(file);
            try (InputStream in = files.open(file)) {
                Model model = ModelFile.read(in, status.getLen(), file.toString());
                requireTask(job, model);
                return model;
            }
        } catch (IOException e) {
            throw new UsageException(
                    "model.path: expected a file that can be read, found " + file + ": " + e.getMessage());
        }
    }

    private static void requireTask(JobFile job, Model model) {
        if (model.task() != job.task().learned()) {
            throw new UsageException("task: expected " + model.task().label() + " (what the model at "
                    + job.model().path() + " was trained for), found "
                    + job.task().yamlName());
        }
    }
}
