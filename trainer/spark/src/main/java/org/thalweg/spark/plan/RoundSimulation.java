package org.thalweg.spark.plan;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Plays a round of steps on a cluster, executor by executor: the driver's connection is handed from one message to the next, each
 * executor computes its lanes, and the driver adds the sums in the order in which they arrive. Executors are equally fast:
 * there is no chance in it.
 */
public final class RoundSimulation {
    private final StepCostModel terms;
    private final ClusterShape cluster;
    private final Round round;
    private final long bytes; // that go to an executor
    private final long sumBytes; // of a sum on its way back
    private final double linkSecondsPerByte;

    private RoundSimulation(StepCostModel terms, ClusterShape cluster, Round round) {
        this.terms = terms;
        this.cluster = cluster;
        this.round = round;
        this.bytes = round.arrays() * terms.arrayBytes();
        this.sumBytes = (long) round.arrays() * round.sumBytes() * terms.parameters();
        this.linkSecondsPerByte = 1 / cluster.linkBytesPerSecond();
    }

    /** What a round takes. */
    public static RoundTimes of(StepCostModel terms, ClusterShape cluster, Round round) {
        RoundSimulation simulation = new RoundSimulation(terms, cluster, round);
        return round.sliced() ? simulation.sliced() : simulation.gathered();
    }

    /** What a round takes where one JVM computes it all, on so many threads, and nothing is sent. */
    public static RoundTimes onOneMachine(StepCostModel terms, int threads, Round round) {
        int turns = (round.lanes() + threads - 1) / threads;
        return new RoundTimes(0, round.steps() * turns * terms.laneSeconds(), 0, 0, terms.optimizerSeconds());
    }

    /** An executor's way through a round, as times from its start. */
    private record Way(double ready, double done, long sumBytes) {}

    private RoundTimes gathered() {
        double sent = bytes * terms.codeSecondsPerByte(); // The parameters become bytes once, for all executors.
        double moving = Math.max(linkSecondsPerByte, terms.moveSecondsPerByte());
        Way[] ways = new Way[cluster.executors()];
        for (int i = 0; i < ways.length; i++) {
            sent += terms.messageSeconds() + bytes * moving;
            ways[i] = way(i, sent + cluster.latencySeconds());
        }
        Arrays.sort(ways, Comparator.comparingDouble(Way::done));
        Way last = ways[ways.length - 1];
        double received = 0;
        double added = 0;
        for (Way way : ways) {
            double leaves = way.done() + way.sumBytes() * terms.codeSecondsPerByte() * stretch();
            received = Math.max(received, leaves + cluster.latencySeconds())
                    + terms.messageSeconds()
                    + way.sumBytes() * moving;
            added = Math.max(added, received)
                    + way.sumBytes() * (terms.codeSecondsPerByte() + terms.addSecondsPerByte());
        }
        return new RoundTimes(
                last.ready(),
                last.done() - last.ready(),
                added - last.done(),
                // Threads of the driver and of every executor wake each other.
                terms.turnSeconds() * cluster.stretch(1 + cluster.executors()),
                terms.optimizerSeconds());
    }

    private double stretch() {
        return cluster.stretch(Math.min(cluster.executors(), round.lanes()));
    }

    private Way way(int executor, double arrived) {
        double ready = arrived + bytes * terms.codeSecondsPerByte() * stretch();
        return new Way(ready, ready + compute(executor), sumBytes(executor));
    }

    private int firstLane(int executor) {
        return (int) ((long) executor * round.lanes() / cluster.executors());
    }

    /** The lanes of an executor take turns on its cores; all cores of the cluster may be fewer than all lanes would keep busy. */
    private double compute(int executor) {
        int lanes = firstLane(executor + 1) - firstLane(executor);
        int turns = (lanes + cluster.cores() - 1) / cluster.cores();
        int busy = Math.min(round.lanes(), cluster.threads());
        return round.steps() * turns * terms.laneSeconds() * cluster.stretch(busy);
    }

    /** What an executor sends: the whole subtrees of its lanes. */
    private long sumBytes(int executor) {
        return sumBytes * subtrees(firstLane(executor), firstLane(executor + 1));
    }

    /** How many whole subtrees cover the lanes from one up to another. */
    static int subtrees(int from, int to) {
        int count = 0;
        for (int lane = from; lane < to; count++) {
            int size = lane == 0 ? Integer.highestOneBit(to) : Integer.lowestOneBit(lane);
            while (lane + size > to) {
                size /= 2;
            }
            lane += size;
        }
        return count;
    }

    /**
     * Parameters are broadcast from executor to executor, slices of the sums are exchanged among all at the same time, and the driver
     * receives every number once. Both stages are of one Spark job.
     */
    private RoundTimes sliced() {
        int others = Math.min(cluster.executors() - 1, 1); // A single executor exchanges nothing.
        double moving = Math.max(linkSecondsPerByte, terms.moveSecondsPerByte());
        double broadcast = 2 * bytes * terms.codeSecondsPerByte() + (1 + others) * bytes * moving;
        double compute = IntStream.range(0, cluster.executors())
                .mapToDouble(this::compute)
                .max()
                .orElseThrow();
        double exchange = sumBytes * (2 * terms.codeSecondsPerByte() * stretch() + others * moving);
        double adding = sumBytes * terms.addSecondsPerByte() * stretch();
        double collecting = sumBytes * (moving + terms.codeSecondsPerByte());
        return new RoundTimes(
                broadcast,
                compute,
                exchange + adding + collecting + 4 * cluster.latencySeconds(),
                2 * terms.jobSeconds(),
                terms.optimizerSeconds());
    }
}
