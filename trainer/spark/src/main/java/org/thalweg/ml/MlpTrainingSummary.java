package org.thalweg.ml;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.classification.TrainingSummary;
import org.thalweg.json.JsonCursor;
import org.thalweg.json.JsonText;
import org.thalweg.spark.fit.FitResult;
import org.thalweg.train.EpochResult;
import org.thalweg.train.Evaluation;
import org.thalweg.train.Metric;
import org.thalweg.train.MetricValues;

/** How a model was trained: the losses per epoch, and the metrics of the final model. */
public final class MlpTrainingSummary implements TrainingSummary, Serializable {
    private static final long serialVersionUID = 1;

    private static final String FILE = "summary.json";

    private final Content content;

    /** The content of a summary, as written to its file. */
    private record Content(
            double[] objectiveHistory,
            double[] validationHistory,
            Map<String, Map<String, Double>> measures,
            int bestEpoch,
            String stoppedBy,
            double trainingSeconds,
            String weightsSha256,
            List<String> warnings)
            implements Serializable {

        /** Writes numbers as strings, because some are not finite. */
        void write(JsonGenerator json) throws IOException {
            json.writeStartObject();
            numbers(json, "objectiveHistory", objectiveHistory);
            numbers(json, "validationHistory", validationHistory);
            json.writeObjectFieldStart("measures");
            for (Map.Entry<String, Map<String, Double>> split : measures.entrySet()) {
                json.writeObjectFieldStart(split.getKey());
                for (Map.Entry<String, Double> measure : split.getValue().entrySet()) {
                    json.writeStringField(measure.getKey(), measure.getValue().toString());
                }
                json.writeEndObject();
            }
            json.writeEndObject();
            json.writeNumberField("bestEpoch", bestEpoch);
            json.writeStringField("stoppedBy", stoppedBy);
            json.writeStringField("trainingSeconds", Double.toString(trainingSeconds));
            json.writeStringField("weightsSha256", weightsSha256);
            json.writeArrayFieldStart("warnings");
            for (String warning : warnings) {
                json.writeString(warning);
            }
            json.writeEndArray();
            json.writeEndObject();
        }

        private static void numbers(JsonGenerator json, String name, double[] numbers) throws IOException {
            json.writeArrayFieldStart(name);
            for (double number : numbers) {
                json.writeString(Double.toString(number));
            }
            json.writeEndArray();
        }

        static Content read(JsonCursor json) throws IOException {
            return new Content(
                    numbers(json.field("objectiveHistory")),
                    numbers(json.field("validationHistory")),
                    json.field("measures").map(split -> split.map(measure -> Double.valueOf(measure.text()))),
                    json.field("bestEpoch").intValue(),
                    json.field("stoppedBy").text(),
                    Double.parseDouble(json.field("trainingSeconds").text()),
                    json.field("weightsSha256").text(),
                    json.field("warnings").list(JsonCursor::text));
        }

        private static double[] numbers(JsonCursor json) throws IOException {
            return json.list(JsonCursor::text).stream()
                    .mapToDouble(Double::parseDouble)
                    .toArray();
        }
    }

    private MlpTrainingSummary(Content content) {
        this.content = content;
    }

    /** Makes the summary of a fit. */
    static MlpTrainingSummary of(FitResult fitted, List<String> warnings) {
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

    /** Writes the summary to a local folder of the driver, for Spark Connect. */
    void save(String folder) {
        try {
            Files.createDirectories(Path.of(folder));
            Files.writeString(Path.of(folder, FILE), JsonText.of(content::write));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Loads a summary from a local folder of the driver. */
    static MlpTrainingSummary load(String folder) {
        try {
            return JsonCursor.read(
                    Files.readString(Path.of(folder, FILE)),
                    (expected, found, offset) -> new IllegalArgumentException(
                            folder + "/" + FILE + ": expected " + expected + ", found " + found),
                    json -> new MlpTrainingSummary(json.object(Content::read)));
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

    /** The mean loss over the validation rows after each epoch; NaN if there are none. */
    public double[] validationHistory() {
        return content.validationHistory().clone();
    }

    /** The number of epochs trained. */
    @Override
    public int totalIterations() {
        return content.objectiveHistory().length;
    }

    /** The epoch whose weights the model has, from 0. */
    public int bestEpoch() {
        return content.bestEpoch();
    }

    /** Why training stopped: {@code epochs}, or the name of a stopping rule. */
    public String stoppedBy() {
        return content.stoppedBy();
    }

    /**
     * The metrics of a split, by their names in job files.
     *
     * @param split {@code train}, {@code validation} or {@code test}
     * @throws IllegalArgumentException if the split was not evaluated
     */
    public Map<String, Double> measures(String split) {
        Map<String, Double> of = content.measures().get(split);
        if (of == null) {
            throw new IllegalArgumentException(
                    "split: expected one of " + content.measures().keySet() + ", found " + split);
        }
        return new LinkedHashMap<>(of);
    }

    /** The splits that were evaluated. */
    public List<String> splits() {
        return List.copyOf(content.measures().keySet());
    }

    /** The duration of all epochs in seconds. */
    public double trainingSeconds() {
        return content.trainingSeconds();
    }

    /** The SHA-256 of the weights. */
    public String weightsSha256() {
        return content.weightsSha256();
    }

    /** The warnings of the fit. */
    public List<String> warnings() {
        return content.warnings();
    }
}
