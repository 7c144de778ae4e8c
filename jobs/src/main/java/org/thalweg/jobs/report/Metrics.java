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

/** What a script wants to know of a run: one flat object, its keys in the order in which they were put. */
public final class Metrics {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** How far an area may be from that of the exact scores. */
    private static final String BOUND = "Bound";

    private final Map<String, Object> values = new LinkedHashMap<>();

    /** Puts a value; a number that is not finite becomes null, as JSON has no other word for it. */
    public Metrics put(String key, Object value) {
        values.put(key, value instanceof Double number && !Double.isFinite(number) ? null : value);
        return this;
    }

    /** Puts a split's loss and the other metrics of its task; those that are no number are left out. */
    public Metrics put(String split, MetricValues values) {
        put(split + "Rows", values.rows());
        put(Metric.LOSS.labelOn(split), values.loss());
        for (Metric metric : Metric.of(values.task())) {
            putNumber(metric.labelOn(split), values.of(metric));
        }
        return this;
    }

    /** Puts a split's metrics, and what could be predicted of its rows without their features. */
    public Metrics put(String split, Evaluation evaluation) {
        put(split, MetricValues.of(evaluation));
        for (Metric metric : evaluation.metrics()) {
            putNumber(metric.baselineLabelOn(split), metric.baselineOf(evaluation));
        }
        if (evaluation.scores() != null && evaluation.scores().rocAucBound() > 0) {
            putNumber(Metric.ROC_AUC.labelOn(split) + BOUND, evaluation.scores().rocAucBound());
            putNumber(Metric.PR_AUC.labelOn(split) + BOUND, evaluation.scores().prAucBound());
        }
        return this;
    }

    private void putNumber(String key, double value) {
        if (Double.isFinite(value)) {
            values.put(key, value);
        }
    }

    /** Its values by key, in their order. */
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

    /** The history of a run: a line an epoch. */
    public static String history(List<EpochResult> epochs) {
        StringBuilder lines = new StringBuilder();
        for (EpochResult epoch : epochs) {
            Metrics metrics = new Metrics()
                    .put("epoch", epoch.epoch() + 1)
                    .put("steps", epoch.steps())
                    .put("rows", epoch.rows())
                    .put("trainLoss", epoch.trainLoss());
            if (epoch.validation() != null) {
                metrics.put("validation", epoch.validation());
            }
            metrics.put("gradientNorm", epoch.gradientNorm())
                    .put("learningRate", epoch.learningRate())
                    .put("seconds", epoch.seconds())
                    .put("layers", epoch.layers().stream().map(Metrics::layer).toList());
            lines.append(metrics.line());
        }
        return lines.toString();
    }
}
