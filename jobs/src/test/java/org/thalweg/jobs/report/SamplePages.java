package org.thalweg.jobs.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.thalweg.data.Example;
import org.thalweg.data.Scaling;
import org.thalweg.data.Split;
import org.thalweg.jobs.report.ComparisonRow.Verdict;
import org.thalweg.math.Philox;
import org.thalweg.model.Task;
import org.thalweg.nn.Activation;
import org.thalweg.nn.Dropout;
import org.thalweg.nn.Initialisation;
import org.thalweg.nn.Loss;
import org.thalweg.nn.Network;
import org.thalweg.optim.Adam;
import org.thalweg.train.Batches;
import org.thalweg.train.EpochResult;
import org.thalweg.train.ErrorRange;
import org.thalweg.train.Evaluation;
import org.thalweg.train.EvaluationForm;
import org.thalweg.train.LayerSummary;
import org.thalweg.train.LocalEngine;
import org.thalweg.train.LocalRows;
import org.thalweg.train.MetricValues;
import org.thalweg.train.Trainer;
import org.thalweg.train.TrainingListener;
import org.thalweg.train.TrainingPlan;
import org.thalweg.train.TrainingResult;
import org.thalweg.train.TrainingSettings;

/** Pages of small trainings, whose names come from somebody who means no good. */
final class SamplePages {
    static final String HOSTILE = "</script><img src=x onerror=alert(1)>";
    static final String QUOTED = "\"'><b>&amp;\u2028";
    static final Instant TIME = Instant.parse("2026-11-22T08:30:00Z");

    private static final int INPUTS = 4;

    private SamplePages() {}

    /** An outcome of a training. */
    static RunOutcome trained(String words) {
        return new RunOutcome(RunOutcome.Kind.TRAINED, words);
    }

    /** With everything that a report can tell. */
    static ReportPage full() {
        ReportPage trained = classification(List.of("steady", HOSTILE, QUOTED), 12);
        return trained.withReasons(List.of("slice " + HOSTILE + " does worse", "drift of 1 column"))
                .withDrift(List.of(
                        new DriftRow("temperature", 0.013, -0.08, 0.01, 0.012, false, ""),
                        new DriftRow(HOSTILE, 0.412, 0.93, 0, 0.2, true, "above 0.25 " + HOSTILE),
                        new DriftRow("maker", 0.08, Double.NaN, 0, 0, false, "")))
                .withComparison(
                        "accuracy " + QUOTED,
                        List.of(
                                new ComparisonRow("all", 12_345, 0.931, 0.947, 0.016, 0.011, 0.021, Verdict.HOLDS),
                                new ComparisonRow(HOSTILE, 321, 0.91, 0.88, -0.03, -0.05, -0.01, Verdict.REFUSED),
                                new ComparisonRow(
                                        "few", 12, 0.75, 0.5, -0.25, Double.NaN, Double.NaN, Verdict.NOT_EVALUATED)));
    }

    /** A training that has classes of these names. */
    static ReportPage classification(List<String> names, int epochs) {
        Activation output = Activation.SOFTMAX;
        return trained(Task.CLASSIFICATION, output, names.size(), Loss.CROSS_ENTROPY, epochs)
                .apply(names);
    }

    /** A training that has numbers of these names. */
    static ReportPage regression(List<String> names) {
        return trained(Task.REGRESSION, Activation.IDENTITY, names.size(), Loss.HALF_SQUARED_ERROR, 3)
                .apply(names);
    }

    /** A training that has labels of these names. */
    static ReportPage multilabel(List<String> names) {
        return trained(Task.MULTILABEL, Activation.SIGMOID, names.size(), Loss.CROSS_ENTROPY, 3)
                .apply(names);
    }

