package org.thalweg.spark.plan;

/**
 * The costs of the parts of a step on one kind of machine. All are 0 or more.
 *
 * @param parameters the number of parameters of the network
 * @param laneSeconds a lane's gradient, on one core
 * @param turnSeconds a small message to an executor and its small answer
 * @param messageSeconds the driver's work on each further executor's messages
 * @param codeSecondsPerByte encoding or decoding numbers, on one core
 * @param moveSecondsPerByte sending bytes over the driver's connections, without a network
 * @param addSecondsPerByte adding a sum to another on the driver
 * @param optimizerSeconds the driver's step with the summed gradient
 * @param jobSeconds an empty Spark job
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

    /** A model before anything is measured. */
    public static StepCostModel unknown(int parameters) {
        return new StepCostModel(parameters, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    /** Fits the model to the measured times of a step and of the optimizer in one JVM. */
    public StepCostModel inOneJvm(double stepSeconds, double ofOptimizer, int lanes, int threads) {
        return with(stepSeconds / turns(lanes, threads), moveSecondsPerByte, ofOptimizer);
    }

    /**
     * Fits the model to measured steps on a cluster: {@code moveSecondsPerByte} is chosen so that the simulated step takes as
     * long as the measured one. Costs that steps on one cluster do not separate, such as that of a message, are unchanged.
     *
     * @param step the seconds of a step
     * @param compute the seconds of the slowest executor's arithmetic, as part of them
     * @param ofOptimizer the seconds of the optimizer on the driver, as part of them
     * @param round the measured round
     * @param executors the number of executors
     * @param cores the cores per executor
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

    /** The bytes of an array of all parameters. */
    long arrayBytes() {
        return (long) Float.BYTES * parameters;
    }
}
