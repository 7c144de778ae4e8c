package org.thalweg.ml;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.function.BiFunction;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsReader$;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.thalweg.model.ModelFile;
import org.thalweg.model.Task;
import org.thalweg.spark.FileSystems;

/** Reads a model's folder, written by spark.ml or by a job, which writes no metadata. */
final class MlpModelReader<M extends Params> extends MLReader<M> {
    private final Class<M> type;
    private final Task task;
    private final BiFunction<String, ModelState, M> make;

    MlpModelReader(Class<M> type, Task task, BiFunction<String, ModelState, M> make) {
        this.type = type;
        this.task = task;
        this.make = make;
    }

    @Override
    @SuppressWarnings("deprecation") // the only method that all supported versions of Spark have
    public M load(String path) {
        Configuration hadoop = sc().hadoopConfiguration();
        if (!hasMetadata(path, hadoop)) {
            String uid = Identifiable$.MODULE$.randomUID("mlp" + task.label());
            return make.apply(uid, ModelState.read(path, "path", hadoop, task));
        }
        DefaultParamsReader.Metadata metadata = DefaultParamsReader$.MODULE$.loadMetadata(path, sc(), type.getName());
        return model(metadata, ModelState.read(path, "path", hadoop, task));
    }

    private M model(DefaultParamsReader.Metadata metadata, ModelState state) {
        M model = make.apply(metadata.uid(), state);
        metadata.getAndSetParams(model, metadata.getAndSetParams$default$2());
        return model;
    }

    /** Reads the model from a local folder of the driver. Spark Connect calls this, from Spark 4.1 on. */
    public M loadFromLocal(String path) {
        try {
            String metadata = Files.readString(java.nio.file.Path.of(path, MlpModelWriter.METADATA));
            ModelState state = new ModelState(ModelFile.read(java.nio.file.Path.of(path, ModelState.FILE)), null);
            return model(DefaultParamsReader$.MODULE$.parseMetadata(metadata, type.getName()), state);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean hasMetadata(String path, Configuration hadoop) {
        Path metadata = new Path(path, "metadata");
        try {
            return FileSystems.of(metadata, hadoop).exists(metadata);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
