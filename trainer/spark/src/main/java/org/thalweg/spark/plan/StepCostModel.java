package org.thalweg.spark.plan;

/**
 * What the parts of a step cost on one kind of machine. All are 0 or more.
 *
 * @param parameters of the network
 * @param laneSeconds a lane's gradient, on one core
 * @param turnSeconds a message to an executor and its answer, where both are small
 * @param messageSeconds the driver's work on each further executor's messages
 * @param codeSecondsPerByte numbers become bytes, or bytes numbers, on one core
 * @param moveSecondsPerByte bytes go through the driver's connections, without a network between
 * @param addSecondsPerByte the driver adds a sum to another
 * @param optimizerSeconds the driver's step with the summed gradient
 * @param jobSeconds a Spark job that does nothing
 */
public record StepCostModel(
        int parameters,
        double laneSeconds,
        double turnSeconds,
        double messageSeconds,
        double codeSecondsPerByte,
        double moveSecondsPerByte,
        double addSecondsPerByte,
        double optimizerSeconds,
        double jobSeconds) {
    private static final int HALVINGS = 50;

    /** Nothing is known yet. */
    public static StepCostModel unknown(int parameters) {
        return new StepCostModel(parameters, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    /** The same where the lanes of a step and the optimizer take so long in one JVM. */
    public StepCostModel inOneJvm(double stepSeconds, double ofOptimizer, int lanes, int threads) {
        return with(stepSeconds / turns(lanes, threads), moveSecondsPerByte, ofOptimizer);
    }

    /**
     * The same as steps on a cluster say: bytes move at the pace that makes the simulated step as long as the measured one. What
     * one cluster's steps do not separate, such as a message's share, is kept.
     *
     * @param step seconds of all of it
     * @param compute of them, of the slowest executor's arithmetic
     * @param ofOptimizer of them, of the driver's step
     * @param round that was measured
     * @param executors that it ran on
     * @param cores of an executor
     */
    public StepCostModel onCluster(
            double step, double compute, double ofOptimizer, Round round, int executors, int cores) {
        int lanesOfExecutor = (round.lanes() + executors - 1) / executors;
        double lane = compute / round.steps() / turns(lanesOfExecutor, cores);
        ClusterShape cluster = ClusterShape.of(executors, cores, Double.POSITIVE_INFINITY, 0);
        double least = 0;
        double most = step / arrayBytes();
        for (int halving = 0; halving < HALVINGS; halving++) {
            double move = (least + most) / 2;
            if (RoundSimulation.of(with(lane, move, ofOptimizer), cluster, round)
                            .seconds()
                    > step) {
                most = move;
            } else {
                least = move;
            }
        }
        return with(lane, least, ofOptimizer);
    }

    private static int turns(int lanes, int threads) {
        return (lanes + threads - 1) / threads;
    }

    private StepCostModel with(double lane, double move, double optimizer) {
        return new StepCostModel(
                parameters,
                lane,
                turnSeconds,
                messageSeconds,
                codeSecondsPerByte,
                move,
                addSecondsPerByte,
                optimizer,
                jobSeconds);
    }

    /** Bytes of one array of the parameters' length. */
    long arrayBytes() {
        return (long) Float.BYTES * parameters;
    }
}
