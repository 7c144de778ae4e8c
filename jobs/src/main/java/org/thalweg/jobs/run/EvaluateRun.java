package org.thalweg.jobs.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.thalweg.jobs.config.JobFile;
import org.thalweg.jobs.models.ModelLoader;
import org.thalweg.jobs.report.EvaluationMetrics;
import org.thalweg.jobs.report.Metrics;
import org.thalweg.jobs.report.Report;
import org.thalweg.jobs.session.Console;
import org.thalweg.jobs.session.Session;
import org.thalweg.model.Model;
import org.thalweg.model.ModelDescription;
import org.thalweg.spark.fit.Evaluating;
import org.thalweg.spark.fit.Thresholds;
import org.thalweg.train.Evaluation;

/** Evaluates a trained model on labelled rows, and prints the result. */
public final class EvaluateRun {
    private final Session session;
    private final JobFile job;
    private final Options options;
    private final Console console;

    /**
     * What is printed.
     *
     * @param by columns; each combination of their values is evaluated too; empty for none
     * @param json whether to print JSON
     */
    public record Options(List<String> by, boolean json) {
        /** Copies the list. */
        public Options {
            by = List.copyOf(by);
        }
    }

    /** An evaluation of a job's model on its data. */
    public EvaluateRun(Session session, JobFile job, Options options, Console console) {
        this.session = session;
        this.job = job;
        this.options = options;
        this.console = console;
    }

    /** Evaluates on the job's test rows, or on all of its data if it has no test rows. */
    public void run() {
        String where = job.model().path();
        Model model =
                Thresholds.applied(job.output().threshold(), ModelLoader.of(job, session.hadoop(), console), where);
        Evaluating evaluating = new Evaluating(session.spark(), job.fit(), new ConsoleListener(console));
        Evaluating.BySlice evaluated = options.by().isEmpty()
                ? new Evaluating.BySlice(evaluating.evaluate(model, where), Map.of())
                : evaluating.evaluateBy(options.by(), "--by", model, where);
        ModelDescription description = model.description();
        List<String> names =
                description.classLabels().isEmpty() ? description.targetNames() : description.classLabels();
        console.result(options.json() ? json(evaluated, names) : text(evaluated, names));
    }

    private String text(Evaluating.BySlice evaluated, List<String> names) {
        return Report.whole(evaluated.all(), names) + SliceTable.text(options.by(), evaluated.slices(), names);
    }

    /** With one column, a slice's value is a text; with several, a list of texts. */
    private String json(Evaluating.BySlice evaluated, List<String> names) {
        Metrics all = EvaluationMetrics.of(evaluated.all(), names);
        List<String> by = options.by();
        if (!by.isEmpty()) {
            List<Map<String, Object>> slices = new ArrayList<>();
            evaluated
                    .slices()
                    .forEach((value, evaluation) ->
                            slices.add(slice(by.size() == 1 ? value.get(0) : value, evaluation, names)));
            all.put("by", by.size() == 1 ? by.get(0) : by).put("slices", slices);
        }
        return all.json();
    }

    private static Map<String, Object> slice(Object value, Evaluation evaluation, List<String> names) {
        Metrics slice = new Metrics().put("value", value);
        EvaluationMetrics.of(evaluation, names).values().forEach(slice::put);
        return slice.values();
    }
}
