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
 * Predicts from raw rows with one cell per column, and reports unknown categories and missing values. Thread-safe, like
 * {@link Predictor}.
 *
 * <pre>{@code
 * RowPredictor predictor = ModelFile.read(path).rowPredictor();
 * RowPrediction prediction = predictor.predict("red", 12.5, null);
 * prediction.notes().unknown(); // such as {colour=red}
 * }</pre>
 */
public final class RowPredictor {
    private static final int MOST_NUMBERS = 1 << 20; // in rows that are encoded at once

    private final Predictor predictor;
    private final FeatureEncoding encoding;
    private final RowEncoder encoder;
    private final List<String> columns;
    private final LongAdder rows = new LongAdder();
    private final Map<String, LongAdder> unknown =
            new LinkedHashMap<>(); // by column, only columns that can have unknown categories
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

    /** A model without an encoding has one numeric column per input. */
    private static FeatureEncoding encoding(ModelDescription description) {
        if (description.encoding().isPresent()) {
            return description.encoding().get();
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
     * Predicts one row.
     *
     * @param cells one per column, as for {@link RowEncoder#inputs}
     * @throws IllegalArgumentException if a cell does not match its column's type, or is missing although no value was
     *     missing in training
     */
    public RowPrediction predict(Object... cells) {
        return predictAll(List.<Object[]>of(cells)).get(0);
    }

    /**
     * Predicts one row, given as cells by column name.
     *
     * @param cells by column; an absent column is a missing value
     * @throws IllegalArgumentException if a column is unknown, a cell does not match its column's type, or is missing
     *     although no value was missing in training
     */
    public RowPrediction predict(Map<String, ?> cells) {
        Set<String> unknownColumns = new LinkedHashSet<>(cells.keySet());
        columns.forEach(unknownColumns::remove);
        if (!unknownColumns.isEmpty()) {
            throw new IllegalArgumentException("row: expected the columns " + columns + ", found " + unknownColumns
                    + "; leave out columns that the model does not read");
        }
        return predict(columns.stream().map(cells::get).toArray());
    }

    /**
     * Predicts several rows at once, which is faster than one by one.
     *
     * @param all one array of cells per row, as for {@link #predict(Object...)}
     * @throws IllegalArgumentException as for {@link #predict(Object...)}; the message contains the row's index, from 0
     */
    public List<RowPrediction> predictAll(List<Object[]> all) {
        int inputs = predictor.inputs();
        int blockSize = Math.max(predictor.blockRows(), MOST_NUMBERS / inputs);
        List<RowPrediction> predictions = new ArrayList<>(all.size());
        for (int first = 0; first < all.size(); first += blockSize) {
            List<Object[]> rowsOfBlock = all.subList(first, Math.min(first + blockSize, all.size()));
            List<RowNotes> notes = new ArrayList<>(rowsOfBlock.size());
            Predictions block = predictBlock(rowsOfBlock, first, all.size(), notes);
            for (int r = 0; r < rowsOfBlock.size(); r++) {
                predictions.add(new RowPrediction(block.get(r), notes.get(r)));
            }
        }
        predictions.forEach(prediction -> count(prediction.notes()));
        rows.add(all.size());
        return predictions;
    }

    private Predictions predictBlock(List<Object[]> rowsOfBlock, int first, int all, List<RowNotes> notes) {
        int inputs = predictor.inputs();
        boolean isSparse = predictor.description().network().sparse();
        CompressedRows sparse = isSparse ? new CompressedRows(inputs) : null;
        float[] dense = new float[isSparse ? 0 : Math.multiplyExact(rowsOfBlock.size(), inputs)];
        for (int r = 0; r < rowsOfBlock.size(); r++) {
            try {
                notes.add(
                        isSparse
                                ? encoder.encodeInto(rowsOfBlock.get(r), sparse)
                                : encoder.encodeInto(rowsOfBlock.get(r), dense, r * inputs));
            } catch (IllegalArgumentException e) {
                throw all == 1 ? e : new IllegalArgumentException("row " + (first + r) + ": " + e.getMessage(), e);
            }
        }
        return isSparse ? predictor.predictAll(sparse) : predictor.predictAll(dense, rowsOfBlock.size());
    }

    private void count(RowNotes notes) {
        if (!notes.isEmpty()) {
            notes.unknown().keySet().forEach(column -> unknown.get(column).increment());
            notes.missing().forEach(column -> missing.get(column).increment());
        }
    }

    /** The number of rows predicted so far. */
    public long rows() {
        return rows.sum();
    }

    /**
     * The number of rows with a category that the model does not know, by column; columns without such rows are
     * omitted.
     */
    public Map<String, Long> unknownRows() {
        return counts(unknown);
    }

    /** The number of rows with a missing value, by column; columns without such rows are omitted. */
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
