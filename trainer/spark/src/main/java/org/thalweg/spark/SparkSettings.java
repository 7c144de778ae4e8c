package org.thalweg.spark;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;

/** The Spark settings with which training is fastest. Spark's defaults give the same bits. */
public final class SparkSettings {
    private static final String SERIALIZER = "spark.serializer";
    private static final String KRYO = "org.apache.spark.serializer.KryoSerializer";
    private static final String REGISTRATOR = "spark.kryo.registrator";

    private static final Map<String, String> REQUIRED =
            Map.of(SERIALIZER, KRYO, REGISTRATOR, ThalwegRegistrator.class.getName());

    private SparkSettings() {}

    /** Sets the required settings, and those recommended settings that the user has not set. */
    public static SparkConf apply(SparkConf conf) {
        REQUIRED.forEach(conf::set);
        defaults().forEach((key, value) -> {
            if (!conf.contains(key)) {
                conf.set(key, value);
            }
        });
        return conf;
    }

    /**
     * Checks that a context can serialize rows: Kryo needs {@link ThalwegRegistrator}; Java's own serializer, Spark's default,
     * needs nothing.
     *
     * @throws IllegalStateException if Kryo is set without the registrator
     */
    static void requireWire(SparkConf conf) {
        boolean registered =
                List.of(conf.get(REGISTRATOR, "").split("\\s*,\\s*")).contains(ThalwegRegistrator.class.getName());
        if (conf.get(SERIALIZER, "").equals(KRYO) && !registered) {
            throw new IllegalStateException(REGISTRATOR + ": expected " + ThalwegRegistrator.class.getName()
                    + " where " + SERIALIZER + " is Kryo's, found " + conf.get(REGISTRATOR, "none")
                    + "; set it before the Spark context starts, or leave " + SERIALIZER + " at its default");
        }
    }

    private static Map<String, String> defaults() {
        Map<String, String> defaults = new LinkedHashMap<>();
        // Reports every class that Kryo would serialize slowly. Table formats that send classes of their own need
        // false.
        defaults.put("spark.kryo.registrationRequired", "true");
        // A task's gradient is one Kryo buffer; the default of 64 MiB allows only 16 million parameters.
        defaults.put("spark.kryoserializer.buffer.max", "2047m");
        // Weights hardly compress: it costs more than it saves.
        defaults.put("spark.broadcast.compress", "false");
        // Gradients over 1 MiB would otherwise go through the block manager: one more round trip per step.
        defaults.put("spark.task.maxDirectResultSize", "64m");
        // All gradients of a step go to the driver by design; the default of 1 GiB would reject wide networks.
        defaults.put("spark.driver.maxResultSize", "0");
        // There may be one job per step: by default the UI and the listeners retain 1000 of each.
        defaults.put("spark.ui.retainedJobs", "100");
        defaults.put("spark.ui.retainedStages", "100");
        defaults.put("spark.ui.retainedTasks", "1000");
        return defaults;
    }
}
