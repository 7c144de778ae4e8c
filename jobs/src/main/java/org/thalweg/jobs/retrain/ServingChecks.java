package org.thalweg.jobs.retrain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.thalweg.jobs.config.ChecksSection;
import org.thalweg.jobs.config.GateMetric;
import org.thalweg.jobs.config.JobFile;
import org.thalweg.jobs.config.RetrainSection;
import org.thalweg.model.Model;
import org.thalweg.model.Task;
import org.thalweg.train.Metric;

/**
 * Checks whether the serving model is worse on new rows than on earlier ones: by the gate's metric; for classes also by
 * the area under the ROC curve; and for each class.
 *
 * <p>A rare class is seldom predicted, so neither accuracy nor the class's own accuracy shows that its labels have
 * changed. The area under the curve does, as it compares probabilities of rows and does not depend on a threshold.
 */
final class ServingChecks {
    private final Model serves;
    private final RowMetrics metrics;
    private final List<ServingDrop> ofAll;
    private final OptionalDouble ofClass;

    /** @param serves the serving model */
    ServingChecks(JobFile job, Model serves) {
        this.serves = serves;
        this.metrics = RowMetrics.of(job, Optional.of(serves), serves);
        RetrainSection section = job.retrain().orElseThrow();
        this.ofAll = ofAll(section.checks(), section.gate().metric(), job.seed());
        this.ofClass = section.checks().classDrop();
    }

    private List<ServingDrop> ofAll(ChecksSection rules, GateMetric gate, long seed) {
        List<ServingDrop> drops = new ArrayList<>();
        rules.servingDrop().ifPresent(most -> drops.add(new ServingDrop(metrics, gate, most, seed)));
        if (gate.metric() != Metric.ROC_AUC && hasArea()) {
            rules.servingDropOfArea(gate)
                    .ifPresent(most -> drops.add(new ServingDrop(metrics, GateMetric.ROC_AUC, most, seed)));
        }
        return drops;
    }

    private boolean hasArea() {
        return serves.task() == Task.CLASSIFICATION
                && Metric.ROC_AUC.goesWith(serves.network().outputs(), false);
    }

    /** Whether all checks are off. */
    boolean areOff() {
        return ofAll.isEmpty() && ofClass.isEmpty();
    }

    /** The model outputs that the checks need. */
    RowOutputs kept() {
        return new RowOutputs(metrics.classes(), ofAll.stream().anyMatch(ServingDrop::isOfArea));
    }

    /**
     * The messages of failed checks; empty if none failed. Of the checks of all rows only the first failure is
     * returned, as others mostly have the same cause.
     *
     * @param rows held-out rows with the outputs of the serving model
     */
    List<String> breaches(List<ScoredRow> rows) {
        for (ServingDrop drop : ofAll) {
            Optional<String> breach = drop.breach(rows);
            if (breach.isPresent()) {
                return List.of(breach.get());
            }
        }
        List<String> labels =
                serves.task() == Task.MULTILABEL ? serves.description().targetNames() : List.of();
        return ofClass.isEmpty() ? List.of() : ServingDrop.ofClasses(metrics, ofClass.getAsDouble(), labels, rows);
    }
}
