package org.thalweg.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.SparkContext;
import org.apache.spark.status.api.v1.ExecutorSummary;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The preferred executors of tasks. Neighbouring tasks prefer the same executor, so that it sends few subtrees of the sum (one if
 * its ranges are aligned). A task may run elsewhere if its executor is lost or busy.
 *
 * @param slots the executor of each task slot of the cluster, in Spark's format for locations; empty for no preference
 */
record TaskLocality(List<String> slots) implements Serializable {
    private static final String DRIVER = "driver";

    /** The slots of the current executors; none in local mode. */
    static TaskLocality of(SparkContext spark) {
        int cpusPerTask = spark.conf().getInt("spark.task.cpus", 1);
        List<String> slots = new ArrayList<>();
        CollectionConverters.asJava(spark.statusStore().executorList(true)).stream()
                .filter(executor -> !executor.id().equals(DRIVER))
                .sorted(Comparator.comparing(
                                (ExecutorSummary executor) -> executor.id().length()) // 9 before 10
                        .thenComparing(ExecutorSummary::id))
                .forEach(executor -> {
                    for (int slot = 0; slot < executor.totalCores() / cpusPerTask; slot++) {
                        slots.add(location(executor.hostPort(), executor.id()));
                    }
                });
        return new TaskLocality(List.copyOf(slots));
    }

    /** The location of an executor. A new executor has a host, but no port yet. */
    static String location(String hostPort, String executor) {
        int port = hostPort.lastIndexOf(':');
        boolean isAddress = hostPort.indexOf(':') < port && !hostPort.contains("]:"); // IPv6 without brackets.
        return "executor_" + (port < 0 || isAddress ? hostPort : hostPort.substring(0, port)) + "_" + executor;
    }

    boolean isEmpty() {
        return slots.isEmpty();
    }

    /** The number of executors. */
    int executors() {
        return (int) slots.stream().distinct().count();
    }

    /** The location of one of {@code tasks} tasks. */
    String of(int task, int tasks) {
        return slots.get(share(task, tasks, slots.size()));
    }

    /** The index of the share that contains a task, if all tasks are divided into even shares. */
    static int share(int task, int tasks, int shares) {
        return (int) ((long) task * shares / tasks);
    }
}
