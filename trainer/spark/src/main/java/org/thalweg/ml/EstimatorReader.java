package org.thalweg.ml;

import java.util.function.Function;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsReader$;
import org.apache.spark.ml.util.MLReader;

/** Reads a saved estimator. Spark's own reader instantiates any class that the file names; this one only the expected class. */
final class EstimatorReader<E extends Params> extends MLReader<E> {
    private final Class<E> type;
    private final Function<String, E> make;

    EstimatorReader(Class<E> type, Function<String, E> make) {
        this.type = type;
        this.make = make;
    }

    @Override
    @SuppressWarnings("deprecation") // the only method that all supported versions of Spark have
    public E load(String path) {
        DefaultParamsReader.Metadata metadata = DefaultParamsReader$.MODULE$.loadMetadata(path, sc(), type.getName());
        E estimator = make.apply(metadata.uid());
        metadata.getAndSetParams(estimator, metadata.getAndSetParams$default$2());
        return estimator;
    }
}
