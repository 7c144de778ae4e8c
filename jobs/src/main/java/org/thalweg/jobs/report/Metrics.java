package org.thalweg.jobs.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.thalweg.train.EpochResult;
import org.thalweg.train.Evaluation;
import org.thalweg.train.LayerSummary;
import org.thalweg.train.Metric;
import org.thalweg.train.MetricValues;

/** The metrics of a run for scripts: one flat JSON object, with keys in insertion order. */
public final class Metrics {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Suffix of the largest error of an area under a curve, as scores are binned. */
    private static final String BOUND = "Bound";

    private final Map<String, Object> values = new LinkedHashMap<>();

    /** Puts a value; a number that is not finite becomes null, as JSON cannot represent it. */
    public Metrics put(String key, Object value) {
        values.put(key, value instanceof Double number && !Double.isFinite(number) ? null : value);
        return this;
    }

    /** Puts a split's loss and the other metrics of its task; metrics that are NaN are left out. */
    public Metrics put(String split, MetricValues values) {
        put(split + "Rows", values.rows());
        put(Metric.LOSS.labelOn(split), values.loss());
        for (Metric metric : Metric.of(values.task())) {
            putNumber(metric.labelOn(split), values.of(metric));
        }
        return this;
    }

    /** Puts a split's metrics, and those of the baseline without features. */
    public Metrics put(String split, Evaluation evaluation) {
        put(split, MetricValues.of(evaluation));
        for (Metric metric : evaluation.metrics()) {
            putNumber(metric.baselineLabelOn(split), metric.baselineOf(evaluation));
        }
        evaluation.scores().filter(scores -> scores.rocAucBound() > 0).ifPresent(scores -> {
            putNumber(Metric.ROC_AUC.labelOn(split) + BOUND, scores.rocAucBound());
            putNumber(Metric.PR_AUC.labelOn(split) + BOUND, scores.prAucBound());
        });
        return this;
    }

    private void putNumber(String key, double value) {
        if (Double.isFinite(value)) {
            values.put(key, value);
        }
    }

    /** The values by key, in insertion order. */
    public Map<String, Object> values() {
        return Collections.unmodifiableMap(values);
    }

    /** The object, indented. */
    public String json() {
        try {
            return JSON.writer(SerializationFeature.INDENT_OUTPUT).writeValueAsString(values) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private String line() {
        try {
            return JSON.writeValueAsString(values) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Object> layer(LayerSummary layer) {
        return new Metrics()
                .put("rows", layer.rows())
                .put("activationMean", layer.mean())
                .put("activationDeviation", layer.deviation())
                .put("saturated", layer.saturated())
                .put("dead", layer.dead())
                .put("weightNorm", layer.weightNorm())
                .put("gradientNorm", layer.gradientNorm())
                .values;
    }

    /** The history of a run as JSON lines, one for each epoch. */
    public static String history(List<EpochResult> epochs) {
        StringBuilder lines = new StringBuilder();
        for (EpochResult epoch : epochs) {
            Metrics metrics = new Metrics()
                    .put("epoch", epoch.epoch() + 1)
                    .put("steps", epoch.steps())
                    .put("rows", epoch.rows())
                    .put("trainLoss", epoch.trainLoss());
            epoch.validation().ifPresent(validation -> metrics.put("validation", validation));
            metrics.put("gradientNorm", epoch.gradientNorm())
                    .put("learningRate", epoch.learningRate())
                    .put("seconds", epoch.seconds())
                    .put("layers", epoch.layers().stream().map(Metrics::layer).toList());
            lines.append(metrics.line());
        }
        return lines.toString();
    }
}
