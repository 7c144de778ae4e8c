package org.thalweg.spark.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Stream;
import org.thalweg.model.Task;
import org.thalweg.nn.Quantile;
import org.thalweg.settings.KeyText;
import org.thalweg.settings.Labelled;
import org.thalweg.train.ClassScores;
import org.thalweg.train.Metric;
import org.thalweg.train.TrainingPlan;

/**
 * A metric that is valid for the task and its loss.
 *
 * @param <E> how metrics are named
 * @param all choices
 * @param metric what is measured
 * @param goesWith whether a metric is valid for a task
 * @param instead the value that replaces an invalid one
 */
public record MetricType<E extends Labelled>(
        List<E> all, Function<E, Metric> metric, BiPredicate<E, Task> goesWith, E instead) implements ValueType<E> {
    /** Copies the list. */
    public MetricType {
        all = List.copyOf(all);
    }

    /** The metrics for which one value is better than another, by their own names. */
    public static MetricType<Metric> ofOrdered() {
        return new MetricType<>(
                Stream.of(Metric.values()).filter(Metric::isOrdered).toList(),
                Function.identity(),
                Metric::goesWith,
                Metric.LOSS);
    }

    private List<E> permitted(Reading at) {
        return all.stream()
                .filter(one -> at.value(TaskKeys.TASK)
                        .map(task -> goesWith.test(one, task))
                        .orElse(true))
                .toList();
    }

    @Override
    public String expected() {
        return Literal.either(all.stream().map(Labelled::label).toList());
    }

    @Override
    public Map<String, String> choices() {
        Map<String, String> meanings = new LinkedHashMap<>();
        all.forEach(one -> meanings.put(one.label(), metric.apply(one).range().meaning()));
        return meanings;
    }

    @Override
    public String expected(Reading at) {
        return Literal.either(permitted(at).stream().map(Labelled::label).toList());
    }

    @Override
    public E read(SettingField field, String example, Reading at) {
        String written = field.scalar().map(Value.Scalar::text).orElse("");
        List<Task> having = Stream.of(Task.values())
                .filter(task -> all.stream().anyMatch(one -> one.label().equals(written) && goesWith.test(one, task)))
                .toList();
        String circumstance =
                at.value(TaskKeys.TASK).map(task -> " for task " + task.label()).orElse("");
        return field.choice(permitted(at), circumstance, TaskKeys.goesWith(written, at, having))
                .orElse(instead);
    }

    /** Refuses a metric that needs another loss. */
    public void requireLoss(E chosen, SettingField field, Reading at) {
        if (metric.apply(chosen) == Metric.PINBALL_LOSS
                && at.value(TaskKeys.LOSS)
                        .filter(loss -> !(loss instanceof Quantile))
                        .isPresent()) {
            field.error("expected another metric than " + chosen.label() + " with loss "
                    + at.value(TaskKeys.LOSS).orElseThrow().name() + "; take loss: quantile, or another metric");
        }
    }

    /**
     * Refuses a metric that a network does not have, because it has too few or too many classes.
     *
     * @param key its path
     * @throws SettingsException if so
     */
    public static void requireGoesWith(String key, Metric metric, TrainingPlan plan) {
        int outputs = plan.network().outputs();
        if (!metric.goesWith(outputs, plan.loss() instanceof Quantile)) {
            throw new SettingsException(KeyText.of(key) + ": expected a metric that a network of " + outputs
                    + " outputs has, found " + metric.label() + " ("
                    + (outputs > ClassScores.MAX_CLASSES
                            ? "of up to " + ClassScores.MAX_CLASSES + " classes"
                            : "of more classes")
                    + "); take another");
        }
    }

    @Override
    public Object write(E value) {
        return value.label();
    }

    @Override
    public E nothing() {
        return instead;
    }

    @Override
    public String adviceIfMissing(String example, Reading at) {
        return "add it";
    }
}
