package org.thalweg.jobs.retrain;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.thalweg.spark.config.DataSource;
import org.thalweg.spark.table.DataException;
import org.thalweg.spark.table.OpenTable;

/** Finds new partitions of a table in Spark's catalogue. */
final class NewPartitions {
    /** Hive's name for the partition of rows whose value is null. */
    private static final String NULL = "__HIVE_DEFAULT_PARTITION__";

    private static final String SEPARATOR = "\u0000";

    private NewPartitions() {}

    /** The new partitions; empty if there are none. */
    static Optional<NewData> find(SparkSession spark, DataSource.Table source, Optional<Watermark> learned) {
        TreeSet<String> there = partitions(spark, source);
        TreeSet<String> fresh = new TreeSet<>(there);
        Watermark.Partitions known = learned.orElse(null) instanceof Watermark.Partitions partitions
                ? partitions
                : Watermark.Partitions.none();
        fresh.removeAll(known.partitions().keySet());
        if (fresh.isEmpty()) {
            return Optional.empty();
        }
        int runNumber = Watermark.next(learned);
        TreeMap<String, Integer> added = new TreeMap<>();
        fresh.forEach(name -> added.put(name, runNumber));
        List<String> reports =
                fresh.stream().map(name -> source.table() + ": " + name).toList();
        TreeSet<String> earlier = new TreeSet<>(there);
        earlier.removeAll(fresh);
        return Optional.of(new NewData(
                source,
                runNumber,
                rows -> rows.filter(isAny(fresh)),
                earlier.isEmpty() ? Optional.empty() : Optional.of(source),
                rows -> rows.filter(isAny(earlier))
                        .withColumn(OccurrenceNumbers.RUN_NUMBER, runNumberOf(earlier, known.partitions())),
                new Watermark.Partitions(known.marks().with(added)),
                List.of(),
                reports,
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
        } catch (Exception e) { // Spark throws checked exceptions that Scala does not declare.
            if (e instanceof AnalysisException) {
                String message = String.valueOf(e.getMessage());
                throw new DataException(
                        "retrain.new: expected a table with partitions, found " + source.table() + ": "
                                + message.lines().findFirst().orElse("") + "; use { column: … }, or check data.table",
                        e);
            }
            throw e;
        }
    }

    private static Column runNumberOf(TreeSet<String> partitions, Map<String, Integer> runNumbers) {
        TreeMap<Integer, TreeSet<String>> byRunNumber = new TreeMap<>();
        partitions.forEach(name -> byRunNumber
                .computeIfAbsent(runNumbers.get(name), runNumber -> new TreeSet<>())
                .add(name));
        return functions.coalesce(byRunNumber.entrySet().stream()
                .map(runNumber -> functions.when(isAny(runNumber.getValue()), functions.lit(runNumber.getKey())))
                .toArray(Column[]::new));
    }

    /** Whether a row is in one of the partitions. It compares the joined column values with one list, as a chain of thousands of
     * {@code or} would be too deep. */
    private static Column isAny(TreeSet<String> partitions) {
        List<List<String>> rows = partitions.stream().map(NewPartitions::values).toList();
        if (rows.isEmpty()) {
            return functions.lit(false);
        }
        List<Column> texts = Stream.of(partitions.first().split("/"))
                .map(part -> OpenTable.column(decoded(part.substring(0, part.indexOf('='))))
                        .cast("string"))
                .toList();
        Column all = functions.lit(true);
        for (int i = 0; i < texts.size(); i++) { // Spark prunes partitions by these conditions.
            int at = i;
            all = all.and(isIn(texts.get(i), rows.stream().map(row -> row.get(at))));
        }
        Column[] parts = texts.stream()
                .map(text -> functions.coalesce(text, functions.lit(NULL)))
                .toArray(Column[]::new);
        return parts.length == 1
                ? all
                : all.and(isIn(
                        functions.concat_ws(SEPARATOR, parts), rows.stream().map(row -> String.join(SEPARATOR, row))));
    }

    private static Column isIn(Column text, Stream<String> values) {
        Set<String> different = values.collect(Collectors.toCollection(TreeSet::new));
        Column isNull = different.remove(NULL) ? text.isNull() : functions.lit(false);
        return functions
                .coalesce(text.isin(different.toArray()), functions.lit(false))
                .or(isNull);
    }

    private static List<String> values(String partition) {
        return Stream.of(partition.split("/"))
                .map(part -> decoded(part.substring(part.indexOf('=') + 1)))
                .toList();
    }

    /** Decodes a partition's name, in which characters that file names must not contain are escaped like %3A. */
    private static String decoded(String name) {
        return URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
