package org.thalweg.jobs.profile;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.thalweg.data.Cell;
import org.thalweg.data.FeatureColumn;
import org.thalweg.spark.MergedParts;
import org.thalweg.spark.table.Cells;
import org.thalweg.spark.table.ColumnRoles;
import org.thalweg.spark.table.Targets;

/** Computes the profile of a table on its executors. */
public final class Profiler implements Serializable {
    private static final long serialVersionUID = 1;

    /** For rows with more numbers, only labels and rows are counted. */
    private static final int MOST_NUMBERS = 10_000;

    private static final int NUMBER_BINS = 10;
    private static final int HASH_BINS = 64;

    /** A column of the table. wide: whether its cells may hold several numbers. */
    private record ColumnPosition(int column, boolean wide) implements Serializable {
        private static final long serialVersionUID = 1;
    }

    private final ArrayList<ColumnPosition> places = new ArrayList<>();
    private final ArrayList<ArrayList<String>> names = new ArrayList<>(); // names of each position's numbers
    private final ArrayList<ArrayList<Bins>> bins = new ArrayList<>();
    private final ArrayList<ArrayList<double[]>> ranges = new ArrayList<>();
    private final int features; // places

    private Profiler(List<String> columns, ColumnRoles roles, Targets targets) {
        if (roles.encoding().isPresent()) {
            for (FeatureColumn column : roles.encoding().get().columns()) {
                if (column instanceof FeatureColumn.OneHot oneHot) {
                    add(columns.indexOf(column.name()), column.name(), 1, new Bins.Texts(oneHot.categories()));
                } else if (column instanceof FeatureColumn.Hashed) {
                    add(columns.indexOf(column.name()), column.name(), 1, new Bins.Hashes(HASH_BINS));
                } else if (column instanceof FeatureColumn.Dates) {
                    // New rows have newer dates, which is no drift. Only missing dates are compared.
                    add(columns.indexOf(column.name()), column.name(), 1, new Bins.Hashes(1));
                } else {
                    add(columns.indexOf(column.name()), column.name(), column.numbers(), null);
                }
            }
        } else if (roles.inputs() <= MOST_NUMBERS) {
            int at = 0;
            for (int i = 0; i < roles.features().size(); i++) {
                String name = roles.features().get(i);
                int after = roles.features().size() - 1 - i;
                int width = roles.featureNames().get(at).equals(name) ? 1 : widthFrom(roles, at, name, after);
                add(columns.indexOf(name), name, width, null);
                at += width;
            }
        }
        features = places.size();
        if (targets.kind() != Targets.Kind.NONE) {
            roles.labels()
                    .forEach(label -> add(
                            columns.indexOf(label),
                            label,
                            targets.kind() == Targets.Kind.CLASS
                                            || roles.labels().size() > 1
                                    ? 1
                                    : targets.width(roles),
                            targets.kind() == Targets.Kind.CLASS ? new Bins.Texts(targets.classLabels()) : null));
        }
    }

    /** A wide column's inputs are named {@code name[i]}; a single wide one, such as an image, has all of them. */
    private static int widthFrom(ColumnRoles roles, int at, String name, int columnsAfter) {
        int width = 0;
        while (at + width < roles.inputs() - columnsAfter
                && roles.featureNames().get(at + width).startsWith(name + "[")) {
            width++;
        }
        return Math.max(1, width == 0 ? roles.inputs() - at - columnsAfter : width);
    }

