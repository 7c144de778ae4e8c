package org.thalweg.spark.fit;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.thalweg.data.CompressedRows;
import org.thalweg.spark.table.ExampleMapper;

/** A partition's rows with a model's predictions, a block of rows at a time. */
final class PredictedRows implements Iterator<Row> {
    /** Makes the cells of an outgoing row. */
    interface Cells {
        /** Adds all cells of an input row, with its index in the block of outputs. */
        void addTo(List<Object> cells, Row row, int at);
    }

    private final Iterator<Row> rows;
    private final ExampleMapper mapper;
    private final BlockOutputs outputs;
    private final Cells cells;
    private final List<Row> block = new ArrayList<>();
    private final List<Object> row = new ArrayList<>();
    private final float[] features; // of dense rows
    private final CompressedRows sparse; // of sparse rows, else null
    private int next;

    PredictedRows(Iterator<Row> rows, ExampleMapper mapper, BlockOutputs outputs, Cells cells) {
        this.rows = rows;
        this.mapper = mapper;
        this.outputs = outputs;
        this.cells = cells;
        this.sparse = outputs.ofSparseRows() ? new CompressedRows(outputs.inputs()) : null;
        this.features = new float[sparse == null ? BlockOutputs.ROWS * outputs.inputs() : 0];
    }

    @Override
    public boolean hasNext() {
        return next < block.size() || rows.hasNext();
    }

    @Override
    public Row next() {
        if (!hasNext()) {
            throw new NoSuchElementException("no row is left");
        }
        if (next == block.size()) {
            fill();
        }
        row.clear();
        cells.addTo(row, block.get(next), next);
        next++;
        return RowFactory.create(row.toArray());
    }

    private void fill() {
        block.clear();
        next = 0;
        while (block.size() < BlockOutputs.ROWS && rows.hasNext()) {
            Row read = rows.next();
            if (sparse == null) {
                float[] numbers = mapper.features(read);
                System.arraycopy(numbers, 0, features, block.size() * numbers.length, numbers.length);
            } else {
                mapper.sparseFeaturesInto(read, sparse);
            }
            block.add(read);
        }
        if (sparse == null) {
            outputs.answer(features, block.size());
        } else {
            outputs.answer(sparse);
            sparse.clear();
        }
    }
}
