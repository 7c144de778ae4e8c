package org.thalweg.ml;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.DefaultParamsWriter$;
import org.apache.spark.ml.util.MLWriter;
import scala.Option;

/** Writes a model's folder: the metadata of spark.ml, and the network in the file that job files write. */
final class MlpModelWriter extends MLWriter {
    /** The metadata file in a local folder of the driver. */
    static final String METADATA = "metadata.json";

    private final Params model;
    private final ModelState state;

    MlpModelWriter(Params model, ModelState state) {
        this.model = model;
        this.state = state;
    }

    /** Writes the model to a local folder of the driver. Spark Connect calls this, from Spark 4.1 on. */
    @SuppressWarnings({"unchecked", "rawtypes", "deprecation"}) // see saveImpl
    public void saveToLocal(String path) throws IOException {
        Path folder = Files.createDirectories(Path.of(path));
        Option none = Option.empty();
        Files.writeString(
                folder.resolve(METADATA), DefaultParamsWriter$.MODULE$.getMetadataToSave(model, sc(), none, none));
        state.write(folder);
    }

    @Override
    @SuppressWarnings({"unchecked", "rawtypes", "deprecation"
    }) // the only method that all supported versions of Spark have
    public void saveImpl(String path) {
        Option none = Option.empty();
        DefaultParamsWriter$.MODULE$.saveMetadata(model, path, sc(), none, none);
        // The network is written last: a folder without metadata would be read as the model of a job file.
        state.write(path, sc().hadoopConfiguration());
    }
}
