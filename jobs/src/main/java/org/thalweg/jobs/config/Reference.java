package org.thalweg.jobs.config;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.thalweg.model.Task;
import org.thalweg.spark.config.KeyPage;
import org.thalweg.train.Metric;

/** The reference of job files, made from the declarations of the keys. */
public final class Reference {
    private static final String INTRODUCTION =
            """
            # Job files: every key

            A job file is a YAML file of nested maps. A dot in the name of a key means a level of nesting: `training.epochs` is
            the key `epochs` of the map `training`. COLUMN in a name means the name of a column. Where a key may be a map or a
            single value, the table says so, and the keys of the map follow under a heading of their own.

            When a job file is read, every value is checked, also against the other values. All errors are reported at once,
            each with its line.

            On the command line, `--set KEY=VALUE` replaces the value of a key, for example `--set training.epochs=20`.
            `jobs/run train --help KEY` prints the entry of one key, for example `jobs/run train --help training.epochs`.

            The metrics, such as `rocAuc`, are described [at the end](#metrics). Values that are formulas are described
            [in the guide](GUIDE.md#formulas). In the mathematical formulas of this page, *w* is a weight, *g* its gradient
            in a step, *z* the weighted sum of a unit's inputs, and *η* the learning rate. A Spark task is a piece of
            work that Spark runs on one core; the key `task` has nothing to do with it. Spark runs tasks in processes that are called
            executors, and the process that starts a run is the driver. In local mode (`jobs/run`), one process is both.

            This page is generated from the code.

            """;

    private Reference() {}

    /** The declarations of all keys. */
    static KeyPage keys() {
        return new KeyPage(JobFile.GROUP);
    }

    /** The page {@code jobs/REFERENCE.md}. */
    static String page() {
        return INTRODUCTION + keys().markdown() + metrics();
    }

    private static String metrics() {
        StringBuilder page = new StringBuilder(
                """

                ### Metrics

                | metric | task | better | what it is |
                |---|---|---|---|
                """);
        for (Metric metric : Metric.values()) {
            String tasks = Stream.of(Task.values())
                    .filter(metric::goesWith)
                    .map(Task::label)
                    .collect(Collectors.joining(", "));
            String better = !metric.isOrdered() ? "" : metric.moreIsBetter() ? "higher" : "lower";
            page.append(String.format(
                    "| `%s` | %s | %s | %s |%n",
                    metric.label(), tasks, better, metric.range().meaning()));
        }
        return page.toString();
    }

    /**
     * Describes a key in a few lines.
     *
     * @throws IllegalArgumentException for a path that no key has
     */
    public static String of(String path) {
        return keys().text(path);
    }
}
