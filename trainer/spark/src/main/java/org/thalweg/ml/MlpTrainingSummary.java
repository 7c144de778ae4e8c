package org.thalweg.ml;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.classification.TrainingSummary;
import org.thalweg.spark.fit.Fitted;
import org.thalweg.train.EpochResult;
import org.thalweg.train.Evaluation;
import org.thalweg.train.Metric;
import org.thalweg.train.MetricValues;

/** How a model came about: the history of its training, and its measures at the end. */
public final class MlpTrainingSummary implements TrainingSummary, Serializable {
    private static final long serialVersionUID = 1;

    private static final String FILE = "summary.json";

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private final Content content;

    /** All that a summary holds, as it is written. */
    private record Content(
            double[] objectiveHistory,
            double[] validationHistory,
            Map<String, Map<String, Double>> measures,
            int bestEpoch,
            String stoppedBy,
            double trainingSeconds,
            String weightsSha256,
            List<String> warnings)
            implements Serializable {}

    private MlpTrainingSummary(Content content) {
        this.content = content;
    }

    /** The summary of a fit. */
    static MlpTrainingSummary of(Fitted fitted, List<String> warnings) {
        List<EpochResult> epochs = fitted.result().epochs();
        Map<String, Map<String, Double>> measures = new LinkedHashMap<>();
        fitted.evaluations().forEach((split, evaluation) -> measures.put(split, measures(evaluation)));
        return new MlpTrainingSummary(new Content(
                epochs.stream().mapToDouble(EpochResult::trainLoss).toArray(),
                epochs.stream().mapToDouble(FitProgress::validationLoss).toArray(),
                measures,
                fitted.result().bestEpoch(),
                fitted.result().stoppedBy().label(),
                fitted.trainingSeconds(),
                fitted.weightsSha256(),
                List.copyOf(warnings)));
    }

    /** Writes it into a folder of the driver's disk, as Spark Connect asks for. */
    void save(String folder) {
        try {
            Files.createDirectories(Path.of(folder));
            JSON.writeValue(Path.of(folder, FILE).toFile(), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The summary that was written into a folder of the driver's disk. */
    static MlpTrainingSummary load(String folder) {
        try {
            return new MlpTrainingSummary(JSON.readValue(Path.of(folder, FILE).toFile(), Content.class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Double> measures(Evaluation evaluation) {
        MetricValues values = MetricValues.of(evaluation);
        Map<String, Double> measures = new LinkedHashMap<>();
        measures.put(Metric.LOSS.label(), values.loss());
        for (Metric metric : Metric.of(values.task())) {
            measures.put(metric.label(), values.of(metric));
        }
        measures.values().removeIf(value -> value.isNaN());
        return measures;
    }

    /** The mean training loss of each epoch. */
    @Override
    public double[] objectiveHistory() {
        return content.objectiveHistory().clone();
    }

    /** The mean loss of the validation rows after each epoch; NaN where there are none. */
    public double[] validationHistory() {
        return content.validationHistory().clone();
    }

    /** The epochs that were trained. */
    @Override
    public int totalIterations() {
        return content.objectiveHistory().length;
    }

    /** The epoch whose weights were kept, from 0. */
    public int bestEpoch() {
        return content.bestEpoch();
    }

    /** What ended training: {@code epochs}, or the rule that did. */
    public String stoppedBy() {
        return content.stoppedBy();
    }

    /** The measures of the rows of a split, {@code train}, {@code validation} or {@code test}, by their names in job files. */
    public Map<String, Double> measures(String split) {
        Map<String, Double> of = content.measures().get(split);
        if (of == null) {
            throw new IllegalArgumentException(
                    "split: expected one of " + content.measures().keySet() + ", found " + split);
        }
        return new LinkedHashMap<>(of);
    }

    /** The splits that were measured. */
    public List<String> splits() {
        return List.copyOf(content.measures().keySet());
    }

    /** The seconds that the epochs took. */
    public double trainingSeconds() {
        return content.trainingSeconds();
    }

    /** The SHA-256 of the weights. */
    public String weightsSha256() {
        return content.weightsSha256();
    }

    /** What was worth a warning. */
    public List<String> warnings() {
        return content.warnings();
    }
}
