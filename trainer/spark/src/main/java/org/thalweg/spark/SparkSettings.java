package org.thalweg.spark;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;

/** The Spark settings that training is fastest with: the same bits come of Spark's defaults. */
public final class SparkSettings {
    private static final String SERIALIZER = "spark.serializer";
    private static final String KRYO = "org.apache.spark.serializer.KryoSerializer";
    private static final String REGISTRATOR = "spark.kryo.registrator";

    private static final Map<String, String> REQUIRED =
            Map.of(SERIALIZER, KRYO, REGISTRATOR, ThalwegRegistrator.class.getName());

    private SparkSettings() {}

    /** Sets what is required, and each default that the user has not set. */
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
     * Refuses a context that cannot send rows: Kryo writes them as {@link ThalwegRegistrator} says; Java's own serializer,
     * Spark's default, needs nothing.
     *
     * @throws IllegalStateException for Kryo without it
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
        // Nothing crosses the wire by a slow serializer unnoticed. A table format that sends classes of its own needs
        // false.
        defaults.put("spark.kryo.registrationRequired", "true");
        // A task's gradient is one Kryo buffer; the default of 64 MiB ends at 16 million parameters.
        defaults.put("spark.kryoserializer.buffer.max", "2047m");
        // Weights are noise to a compressor: it costs more than it saves.
        defaults.put("spark.broadcast.compress", "false");
        // Gradients over 1 MiB would otherwise go through the block manager: one round trip more a step.
        defaults.put("spark.task.maxDirectResultSize", "64m");
        // The sum of a step's gradients passes through the driver by design; 1 GiB would refuse wide networks.
        defaults.put("spark.driver.maxResultSize", "0");
        // One job a step: the UI and the listeners keep 1000 of each otherwise.
        defaults.put("spark.ui.retainedJobs", "100");
        defaults.put("spark.ui.retainedStages", "100");
        defaults.put("spark.ui.retainedTasks", "1000");
        return defaults;
    }
}
