package org.thalweg.ml;

import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.DefaultParamsWriter$;
import org.apache.spark.ml.util.MLWriter;
import scala.Option;

/** Writes a model's folder: the metadata of spark.ml, and beside it the network's file as job files write it. */
final class ModelWriter extends MLWriter {
    private final Params model;
    private final ModelState state;

    ModelWriter(Params model, ModelState state) {
        this.model = model;
        this.state = state;
    }

    @Override
    @SuppressWarnings({"unchecked", "rawtypes", "deprecation"}) // the one form that all versions of Spark have
    public void saveImpl(String path) {
        state.write(path, sc().hadoopConfiguration());
        Option none = Option.empty();
        DefaultParamsWriter$.MODULE$.saveMetadata(model, path, sc(), none, none);
    }
}
