package org.thalweg.spark.plan;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Simulates a round of steps on a cluster, executor by executor: messages share the driver's connection one after another, each
 * executor computes its lanes, and the driver adds the sums in the order of their arrival. The simulation is deterministic: all
 * executors are equally fast.
 */
public final class RoundSimulation {
    private final StepCostModel terms;
    private final ClusterShape cluster;
    private final Round round;
    private final long bytes; // sent to an executor
    private final long sumBytes; // of a sum that is sent back
    private final double linkSecondsPerByte;

    private RoundSimulation(StepCostModel terms, ClusterShape cluster, Round round) {
        this.terms = terms;
        this.cluster = cluster;
        this.round = round;
        this.bytes = round.arrays() * terms.arrayBytes();
        this.sumBytes = (long) round.arrays() * round.sumBytes() * terms.parameters();
        this.linkSecondsPerByte = 1 / cluster.linkBytesPerSecond();
    }

    /** The times of a round. */
    public static RoundTimes of(StepCostModel terms, ClusterShape cluster, Round round) {
        RoundSimulation simulation = new RoundSimulation(terms, cluster, round);
        return round.sliced() ? simulation.sliced() : simulation.gathered();
    }

    /** The times of a round in a single JVM with the given number of threads; nothing is sent. */
    public static RoundTimes onOneMachine(StepCostModel terms, int threads, Round round) {
        int turns = (round.lanes() + threads - 1) / threads;
        return new RoundTimes(0, round.steps() * turns * terms.laneSeconds(), 0, 0, terms.optimizerSeconds());
    }

    /** The timeline of an executor in a round, in seconds from the start of the round. */
    private record Timeline(double ready, double done, long sumBytes) {}

    private RoundTimes gathered() {
        double sent = bytes * terms.codeSecondsPerByte(); // The parameters are encoded once, for all executors.
        double moving = Math.max(linkSecondsPerByte, terms.moveSecondsPerByte());
        Timeline[] timelines = new Timeline[cluster.executors()];
        for (int i = 0; i < timelines.length; i++) {
            sent += terms.messageSeconds() + bytes * moving;
            timelines[i] = timeline(i, sent + cluster.latencySeconds());
        }
        Arrays.sort(timelines, Comparator.comparingDouble(Timeline::done));
        Timeline last = timelines[timelines.length - 1];
        double received = 0;
        double added = 0;
        for (Timeline timeline : timelines) {
            double leaves = timeline.done() + timeline.sumBytes() * terms.codeSecondsPerByte() * stretch();
            received = Math.max(received, leaves + cluster.latencySeconds())
                    + terms.messageSeconds()
                    + timeline.sumBytes() * moving;
            added = Math.max(added, received)
                    + timeline.sumBytes() * (terms.codeSecondsPerByte() + terms.addSecondsPerByte());
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

    private Timeline timeline(int executor, double arrived) {
        double ready = arrived + bytes * terms.codeSecondsPerByte() * stretch();
        return new Timeline(ready, ready + compute(executor), sumBytes(executor));
    }

    private int firstLane(int executor) {
        return (int) ((long) executor * round.lanes() / cluster.executors());
    }

    /** The lanes of an executor take turns on its cores; the cluster may have fewer cores than there are busy lanes. */
    private double compute(int executor) {
        int lanes = firstLane(executor + 1) - firstLane(executor);
        int turns = (lanes + cluster.cores() - 1) / cluster.cores();
        int busy = Math.min(round.lanes(), cluster.threads());
        return round.steps() * turns * terms.laneSeconds() * cluster.stretch(busy);
    }

    /** The bytes that an executor sends: the complete subtrees of its lanes. */
    private long sumBytes(int executor) {
        return sumBytes * subtrees(firstLane(executor), firstLane(executor + 1));
    }

    /** The number of complete subtrees that cover the lanes from {@code from} to {@code to} - 1. */
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
     * Parameters are broadcast from executor to executor, all executors exchange slices of the sums at the same time, and the
     * driver receives every number once. Both stages belong to one Spark job.
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
