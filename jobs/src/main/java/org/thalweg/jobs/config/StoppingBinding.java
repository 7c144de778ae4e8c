package org.thalweg.jobs.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.thalweg.model.Task;
import org.thalweg.settings.Labelled;
import org.thalweg.spark.config.TrainingSection;
import org.thalweg.train.EarlyStopping;
import org.thalweg.train.LossChange;
import org.thalweg.train.StoppingRule;
import org.thalweg.train.Target;
import org.thalweg.train.TimeLimit;

/** Reads the rules of the job file's {@code training} that end it before its last epoch. */
final class StoppingBinding {
    private static final String VALIDATED =
            "expected only with data.validation, found none; add data.validation, e.g." + " 0.1, or ";

    private final Section training;
    private final Selected<Task> task;
    private final boolean validates;

    StoppingBinding(Section training, Selected<Task> task, boolean validates) {
        this.training = training;
        this.task = task;
        this.validates = validates;
    }

    /** In the order in which they are asked: of several that stop at once, what was aimed at is told first. */
    List<StoppingRule> bind() {
        Optional<EarlyStopping> early = earlyStopping();
        Optional<LossChange> change = training.optionalSection(TrainingSection.LOSS_CHANGE)
                .flatMap(section -> {
                    double tolerance = section.real(TrainingSection.TOLERANCE);
                    int patience = section.whole(TrainingSection.LOSS_PATIENCE);
                    return section.unlessAtFault(() -> new LossChange(tolerance, patience));
                });
        List<StoppingRule> rules = new ArrayList<>();
        training.slot(TrainingSection.MAX_SECONDS)
                .optionalReal(TrainingSection.MAX_SECONDS)
                .ifPresent(seconds -> rules.add(new TimeLimit(seconds)));
        change.ifPresent(rule -> rules.add(0, rule));
        early.ifPresent(rule -> rules.add(0, rule));
        training.optionalSection(TrainingSection.TARGET).flatMap(this::target).ifPresent(rule -> rules.add(0, rule));
        return rules;
    }

    private Optional<EarlyStopping> earlyStopping() {
        Slot slot = training.slot(TrainingSection.EARLY_STOPPING);
        if (!slot.isEmpty() && !validates) {
            slot.fault(VALIDATED + "remove " + TrainingSection.EARLY_STOPPING);
        }
        return training.optionalSection(TrainingSection.EARLY_STOPPING).flatMap(section -> {
            int patience = section.whole(TrainingSection.PATIENCE);
            double minDelta = section.real(TrainingSection.MIN_DELTA);
            return section.unlessAtFault(() -> new EarlyStopping(patience, minDelta));
        });
    }

    /** A metric as a word of job files. */
    private record MetricWord(Target.Aim metric) implements Labelled {
        @Override
        public String name() {
            return metric.name();
        }

        @Override
        public String label() {
            return metric.label();
        }
    }

    /** With which tasks a metric goes that this one does not have. */
    private String insight(String written) {
        List<String> tasks = Stream.of(Task.values())
                .filter(other -> !task.is(other)
                        && Stream.of(Target.Aim.values())
                                .anyMatch(metric -> metric.label().equals(written) && metric.goesWith(other)))
                .map(Labelled::label)
                .toList();
        return tasks.isEmpty() ? "" : written + " goes with task " + Literal.either(tasks);
    }

    private Optional<Target> target(Section section) {
        List<MetricWord> permitted = Stream.of(Target.Aim.values())
                .filter(metric ->
                        task.value().map(chosen -> metric.goesWith(chosen)).orElse(true))
                .map(MetricWord::new)
                .toList();
        Slot slot = section.slot(TrainingSection.METRIC);
        String circumstance =
                task.value().map(chosen -> " for task " + chosen.label()).orElse("");
        Optional<MetricWord> word = slot.isEmpty()
                ? slot.requiredWord(permitted)
                : slot.word(
                        permitted,
                        circumstance,
                        insight(slot.scalar().map(YamlValue.Scalar::text).orElse("")));
        Slot value = section.slot(TrainingSection.VALUE);
        Target.Aim metric = word.map(MetricWord::metric).orElse(Target.Aim.TRAIN_LOSS);
        if (word.isPresent() && metric.isOfValidation() && !validates) {
            slot.fault(VALIDATED + "take " + Target.Aim.TRAIN_LOSS.label());
        }
        double aim = word.isPresent() ? value.required(metric.range()) : 0;
        return section.unlessAtFault(() -> new Target(metric, aim));
    }
}
