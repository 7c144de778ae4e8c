package org.thalweg.ml;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.ml.param.Params;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.thalweg.model.Model;
import org.thalweg.model.Task;
import org.thalweg.spark.config.FitSettings;
import org.thalweg.spark.fit.FitCheckpoints;
import org.thalweg.spark.fit.FitResult;
import org.thalweg.spark.fit.Fitter;
import org.thalweg.spark.fit.TrainingData;

/** Fits the network of an estimator to a DataFrame. */
final class NetworkFit {
    private final MlpParams estimator;
    private final ParamSet params;
    private final Task task;
    private final List<String> features;
    private final List<String> labels;

    /**
     * A fit with an estimator's params.
     *
     * @param features the input columns
     * @param labels the label columns; empty for an autoencoder
     */
    NetworkFit(MlpParams estimator, Task task, List<String> features, List<String> labels) {
        this.estimator = estimator;
        this.params = estimator.paramSet();
        this.task = task;
        this.features = features;
        this.labels = labels;
    }

    /**
     * Trains the network.
     *
     * @throws IllegalArgumentException if params or rows are invalid
     * @throws java.util.concurrent.CancellationException if it is cancelled
     * @throws org.thalweg.train.DivergedException if training diverges
     */
    ModelState fit(Dataset<?> dataset) {
        Dataset<Row> rows = dataset.toDF();
        SparkSession spark = rows.sparkSession();
        RunningFit running = new RunningFit(spark.sparkContext(), params::nameOf);
        return running.running(estimator.uid(), () -> Messages.inSparkTerms(() -> fit(rows, running), params::nameOf));
    }

    private ModelState fit(Dataset<Row> rows, RunningFit running) {
        FitSettings settings = JobKeys.read(values());
        SparkSession spark = rows.sparkSession();
        Configuration hadoop = spark.sessionState().newHadoopConf();
        Fitter fitter = new Fitter(spark, settings, Map.of(), JobKeys.threshold(settings), running);
        Optional<Model> initial = text(params.initialModel).map(path -> initial(path, hadoop));
        Optional<Fitter.StartingPoint> from = initial.map(Fitter.StartingPoint::from);
        try (TrainingData data = TrainingData.of(rows, settings, initial, running)) {
            Fitter.StartingPoint start = from.orElseGet(
                    () -> new Fitter.StartingPoint(fitter.drawn(data.plan().network()), Optional.empty()));
            FitResult fitted = fitted(fitter, data, start, settings, hadoop, running);
            return new ModelState(fitted.model(), MlpTrainingSummary.of(fitted, running.warnings()));
        }
    }

    private FitResult fitted(
            Fitter fitter,
            TrainingData data,
            Fitter.StartingPoint start,
            FitSettings settings,
            Configuration hadoop,
            RunningFit running) {
        Optional<String> dir = text(params.checkpointDir);
        if (dir.isEmpty()) {
            return fitter.fit(data, FitCheckpoints.NONE, start);
        }
        int everyEpochs = (Integer) ((Params) estimator).getOrDefault(params.checkpointInterval);
        try (FitFolder folder = new FitFolder(dir.get(), everyEpochs, settings, hadoop, running)) {
            FitResult fitted = fitter.fit(data, folder, start);
            folder.clear();
            return fitted;
        }
    }

    private Model initial(String path, Configuration hadoop) {
        return ModelState.read(path, "initialModel", hadoop, task).model();
    }

    private Optional<String> text(TextParam param) {
        return estimator.isSet(param) ? Optional.of(estimator.getOrDefault(param)) : Optional.empty();
    }

    private Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>(params.settings());
        values.put("task", task.label());
        values.put("data.features", features);
        if (!labels.isEmpty()) {
            values.put("data.label", labels.size() == 1 ? labels.get(0) : labels);
        }
        text(params.validationIndicatorCol).ifPresent(column -> values.put("data.validation", Map.of("where", column)));
        return values;
    }
}
