package org.thalweg.jobs.profile;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.thalweg.data.Cell;

/** Counts one column's values. Mutable while it counts; not thread-safe. */
final class ColumnCount {
    private final String name;
    private final Bins bins;
    private final double[] edges;
    private final Map<String, Integer> texts = new HashMap<>();
    private final double[] range; // null for none
    private final long[] counts;
    private long outside;
    private long missing;
    private long numbers;
    private double mean;
    private double squares; // Σ (x − mean)²
    private double least = Double.POSITIVE_INFINITY;
    private double greatest = Double.NEGATIVE_INFINITY;

    /** @param range range of numbers; those outside are also counted separately; null for none */
    ColumnCount(String name, Bins bins, double[] range) {
        this.range = range;
        this.name = name;
        this.bins = bins;
        this.counts = new long[bins.count()];
        this.edges = bins instanceof Bins.Numbers of
                ? of.edges().stream().mapToDouble(Double::doubleValue).toArray()
                : new double[0];
        if (bins instanceof Bins.Texts of) {
            of.texts().forEach(text -> texts.put(text, texts.size()));
        }
    }

    /** Counts a cell. The reader of the rows refuses cells that should be numbers and are not. */
    void add(Object cell) {
        if (Cell.isMissing(cell)) {
            missing++;
        } else if (bins instanceof Bins.Numbers) {
            double number = Cell.number(cell);
            if (Double.isNaN(number)) {
                missing++;
            } else {
                addNumber(number);
            }
        } else {
            String text = Cell.label(cell, "a category");
            int other = counts.length - 1;
            counts[
                    bins instanceof Bins.Texts
                            ? texts.getOrDefault(texts.containsKey(text) ? text : Cell.classLabel(text), other)
                            : Math.floorMod(text.hashCode(), counts.length)]++;
        }
    }

    void addNumber(double number) {
        int bin = 0;
        while (bin < edges.length && number > edges[bin]) {
            bin++;
        }
        counts[bin]++;
        numbers++;
        outside += range != null && (number < range[0] || number > range[1]) ? 1 : 0;
        double difference = number - mean;
        mean += difference / numbers;
        squares += difference * (number - mean);
        least = Math.min(least, number);
        greatest = Math.max(greatest, number);
    }

    /** Adds the counts of another with the same bins. */
    void add(ColumnCount that) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] += that.counts[i];
        }
        missing += that.missing;
        outside += that.outside;
        if (that.numbers > 0) {
            double difference = that.mean - mean;
            double share = (double) that.numbers / (numbers + that.numbers);
            squares += that.squares + difference * difference * numbers * share;
            mean += difference * share;
            numbers += that.numbers;
            least = Math.min(least, that.least);
            greatest = Math.max(greatest, that.greatest);
        }
    }

    void writeTo(DataOutput out) throws IOException {
        for (long count : counts) {
            out.writeLong(count);
        }
        out.writeLong(missing);
        out.writeLong(outside);
        out.writeLong(numbers);
        out.writeDouble(mean);
        out.writeDouble(squares);
        out.writeDouble(least);
        out.writeDouble(greatest);
    }

    /** Reads the serialized counts of another with the same bins. This one must be empty. */
    void readFrom(DataInput in) throws IOException {
        for (int i = 0; i < counts.length; i++) {
            counts[i] = in.readLong();
        }
        missing = in.readLong();
        outside = in.readLong();
        numbers = in.readLong();
        mean = in.readDouble();
        squares = in.readDouble();
        least = in.readDouble();
        greatest = in.readDouble();
    }

    ColumnProfile profile() {
        List<Long> all = new ArrayList<>();
        for (long count : counts) {
            all.add(count);
        }
        boolean any = numbers > 0;
        return new ColumnProfile(
                name,
                bins,
                all,
                missing,
                outside,
                any ? mean : Double.NaN,
                any ? Math.sqrt(squares / numbers) : Double.NaN,
                any ? least : Double.NaN,
                any ? greatest : Double.NaN);
    }
}
