package org.thalweg.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.thalweg.data.CompressedRows;
import org.thalweg.data.FeatureColumn;
import org.thalweg.data.FeatureEncoding;
import org.thalweg.data.RowEncoder;
import org.thalweg.data.RowNotes;

/**
 * Predicts from rows as they come, a cell a column, and reports what the model does not know in them. Thread-safe, as {@link
 * Predictor} is.
 *
 * <pre>{@code
 * RowPredictor predictor = ModelFile.read(path).rowPredictor();
 * RowPrediction answer = predictor.predict("red", 12.5, null);
 * answer.notes().unknown(); // such as {colour=red}
 * }</pre>
 */
public final class RowPredictor {
    private static final int MOST_NUMBERS = 1 << 20; // of rows that are encoded at once

    private final Predictor predictor;
    private final FeatureEncoding encoding;
    private final RowEncoder encoder;
    private final List<String> columns;
    private final LongAdder rows = new LongAdder();
    private final Map<String, LongAdder> unknown = new LinkedHashMap<>(); // by column, all that can have such rows
    private final Map<String, LongAdder> missing = new LinkedHashMap<>();

    RowPredictor(Predictor predictor) {
        this.predictor = predictor;
        this.encoding = encoding(predictor.description());
        this.encoder = encoding.encoder();
        this.columns = encoding.columns().stream().map(FeatureColumn::name).toList();
        for (FeatureColumn column : encoding.columns()) {
            if (!(column instanceof FeatureColumn.Numeric)) {
                unknown.put(column.name(), new LongAdder());
            }
            if (encoding.fillsMissing()) {
                missing.put(column.name(), new LongAdder());
            }
        }
    }

    /** A model without one has a column of numbers for each input. */
    private static FeatureEncoding encoding(ModelDescription description) {
        if (description.encoding() != null) {
            return description.encoding();
        }
        List<String> names = description.featureNames();
        List<FeatureColumn> numbers = IntStream.range(0, description.network().inputs())
                .<FeatureColumn>mapToObj(
                        i -> new FeatureColumn.Numeric(names.isEmpty() ? "feature " + i : names.get(i), 1, List.of()))
                .toList();
        return new FeatureEncoding(numbers, false);
    }

    /** The columns' names, in the order of a row's cells. */
    public List<String> columns() {
        return columns;
    }

    /**
     * The model's answer to a row.
     *
     * @param cells one a column, as of {@link RowEncoder#inputs}
     * @throws IllegalArgumentException if a cell is not as its column wants it, or missing where training had none missing
     */
    public RowPrediction predict(Object... cells) {
        return predictAll(List.<Object[]>of(cells)).get(0);
    }

    /**
     * The model's answer to a row whose cells bear their columns' names.
     *
     * @param cells by column; one that is not there is missing
     * @throws IllegalArgumentException if there is no such column, a cell is not as its column wants it, or is missing where
     *     training had none missing
     */
    public RowPrediction predict(Map<String, ?> cells) {
        Set<String> others = new LinkedHashSet<>(cells.keySet());
        columns.forEach(others::remove);
        if (!others.isEmpty()) {
            throw new IllegalArgumentException("row: expected the columns " + columns + ", found " + others
                    + "; leave out what the model does not read");
        }
        return predict(columns.stream().map(cells::get).toArray());
    }

    /**
     * The model's answers to several rows at once: in whole blocks each costs less than alone.
     *
     * @param all one array of cells a row, as of {@link #predict(Object...)}
     * @throws IllegalArgumentException as there; the message says which row, from 0
     */
    public List<RowPrediction> predictAll(List<Object[]> all) {
        int inputs = predictor.inputs();
        int block = Math.max(predictor.blockRows(), MOST_NUMBERS / inputs);
        List<RowPrediction> answers = new ArrayList<>(all.size());
        for (int first = 0; first < all.size(); first += block) {
            List<Object[]> some = all.subList(first, Math.min(first + block, all.size()));
            List<RowNotes> notes = new ArrayList<>(some.size());
            Predictions predictions = predictions(some, first, all.size(), notes);
            for (int r = 0; r < some.size(); r++) {
                answers.add(new RowPrediction(predictions.get(r), notes.get(r)));
            }
        }
        answers.forEach(answer -> count(answer.notes()));
        rows.add(all.size());
        return answers;
    }

    private Predictions predictions(List<Object[]> some, int first, int all, List<RowNotes> notes) {
        int inputs = predictor.inputs();
        boolean isSparse = predictor.description().network().sparse();
        CompressedRows sparse = isSparse ? new CompressedRows(inputs) : null;
        float[] dense = new float[isSparse ? 0 : Math.multiplyExact(some.size(), inputs)];
        for (int r = 0; r < some.size(); r++) {
            try {
                notes.add(
                        isSparse
                                ? encoder.encodeInto(some.get(r), sparse)
                                : encoder.encodeInto(some.get(r), dense, r * inputs));
            } catch (IllegalArgumentException e) {
                throw all == 1 ? e : new IllegalArgumentException("row " + (first + r) + ": " + e.getMessage(), e);
            }
        }
        return isSparse ? predictor.predictAll(sparse) : predictor.predictAll(dense, some.size());
    }

    private void count(RowNotes notes) {
        if (!notes.isEmpty()) {
            notes.unknown().keySet().forEach(column -> unknown.get(column).increment());
            notes.missing().forEach(column -> missing.get(column).increment());
        }
    }

    /** How many rows have been answered. */
    public long rows() {
        return rows.sum();
    }

    /** How many of them had a category that the model does not know, by column; those that had none are left out. */
    public Map<String, Long> unknownRows() {
        return counts(unknown);
    }

    /** How many of them lacked a value, by column; those that lacked none are left out. */
    public Map<String, Long> missingRows() {
        return counts(missing);
    }

    private static Map<String, Long> counts(Map<String, LongAdder> counters) {
        Map<String, Long> counts = new LinkedHashMap<>();
        counters.forEach((column, counter) -> {
            if (counter.sum() > 0) {
                counts.put(column, counter.sum());
            }
        });
        return counts;
    }
}
