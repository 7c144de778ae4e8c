package org.thalweg.spark;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Consumer;

/**
 * Which executor runs which tasks of a {@link StepSession}, and which partitions of the current step are assigned to it. A
 * partition belongs to the executor whose task was started last: Spark starts another task when the first is lost. Not
 * thread-safe.
 */
final class StepAssignments {
    private final Map<String, Worker> workers = new HashMap<>();
    private final Map<Integer, String> owners = new HashMap<>(); // of partitions
    private BitSet missing = new BitSet(); // partitions of the step that are not summed yet
    private long step;

    private static final class Worker {
        final Object sender;
        final BitSet partitions = new BitSet();
        final BitSet assigned = new BitSet(); // and not reported yet
        Optional<Consumer<byte[][]>> waiting = Optional.empty();
        long parametersOf; // the last step whose parameters it has

        Worker(Object sender) {
            this.sender = sender;
        }
    }

    /**
     * The work for a waiting executor.
     *
     * @param reply receives the order
     * @param partitions the partitions to sum
     * @param needsParameters whether it does not have the parameters of the step yet
     */
    record Assignment(Consumer<byte[][]> reply, int[] partitions, boolean needsParameters) {}

    /** Starts a step over the given partitions. */
    void start(BitSet partitions) {
        step++;
        missing = (BitSet) partitions.clone();
        workers.values().forEach(worker -> worker.assigned.clear());
    }

    /** The number of the step, from 1; 0 before the first. */
    long step() {
        return step;
    }

    private Worker worker(String id, Object sender) {
        return workers.computeIfAbsent(id, name -> new Worker(sender));
    }

    /** An executor has started a partition's task. */
    void join(String id, Object sender, int partition) {
        Worker worker = worker(id, sender);
        String before = owners.put(partition, id);
        if (before != null && !before.equals(id) && workers.containsKey(before)) {
            workers.get(before).partitions.clear(partition);
        }
        worker.partitions.set(partition);
        worker.assigned.clear(partition);
    }

    /** A partition's task has failed there. */
    void leave(String id, int partition) {
        Worker worker = workers.get(id);
        if (worker != null) {
            worker.partitions.clear(partition);
            worker.assigned.clear(partition);
            owners.remove(partition, id);
        }
    }

    /** The id of a worker of one of Spark's executors. */
    static String id(String executor, String worker) {
        return executor + "/" + worker;
    }

    /** All executors of a sender are lost. */
    void lose(Object sender) {
        lose((id, worker) -> worker.sender.equals(sender));
    }

    /** An executor is lost. If the network drops packets, no closed connection would show it. */
    void loseExecutor(String executor) {
        lose((id, worker) -> id.startsWith(id(executor, "")));
    }

    private void lose(BiPredicate<String, Worker> isLost) {
        workers.entrySet().removeIf(entry -> {
            boolean lost = isLost.test(entry.getKey(), entry.getValue());
            if (lost) {
                owners.values().removeIf(entry.getKey()::equals);
            }
            return lost;
        });
    }

    /** An executor waits for work. */
    void await(String id, Object sender, Consumer<byte[][]> reply) {
        worker(id, sender).waiting = Optional.of(reply);
    }

    /** Assigns work to every waiting executor that has tasks with missing partitions; they no longer wait. */
    List<Assignment> assign() {
        List<Assignment> assignments = new ArrayList<>();
        for (Worker worker : workers.values()) {
            BitSet work = (BitSet) worker.partitions.clone();
            work.and(missing);
            work.andNot(worker.assigned);
            if (worker.waiting.isPresent() && !work.isEmpty()) {
                worker.assigned.or(work);
                assignments.add(
                        new Assignment(worker.waiting.get(), work.stream().toArray(), worker.parametersOf != step));
                worker.parametersOf = step;
                worker.waiting = Optional.empty();
            }
        }
        return assignments;
    }

    /**
     * Accepts an executor's report if all of its partitions are still missing, because it cannot be added in part. Otherwise its
     * missing partitions are assigned again.
     *
     * @param of the step of the report
     */
    boolean accept(String id, long of, int[] partitions) {
        Worker worker = workers.get(id);
        if (worker == null || of != step) {
            return false;
        }
        worker.assigned.clear();
        BitSet covered = new BitSet();
        for (int partition : partitions) {
            covered.set(partition);
        }
        BitSet wanted = (BitSet) covered.clone();
        wanted.and(missing);
        if (!wanted.equals(covered)) {
            return false;
        }
        missing.andNot(covered);
        return true;
    }

    /** Whether the step is complete. */
    boolean isDone() {
        return missing.isEmpty();
    }

    /** Whether every missing partition has a running task. */
    boolean allRun() {
        return missing.stream().allMatch(owners::containsKey);
    }

    /** Returns the replies of all waiting executors; they no longer wait. */
    List<Consumer<byte[][]>> takeWaiting() {
        List<Consumer<byte[][]>> waiting = new ArrayList<>();
        for (Worker worker : workers.values()) {
            worker.waiting.ifPresent(waiting::add);
            worker.waiting = Optional.empty();
        }
        return waiting;
    }
}
