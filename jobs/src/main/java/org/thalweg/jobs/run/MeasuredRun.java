package org.thalweg.jobs.run;

import org.apache.hadoop.conf.Configuration;
import org.thalweg.jobs.json.JsonObject;
import org.thalweg.jobs.session.SmallFile;
import org.thalweg.jobs.session.UsageException;
import org.thalweg.spark.config.EngineChoice;
import org.thalweg.spark.plan.Round;
import org.thalweg.spark.plan.StepCostModel;
import org.thalweg.spark.plan.Workload;

/**
 * The cost of a finished run's steps, from its metrics.
 *
 * @param parameters number of parameters of its network
 * @param work the work of an epoch
 * @param executors number of executors; 0 if it ran on the driver's threads
 * @param cores cores of an executor, or the driver's threads
 */
public record MeasuredRun(int parameters, Workload work, int executors, int cores, JsonObject metrics) {
    private static final String STEP = "stepSeconds";

    /**
     * Reads them.
     *
     * @param where the file
     * @throws UsageException if it cannot be read or lacks measurements
     */
    public static MeasuredRun read(String where, Configuration hadoop) {
        JsonObject metrics = JsonObject.parse(SmallFile.read("--from", where, "JSON", "", hadoop), where);
        if (!metrics.values().containsKey(STEP) || !metrics.values().containsKey("threads")) {
            throw new UsageException(
                    "--from: expected the metrics.json of a run that measured its steps, found no such measurements in "
                            + where
                            + ": the run was of an older version, or too short; leave --from out to measure here");
        }
        try {
            return of(metrics);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--from: expected the metrics.json of a run, found invalid numbers in " + where
                    + "; leave --from out to measure here");
        }
    }

    private static MeasuredRun of(JsonObject metrics) {
        boolean onDriver = metrics.text("engine").equals(EngineChoice.DRIVER.label());
        int executors = onDriver ? 0 : Math.max(1, metrics.count("executors"));
        Workload work = new Workload(
                metrics.whole("rows"),
                metrics.values().containsKey("validationRows") ? metrics.whole("validationRows") : 0,
                metrics.whole("stepsPerEpoch"),
                metrics.count("lanesPerStep"),
                metrics.count("optimizerArrays"),
                metrics.values().get("localSteps") == null ? 1 : metrics.count("localSteps"),
                metrics.whole("cachedBytes"));
        return new MeasuredRun(
                metrics.count("parameters"),
                work,
                executors,
                Math.max(1, metrics.count("threads") / Math.max(1, executors)),
                metrics);
    }

    /**
     * Checks that it is a run of a given job.
     *
     * @param job the job's name
     * @throws UsageException if it is a run of another job
     */
    public MeasuredRun requireOf(String job, String where) {
        String name = metrics.text("name");
        if (!name.equals(job)) {
            throw new UsageException("--from: expected the metrics of a run of " + job + ", found those of " + name
                    + " in " + where + "; use that run's job file");
        }
        return this;
    }

    /** The cost model of its steps. */
    StepCostModel terms(StepCostModel loopback) {
        double step = metrics.real(STEP);
        if (executors == 0) {
            int together = work.localSteps();
            return loopback.inOneJvm(step / together, 0, work.lanes(), cores);
        }
        double compute = metrics.real("stepComputeSeconds");
        double beside = metrics.real("stepBroadcastSeconds")
                + metrics.real("stepFetchSeconds")
                + metrics.real("stepRestSeconds");
        int arrays = work.localSteps() > 1 ? 1 + work.stateArrays() : 1;
        Round round = new Round(work.lanes(), work.localSteps(), arrays, false);
        return loopback.onCluster(step, compute, Math.max(0, step - compute - beside), round, executors, cores);
    }
}
