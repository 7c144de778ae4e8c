package org.thalweg.jobs.retrain;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.thalweg.jobs.config.GateMetric;
import org.thalweg.jobs.config.JobFile;
import org.thalweg.jobs.json.JsonObject;
import org.thalweg.jobs.profile.DataProfile;
import org.thalweg.jobs.profile.Drift;
import org.thalweg.jobs.report.Metrics;
import org.thalweg.jobs.run.JobTraining;
import org.thalweg.jobs.store.LogEntry;
import org.thalweg.jobs.store.ModelFolder;
import org.thalweg.jobs.store.ModelStore;
import org.thalweg.jobs.store.VersionDraft;
import org.thalweg.jobs.store.VersionFiles;

/** Writes the content of a version: the model, how it was made, and what the next retraining needs. */
final class VersionContent {
    private final JobFile job;
    private final VersionDraft draft;
    private final JobTraining.Trained trained;
    private final Map<String, Object> metrics;

    VersionContent(JobFile job, VersionDraft draft, JobTraining.Trained trained, Map<String, Object> metrics) {
        this.job = job;
        this.draft = draft;
        this.trained = trained;
        this.metrics = metrics;
    }

    /** Writes all files of the version. */
    void write(
            RetrainRows rows, List<Comparison> comparisons, GateMetric metric, NewData newData, RetrainReport report) {
        Metrics metrics = trained.metrics();
        metrics.put("version", draft.number());
        this.metrics.forEach((key, value) -> {
            if (!(value instanceof List)) {
                metrics.put(key, value);
            }
        });
        draft.writeModel(
                trained.fitted().model(),
                metrics.json(),
                Metrics.history(trained.fitted().result().epochs()),
                job.toSharedYaml());
        DataProfile learned = rows.profileOfLearned();
        Map<String, Object> profile = new LinkedHashMap<>(learned.json());
        profile.put("new", newData.reports());
        draft.write(ModelFolder.PROFILE, out -> out.write(JsonObject.bytes(profile)));
        Map<String, Object> gate = new LinkedHashMap<>();
        gate.put("metric", metric.label());
        gate.put("slices", comparisons.stream().map(VersionContent::json).toList());
        draft.write(ModelFolder.GATE, out -> out.write(JsonObject.bytes(gate)));
        draft.write(ModelFolder.REPORT, report.html(trained, comparisons, metric, draft.number()));
        draft.add(ModelFolder.REHEARSAL, rows::keep);
    }

    private static Map<String, Object> json(Comparison comparison) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("slice", comparison.slice());
        map.put("rows", comparison.rows());
        map.put("champion", comparison.champion());
        map.put("challenger", comparison.challenger());
        map.put("low", comparison.low());
        map.put("high", comparison.high());
        map.put("judged", comparison.evaluated());
        map.put("verdict", comparison.verdict());
        return map;
    }

    /** A line for each of the columns that have drifted most. */
    static List<String> drifts(DataChecks checks) {
        List<Drift> drifts = new ArrayList<>(checks.drifts());
        drifts.sort((a, b) -> Double.compare(b.psi(), a.psi()));
        return drifts.stream()
                .limit(5)
                .map(drift -> String.format(
                        Locale.ROOT, "%s: psi %.4f, effect %.4f", drift.column(), drift.psi(), drift.effect()))
                .toList();
    }

    /** Checks the stored rows of a version. */
    static void requireRehearsal(ModelStore store, LogEntry entry) {
        entry.files().keySet().stream()
                .filter(name -> name.startsWith(ModelFolder.REHEARSAL + "/"))
                .forEach(name -> VersionFiles.require(store, entry, name));
    }
}
