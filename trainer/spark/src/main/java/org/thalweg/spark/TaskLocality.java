package org.thalweg.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.SparkContext;
import org.apache.spark.status.api.v1.ExecutorSummary;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Where tasks that hold ranges of lanes prefer to run: neighbours on the same executor, so that it sends few subtrees of the sum,
 * one where its ranges are aligned. Only a preference: a task runs elsewhere where its executor is gone or busy.
 *
 * @param slots the executor of each of the cluster's task slots, as Spark names places; empty for no preference
 */
record TaskLocality(List<String> slots) implements Serializable {
    private static final String DRIVER = "driver";

    /** The slots of the executors that are there now; none in local mode. */
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
                        slots.add(place(executor.hostPort(), executor.id()));
                    }
                });
        return new TaskLocality(List.copyOf(slots));
    }

    /** An executor that has just come has a host, and no port yet. */
    static String place(String hostPort, String executor) {
        int port = hostPort.lastIndexOf(':');
        boolean isAddress = hostPort.indexOf(':') < port && !hostPort.contains("]:"); // Of six, without brackets.
        return "executor_" + (port < 0 || isAddress ? hostPort : hostPort.substring(0, port)) + "_" + executor;
    }

    boolean isEmpty() {
        return slots.isEmpty();
    }

    /** How many executors there are. */
    int executors() {
        return (int) slots.stream().distinct().count();
    }

    /** The place of a task of so many. */
    String of(int task, int tasks) {
        return slots.get(share(task, tasks, slots.size()));
    }

    /** Which of so many even shares of all tasks a task is in. */
    static int share(int task, int tasks, int shares) {
        return (int) ((long) task * shares / tasks);
    }
}