    /** Epochs of no training, as many as are asked for; every number of one of them is not finite. */
    static List<EpochResult> epochs(int count, int broken) {
        List<EpochResult> epochs = new ArrayList<>();
        for (int e = 0; e < count; e++) {
            double x = e == broken ? Double.NaN : 1.0 / (e + 1);
            LayerSummary layer = new LayerSummary(128, x, x, x, x, x, e == broken ? Double.POSITIVE_INFINITY : x);
            MetricValues measures = MetricValues.ofFile(Task.CLASSIFICATION, 100, x, List.of(1 - x));
            epochs.add(new EpochResult(e, e, 100, x, Optional.of(measures), x, x, x, List.of(layer, layer)));
        }
        return epochs;
    }

    private interface Named {
        ReportPage apply(List<String> names);
    }

    private static Named trained(Task task, Activation output, int outputs, Loss loss, int epochs) {
        Network network = Network.of(INPUTS, List.of(8), Activation.TANH, outputs, output);
        Batches batches = Batches.of(32, 16);
        TrainingPlan plan = new TrainingPlan(network, loss, batches, 7, task, Dropout.NONE);
        LocalRows rows =
                LocalRows.pack(rows(task, outputs), 7, batches, 0.3, s -> Scaling.of(Scaling.Kind.STANDARD, s));
        try (LocalEngine engine = new LocalEngine(plan, rows, 1)) {
            TrainingSettings settings = TrainingSettings.of(epochs, new Adam(), 0.01);
            TrainingResult result = new Trainer(engine, settings, TrainingListener.NONE)
                    .train(Initialisation.AUTO.parameters(network, 7));
            Map<String, Evaluation> evaluations = new LinkedHashMap<>();
            evaluations.put("train", engine.evaluate(result.parameters(), Split.TRAINING));
            Evaluation validation = engine.evaluate(result.parameters(), Split.VALIDATION);
            evaluations.put("validation", validation);
            if (task == Task.REGRESSION) {
                List<ErrorRange> ranges = IntStream.range(0, Math.min(2, outputs))
                        .mapToObj(target -> validation.errors().range(target).orElseThrow())
                        .toList();
                EvaluationForm form = EvaluationForm.PLAIN.withErrors(ranges);
                evaluations.put("validation", engine.evaluate(result.parameters(), Split.VALIDATION, form));
            }
            Map<String, Object> metrics = new LinkedHashMap<>();
            metrics.put("name", HOSTILE);
            metrics.put("epochs", epochs);
            metrics.put("bestEpoch", Math.max(1, epochs - 3));
            metrics.put("trainingSeconds", 75.4);
            metrics.put("parameters", network.parameterCount());
            metrics.put("trainR2", null);
            metrics.put("new", List.of("a.csv " + HOSTILE, "b.csv"));
            return names -> ReportPage.of(
                            "pumps " + HOSTILE, TIME, new RunOutcome(RunOutcome.Kind.REFUSED, "Kept the old model"))
                    .withMetrics(metrics)
                    .withEpochs(result.epochs())
                    .withEvaluations(evaluations, names)
                    .withJob("name: '" + HOSTILE + "'\ntask: " + task.label() + "\n");
        }
    }

    private static List<Example> rows(Task task, int outputs) {
        Philox random = new Philox(5, 0);
        List<Example> rows = new ArrayList<>();
        for (int r = 0; r < 400; r++) {
            float[] x = new float[INPUTS];
            for (int i = 0; i < INPUTS; i++) {
                x[i] = (float) random.nextNormal();
            }
            float[] y = new float[task == Task.CLASSIFICATION ? 1 : outputs];
            for (int o = 0; o < y.length; o++) {
                double sum = x[o % INPUTS] + 0.5 * random.nextNormal();
                y[o] = switch (task) {
                    case CLASSIFICATION -> (float) Math.floorMod((int) Math.floor(sum * outputs / 2), outputs);
                    case MULTILABEL -> sum > 0 ? 1 : 0;
                    case REGRESSION, AUTOENCODER -> (float) sum;
                };
            }
            rows.add(new Example(x, y, 1));
        }
        return rows;
    }
}
