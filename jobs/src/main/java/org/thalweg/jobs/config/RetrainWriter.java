package org.thalweg.jobs.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.thalweg.model.Task;

/** Writes the job file's {@code retrain}. */
final class RetrainWriter {
    private RetrainWriter() {}

    static Map<String, Object> write(RetrainSection retrain, Task task) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(RetrainSection.STORE, retrain.store());
        map.put(RetrainSection.NEW, newRows(retrain.newRows()));
        map.put(RetrainSection.START, JobFileWriter.choice(retrain.start(), Start.CHOICES));
        map.put(RetrainSection.REHEARSAL, rehearsal(retrain.rehearsal(), task));
        map.put(RetrainSection.HOLD_OUT.name(), retrain.holdOut());
        map.put(RetrainSection.CHECKS, checks(retrain.checks(), task));
        map.put(RetrainSection.GATE, gate(retrain.gate(), task));
        Map<String, Object> notify = new LinkedHashMap<>();
        notify.put(
                NotifySection.COMMAND,
                retrain.notification().command().isEmpty()
                        ? null
                        : retrain.notification().command());
        notify.put(NotifySection.URL, retrain.notification().url().orElse(null));
        map.put(RetrainSection.NOTIFY, notify);
        return map;
    }

    private static Object newRows(NewRows newRows) {
        if (newRows instanceof NewRows.ByColumn by) {
            return Map.of(NewRows.ByColumn.KEY, by.column());
        }
        return newRows instanceof NewRows.ByFile ? NewRows.ByFile.WORD : NewRows.ByPartition.WORD;
    }

    private static Object rehearsal(Rehearsal rehearsal, Task task) {
        if (rehearsal.isAll()) {
            return Rehearsal.ALL;
        }
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(Rehearsal.ROWS.key(), rehearsal.rows().getAsInt());
        if (task == Task.CLASSIFICATION) {
            map.put(Rehearsal.BY_CLASS, rehearsal.byClass());
        }
        return map;
    }

    private static Map<String, Object> checks(ChecksSection checks, Task task) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(ChecksSection.LEAST_ROWS.key(), checks.leastRows());
        map.put(
                ChecksSection.MOST_ROWS.key(),
                checks.mostRows().isPresent() ? checks.mostRows().getAsLong() : null);
        map.put(ChecksSection.MISSING.name(), orOff(checks.missing()));
        map.put(ChecksSection.OUT_OF_RANGE.name(), orOff(checks.outOfRange()));
        map.put(ChecksSection.UNSEEN.name(), orOff(checks.unseen()));
        map.put(ChecksSection.LABEL_SHIFT.name(), orOff(checks.labelShift()));
        map.put(ChecksSection.PSI.name(), orOff(checks.psi()));
        map.put(ChecksSection.EFFECT.name(), orOff(checks.effect()));
        map.put(GateMetric.of(task).servingDrop().name(), orOff(checks.servingDrop()));
        return map;
    }

    private static Object orOff(OptionalDouble value) {
        return value.isPresent() ? (Object) value.getAsDouble() : ChecksSection.OFF;
    }

    private static Map<String, Object> gate(GateSection gate, Task task) {
        Map<String, Object> map = new LinkedHashMap<>();
        GateMetric metric = GateMetric.of(task);
        map.put(metric.margin().name(), gate.margin());
        map.put(GateSection.CONFIDENCE.name(), gate.confidence());
        map.put(GateSection.SAMPLES.key(), gate.samples());
        map.put(metric.floor().name(), gate.floor().isPresent() ? gate.floor().getAsDouble() : null);
        map.put(GateSection.SLICES, gate.slices().isEmpty() ? null : gate.slices());
        map.put(metric.sliceDrop().name(), gate.sliceDrop());
        if (task == Task.CLASSIFICATION) {
            map.put(GateSection.CLASS_DROP.name(), gate.classDrop());
        }
        map.put(GateSection.LEAST_ROWS.key(), gate.leastRows());
        map.put(GateSection.ROWS.key(), gate.rows());
        return map;
    }
}
