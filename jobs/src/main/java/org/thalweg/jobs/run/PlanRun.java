package org.thalweg.jobs.run;

import java.util.Optional;
import org.thalweg.jobs.config.JobFile;
import org.thalweg.jobs.models.InitialModel;
import org.thalweg.jobs.session.Console;
import org.thalweg.jobs.session.Session;
import org.thalweg.model.Model;
import org.thalweg.spark.fit.MeasuredSteps;
import org.thalweg.spark.fit.TrainingData;
import org.thalweg.spark.plan.Forecasts;
import org.thalweg.spark.plan.StepCostModel;
import org.thalweg.spark.plan.Workload;

/** Forecasts the time of an epoch of a job on clusters of other sizes, and prints it as a table with advice. */
public final class PlanRun {
    private static final double MEASURED_SECONDS = 6;

    private final Session session;
    private final JobFile job;
    private final PlanOptions options;
    private final Console console;

    /** A forecast of a job. */
    public PlanRun(Session session, JobFile job, PlanOptions options, Console console) {
        this.session = session;
        this.job = job;
        this.options = options;
        this.console = console;
    }

    /** Measures steps, or reads a run's measurements, and prints the forecast. */
    public void run() {
        MeasuredSteps steps = options.from().map(this::ofRun).orElseGet(this::measured);
        Workload measured = steps.work().withSumBytes(job.training().wire().bytes());
        Workload work =
                options.rows().isPresent() ? measured.withRows(options.rows().getAsLong()) : measured;
        PlanText text = new PlanText(
                new Forecasts(steps.terms(), work, reduction()),
                steps,
                options,
                session.context().getConf());
        console.result(text.text());
    }

    private MeasuredSteps ofRun(MeasuredRun run) {
        StepCostModel terms = run.terms(MeasuredSteps.loopback(session.spark().sparkContext(), run.parameters()));
        return new MeasuredSteps(terms, run.work(), run.executors(), run.cores());
    }

    private MeasuredSteps measured() {
        ConsoleListener listener = new ConsoleListener(console);
        Optional<Model> initial = InitialModel.of(job, session.hadoop(), console);
        try (TrainingData rows = TrainingData.of(session.spark(), job.fit(), initial, listener)) {
            console.report("measuring training steps for %.0f s", MEASURED_SECONDS);
            return MeasuredSteps.of(session.spark(), job.fit(), rows, listener, MEASURED_SECONDS);
        }
    }

    private Forecasts.Reduction reduction() {
        return switch (job.training().reduction()) {
            case AUTO -> Forecasts.Reduction.AUTO;
            case GATHER -> Forecasts.Reduction.GATHER;
            case SLICES -> Forecasts.Reduction.SLICES;
        };
    }
}