    private void add(int column, String name, int width, Bins of) {
        places.add(new ColumnPosition(column, width > 1));
        ArrayList<String> all = new ArrayList<>();
        ArrayList<Bins> each = new ArrayList<>();
        ArrayList<double[]> range = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            all.add(width == 1 ? name : name + "[" + i + "]");
            each.add(of);
            range.add(null);
        }
        names.add(all);
        bins.add(each);
        ranges.add(range);
    }

    /**
     * A profiler with bins from the quantiles of a sample of rows.
     *
     * @param columns the columns of the rows
     * @param sample enough rows to estimate the quantiles
     */
    public static Profiler ofSample(List<String> columns, ColumnRoles roles, Targets targets, List<Row> sample) {
        Profiler profiler = new Profiler(columns, roles, targets);
        for (int p = 0; p < profiler.places.size(); p++) {
            ColumnPosition place = profiler.places.get(p);
            List<Object> cells = sample.stream()
                    .map(row -> place.wide() ? Cells.plain(row.get(place.column())) : row.get(place.column()))
                    .toList();
            for (int i = 0; i < profiler.names.get(p).size(); i++) {
                if (profiler.bins.get(p).get(i) == null) {
                    profiler.bins.get(p).set(i, Bins.Numbers.ofSample(numbers(cells, place, i), NUMBER_BINS));
                }
            }
        }
        return profiler;
    }

    private static double[] numbers(List<Object> cells, ColumnPosition place, int index) {
        // Cells that are not numbers are reported with their row when all rows are counted.
        double[] values = cells.stream()
                .map(cell -> place.wide() ? element(cell, index) : cell)
                .filter(cell -> !Cell.isMissing(cell) && Cell.isNumber(cell))
                .mapToDouble(Cell::number)
                .toArray();
        return values.length == 0 ? new double[1] : values;
    }

    /** A profiler with the bins of an earlier profile; one bin for columns that it lacks. */
    public static Profiler sameColumns(List<String> columns, ColumnRoles roles, Targets targets, DataProfile earlier) {
        Profiler profiler = new Profiler(columns, roles, targets);
        for (int p = 0; p < profiler.places.size(); p++) {
            Map<String, ColumnProfile> known = new HashMap<>();
            (p < profiler.features ? earlier.features() : earlier.labels())
                    .forEach(column -> known.put(column.name(), column));
            for (int i = 0; i < profiler.names.get(p).size(); i++) {
                profiler.take(known.get(profiler.names.get(p).get(i)), p, i);
            }
        }
        return profiler;
    }

    /** A count with the bins of an earlier profile. earlier: null if the column is new. */
    private void take(ColumnProfile earlier, int place, int index) {
        if (earlier != null) {
            bins.get(place).set(index, earlier.bins());
            ranges.get(place).set(index, new double[] {earlier.least(), earlier.greatest()});
        } else if (bins.get(place).get(index) == null) {
            bins.get(place).set(index, new Bins.Numbers(List.of()));
        }
    }

    /** Counts all rows of a table. */
    public DataProfile profile(Dataset<Row> rows) {
        return profile(rows, row -> {});
    }

    /** A check of each row before it is counted. */
    @FunctionalInterface
    public interface Check extends Serializable {
        /** Throws if a row is invalid. */
        void check(Row row);
    }

    /** Checks and counts all rows of a table, in one pass. */
    public DataProfile profile(Dataset<Row> rows, Check check) {
        MapPartitionsFunction<Row, byte[]> pass =
                part -> List.of(counted(part, check)).iterator();
        List<List<ColumnCount>> total = counts();
        long count = 0;
        JavaRDD<byte[]> parts = rows.mapPartitions(pass, Encoders.BINARY()).javaRDD();
        for (byte[] part : MergedParts.of(parts, this::merged).collect()) {
            count += add(part, total);
        }
        List<ColumnProfile> profiles = new ArrayList<>();
        List<ColumnProfile> labels = new ArrayList<>();
        for (int p = 0; p < total.size(); p++) {
            List<ColumnProfile> to = p < features ? profiles : labels;
            total.get(p).forEach(column -> to.add(column.profile()));
        }
        return new DataProfile(count, profiles, labels);
    }

    private byte[] merged(Iterator<byte[]> parts) throws IOException {
        List<List<ColumnCount>> total = counts();
        long rows = 0;
        while (parts.hasNext()) {
            rows += add(parts.next(), total);
        }
        return bytes(rows, total);
    }

    private List<List<ColumnCount>> counts() {
        List<List<ColumnCount>> counts = new ArrayList<>();
        for (int p = 0; p < places.size(); p++) {
            List<ColumnCount> of = new ArrayList<>();
            for (int i = 0; i < names.get(p).size(); i++) {
                of.add(newCount(p, i));
            }
            counts.add(of);
        }
        return counts;
    }

    private byte[] counted(Iterator<Row> rows, Check check) throws IOException {
        List<List<ColumnCount>> counts = counts();
        long count = 0;
        while (rows.hasNext()) {
            Row row = rows.next();
            check.check(row);
            count++;
            for (int p = 0; p < counts.size(); p++) {
                ColumnPosition place = places.get(p);
                Object cell = row.get(place.column());
                List<ColumnCount> of = counts.get(p);
                Object plain = place.wide() ? Cells.plain(cell) : cell;
                for (int i = 0; i < of.size(); i++) {
                    of.get(i).add(place.wide() ? element(plain, i) : plain);
                }
            }
        }
        return bytes(count, counts);
    }

    private static byte[] bytes(long count, List<List<ColumnCount>> counts) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeLong(count);
        for (List<ColumnCount> of : counts) {
            for (ColumnCount column : of) {
                column.writeTo(out);
            }
        }
        return bytes.toByteArray();
    }

    private long add(byte[] part, List<List<ColumnCount>> total) {
        try {
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(part));
            long count = in.readLong();
            for (int p = 0; p < total.size(); p++) {
                for (int i = 0; i < total.get(p).size(); i++) {
                    ColumnCount column = newCount(p, i);
                    column.readFrom(in);
                    total.get(p).get(i).add(column);
                }
            }
            return count;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ColumnCount newCount(int place, int index) {
        return new ColumnCount(
                names.get(place).get(index),
                bins.get(place).get(index),
                ranges.get(place).get(index));
    }

    private static Object element(Object plain, int index) {
        if (plain instanceof double[] numbers) {
            return index < numbers.length ? numbers[index] : null;
        }
        return plain instanceof List<?> list && index < list.size() ? list.get(index) : null;
    }
}
