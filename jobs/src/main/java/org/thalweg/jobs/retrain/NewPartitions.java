package org.thalweg.jobs.retrain;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.thalweg.spark.config.DataSource;
import org.thalweg.spark.table.DataException;
import org.thalweg.spark.table.OpenTable;

/** Finds partitions of a table of Spark's catalogue that are new. */
final class NewPartitions {
    /** What Hive calls the partition of rows whose value is null. */
    private static final String NULL = "__HIVE_DEFAULT_PARTITION__";

    private NewPartitions() {}

    /** The new partitions; empty where there is none. */
    static Optional<Arrivals> find(SparkSession spark, DataSource.Table source, Optional<Watermark> learned) {
        TreeSet<String> there = partitions(spark, source);
        TreeSet<String> fresh = new TreeSet<>(there);
        TreeMap<String, Integer> seen = new TreeMap<>();
        if (learned.orElse(null) instanceof Watermark.Partitions known) {
            fresh.removeAll(known.partitions().keySet());
            seen.putAll(known.partitions());
        }
        if (fresh.isEmpty()) {
            return Optional.empty();
        }
        int night = Watermark.next(learned);
        fresh.forEach(name -> seen.put(name, night));
        List<String> told =
                fresh.stream().map(name -> source.table() + ": " + name).toList();
        TreeSet<String> earlier = new TreeSet<>(there);
        earlier.removeAll(fresh);
        return Optional.of(new Arrivals(
                source,
                night,
                rows -> rows.filter(isAny(fresh)),
                earlier.isEmpty() ? Optional.empty() : Optional.of(source),
                rows -> rows.filter(isAny(earlier)).withColumn(NumberedRows.NIGHT, nightOf(earlier, seen)),
                new Watermark.Partitions(seen),
                List.of(),
                told,
                List.of()));
    }

    private static TreeSet<String> partitions(SparkSession spark, DataSource.Table source) {
        String name = Arrays.stream(source.table().split("\\."))
                .map(part -> "`" + part.replace("`", "``") + "`")
                .collect(Collectors.joining("."));
        try {
            return spark.sql("SHOW PARTITIONS " + name).collectAsList().stream()
                    .map(row -> row.getString(0))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (Exception e) { // Spark's own, which Scala does not declare, are checked ones.
            if (e instanceof AnalysisException) {
                String message = String.valueOf(e.getMessage());
                throw new DataException(
                        "retrain.new: expected a table with partitions, found " + source.table() + ": "
                                + message.lines().findFirst().orElse("") + "; take { column: … }, or check data.table",
                        e);
            }
            throw e;
        }
    }

    private static Column nightOf(TreeSet<String> partitions, Map<String, Integer> nights) {
        TreeMap<Integer, TreeSet<String>> byNight = new TreeMap<>();
        partitions.forEach(name -> byNight.computeIfAbsent(nights.get(name), night -> new TreeSet<>())
                .add(name));
        return functions.coalesce(byNight.entrySet().stream()
                .map(night -> functions.when(isAny(night.getValue()), functions.lit(night.getKey())))
                .toArray(Column[]::new));
    }

    private static Column isAny(TreeSet<String> partitions) {
        Column any = functions.lit(false);
        for (String partition : partitions) {
            any = any.or(is(partition));
        }
        return any;
    }

    private static Column is(String partition) {
        Column all = functions.lit(true);
        List<String> parts = new ArrayList<>(List.of(partition.split("/")));
        for (String part : parts) {
            int equals = part.indexOf('=');
            Column column = OpenTable.column(decoded(part.substring(0, equals)));
            String value = decoded(part.substring(equals + 1));
            all = all.and(
                    value.equals(NULL) ? column.isNull() : column.cast("string").equalTo(value));
        }
        return all;
    }

    /** Partitions' names have signs that files' names must not have as %3A and the like. */
    private static String decoded(String name) {
        return URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
