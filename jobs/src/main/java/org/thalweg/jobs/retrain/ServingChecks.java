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
 * What the model that serves makes of new rows beside those before: by the gate's metric; of classes by the area under the ROC
 * curve, too; and class by class.
 *
 * <p>A rare class is seldom predicted, so neither accuracy nor the class's own shows that its labels have become others. The
 * area sees it, as it asks which rows are more probable and not whether any reaches a threshold.
 */
final class ServingChecks {
    private final Model serves;
    private final RowMetrics metrics;
    private final List<ServingDrop> ofAll;
    private final OptionalDouble ofClass;

    /** @param serves the model that serves */
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

    /** Whether all of them are off. */
    boolean areOff() {
        return ofAll.isEmpty() && ofClass.isEmpty();
    }

    /** What they need of the model's outputs. */
    RowOutputs kept() {
        return new RowOutputs(metrics.classes(), ofAll.stream().anyMatch(ServingDrop::isOfArea));
    }

    /**
     * What is wrong; none where nothing is. The first fault alone, as the others are most often the same one.
     *
     * @param rows with the outputs of the model that serves, which has learned none of them
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
