package org.thalweg.spark;

import java.io.Serializable;
import org.thalweg.data.HoldOut;
import org.thalweg.data.MarkedExample;
import org.thalweg.data.PackedRows;

/**
 * Converts input rows to packed rows. It is sent to the executors.
 *
 * @param <T> the type of the input rows
 */
@FunctionalInterface
public interface RowWriter<T> extends Serializable {
    /**
     * Adds one row.
     *
     * @param to packed rows of the requested shape
     * @return the side that the row is {@linkplain MarkedExample#mark() marked} with
     */
    HoldOut.Side write(T row, PackedRows to);
}
