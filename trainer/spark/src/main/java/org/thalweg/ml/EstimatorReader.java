package org.thalweg.ml;

import java.util.function.Function;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsReader$;
import org.apache.spark.ml.util.MLReader;

/** Reads an estimator that was saved. Spark's own reader makes whatever class the file names; this one makes its own alone. */
final class EstimatorReader<E extends Params> extends MLReader<E> {
    private final Class<E> type;
    private final Function<String, E> make;

    EstimatorReader(Class<E> type, Function<String, E> make) {
        this.type = type;
        this.make = make;
    }

    @Override
    @SuppressWarnings("deprecation") // the one form that all versions of Spark have
    public E load(String path) {
        DefaultParamsReader.Metadata metadata = DefaultParamsReader$.MODULE$.loadMetadata(path, sc(), type.getName());
        E estimator = make.apply(metadata.uid());
        metadata.getAndSetParams(estimator, metadata.getAndSetParams$default$2());
        return estimator;
    }
}
