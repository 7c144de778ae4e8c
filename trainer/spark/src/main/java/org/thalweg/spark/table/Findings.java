package org.thalweg.spark.table;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.thalweg.data.EncodingSurvey;
import org.thalweg.data.FeatureColumn;
import org.thalweg.spark.MergedParts;

/**
 * The values that rows have in their columns, with the number of rows of each. The number of values per column is limited,
 * just above the permitted maximum, so that the results of many partitions merge into a small one. Mutable; not thread-safe.
 */
final class Findings {
    /** The column index that means a label. */
    private static final int LABEL = -1;

    /** Its column index means the number of rows. */
    private static final EncodingSurvey.Finding ROWS = new EncodingSurvey.Finding(-2, 0, Optional.empty());

    private final Map<EncodingSurvey.Finding, Long> rows = new HashMap<>();
    private final Map<Integer, Integer> ofColumn = new HashMap<>();

    /** How the findings of a partition are made. */
    @FunctionalInterface
    interface Pass extends Serializable {
        Findings of(Iterator<Row> rows);
    }

    /** The findings for all rows of a table, which are read once. */
    static Findings of(Dataset<Row> table, Pass pass) {
        MapPartitionsFunction<Row, byte[]> findings =
                part -> List.of(pass.of(part).bytes()).iterator();
        JavaRDD<byte[]> parts = table.mapPartitions(findings, Encoders.BINARY()).javaRDD();
        Findings all = new Findings();
        MergedParts.of(parts, Findings::merged).collect().forEach(all::add);
        return all;
    }

    private static byte[] merged(Iterator<byte[]> parts) {
        Findings all = new Findings();
        parts.forEachRemaining(all::add);
        return all.bytes();
    }

    void add(EncodingSurvey survey) {
        survey.findings().forEach(finding -> add(finding, 0));
    }

    void add(DistinctLabels labels) {
        labels.labels().forEach((label, count) -> add(new EncodingSurvey.Finding(LABEL, 0, Optional.of(label)), count));
    }

    void addRows(long count) {
        add(ROWS, count);
    }

    private void add(EncodingSurvey.Finding finding, long count) {
        Long before = rows.get(finding);
        if (before == null) {
            int most = finding.column() == LABEL ? DistinctLabels.MAX_CLASSES : FeatureColumn.OneHot.MAX_CATEGORIES;
            if (finding.category().isPresent() && ofColumn.merge(finding.column(), 1, Integer::sum) > most + 1) {
                return;
            }
        }
        rows.put(finding, (before == null ? 0 : before) + count);
    }

    /** Passes on the findings for an encoding. */
    void forEachOfEncoding(Consumer<EncodingSurvey.Finding> reader) {
        rows.keySet().stream().filter(finding -> finding.column() >= 0).forEach(reader);
    }

    /** The labels, with the number of rows of each. */
    Map<String, Long> labels() {
        Map<String, Long> labels = new HashMap<>();
        rows.forEach((finding, count) -> {
            if (finding.column() == LABEL) {
                labels.put(finding.category().orElseThrow(), count);
            }
        });
        return labels;
    }

    /** The number of rows. */
    long rows() {
        return rows.getOrDefault(ROWS, 0L);
    }

    private byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            DataOutputStream out = new DataOutputStream(bytes);
            out.writeInt(rows.size());
            for (Map.Entry<EncodingSurvey.Finding, Long> each : rows.entrySet()) {
                out.writeInt(each.getKey().column());
                out.writeInt(each.getKey().place());
                out.writeLong(each.getValue());
                Optional<String> category = each.getKey().category();
                byte[] text = category.orElse("").getBytes(StandardCharsets.UTF_8);
                out.writeInt(category.isEmpty() ? -1 : text.length);
                out.write(text);
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(byte[] part) {
        try {
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(part));
            for (int left = in.readInt(); left > 0; left--) {
                int column = in.readInt();
                int place = in.readInt();
                long count = in.readLong();
                int length = in.readInt();
                Optional<String> category = length < 0
                        ? Optional.empty()
                        : Optional.of(new String(in.readNBytes(length), StandardCharsets.UTF_8));
                add(new EncodingSurvey.Finding(column, place, category), count);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
