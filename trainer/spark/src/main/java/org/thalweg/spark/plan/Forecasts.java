package org.thalweg.spark.plan;

/** Forecasts the cost of a workload on clusters of other sizes, and on one machine. */
public final class Forecasts {
    /** The cost of the forward pass as a share of a step: one of its three matrix products. */
    private static final double FORWARD = 1.0 / 3;

    /** Copies of the parameters on the driver: current, best epoch's, average, gradient, and those being sent and received. */
    public static final int DRIVER_ARRAYS = 6;

    /** Copies of the parameters on an executor: as bytes, as floats, the sum, and the sum as bytes. */
    private static final int EXECUTOR_ARRAYS = 4;

    /** Copies of a received sum: as bytes and as floats. */
    private static final int ARRIVING = 2;

    private final StepCostModel terms;
    private final Workload work;
    private final Reduction reduction;

    /** How sums are combined. */
    public enum Reduction {
        /** On the driver. */
        GATHER,
        /** In slices. */
        SLICES,
        /** The faster of the two. */
        AUTO
    }

    /** Forecasts for a workload. */
    public Forecasts(StepCostModel terms, Workload work, Reduction reduction) {
        this.terms = terms;
        this.work = work;
        this.reduction = reduction;
    }

    /** The workload. */
    public Workload work() {
        return work;
    }

    /** Forecasts an epoch on a cluster. */
    public Forecast on(ClusterShape cluster) {
        return switch (reduction) {
            case GATHER -> on(cluster, false);
            case SLICES -> on(cluster, true);
            case AUTO -> {
                Forecast gathered = on(cluster, false);
                Forecast sliced = on(cluster, true);
                yield sliced.epochSeconds() < gathered.epochSeconds() ? sliced : gathered;
            }
        };
    }

    /** Executors beyond the number of lanes have no rows of a step, and are idle. */
    private Forecast on(ClusterShape requested, boolean sliced) {
        ClusterShape cluster = requested.withAtMost(work.lanes());
        Round round = work.round(sliced);
        RoundTimes times = RoundSimulation.of(terms, cluster, round);
        int busy = Math.min(cluster.threads(), work.lanes());
        double evaluation = work.validationRows() == 0
                ? 0
                : evaluationSeconds(busy) * cluster.stretch(busy)
                        + 2 * terms.jobSeconds() // Of the evaluation, and of the session after it.
                        + terms.arrayBytes() * (2 * terms.codeSecondsPerByte() + 1 / cluster.linkBytesPerSecond());
        int executors = cluster.executors();
        int sums = sliced ? 1 : executors;
        long arrays = DRIVER_ARRAYS + work.stateArrays() + (long) ARRIVING * sums * round.arrays();
        long ofExecutor = (long) round.arrays() * (EXECUTOR_ARRAYS + cluster.cores());
        return new Forecast(
                requested,
                times,
                sliced,
                rounds(round) * times.seconds() + evaluation,
                arrays * terms.arrayBytes(),
                work.rowBytes() / executors + ofExecutor * terms.arrayBytes());
    }

    private double rounds(Round round) {
        return Math.ceil((double) work.steps() / round.steps());
    }

    private double evaluationSeconds(int threads) {
        return work.validationRows() * terms.laneSeconds() / work.laneRows() * FORWARD / threads;
    }

    /** Forecasts an epoch in one JVM with the given number of threads, without Spark tasks. */
    public Forecast onOneMachine(int threads) {
        Round round = new Round(work.lanes(), 1, 1, false);
        RoundTimes times = RoundSimulation.onOneMachine(terms, threads, round);
        long arrays = DRIVER_ARRAYS + work.stateArrays() + threads;
        return new Forecast(
                new ClusterShape(1, threads, threads, Double.POSITIVE_INFINITY, 0),
                times,
                false,
                work.steps() * times.seconds() + evaluationSeconds(threads),
                work.rowBytes() + arrays * terms.arrayBytes(),
                0);
    }
}
