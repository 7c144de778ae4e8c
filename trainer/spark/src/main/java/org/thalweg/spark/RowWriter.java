package org.thalweg.spark;

import java.io.Serializable;
import org.thalweg.data.HoldOut;
import org.thalweg.data.MarkedExample;
import org.thalweg.data.PackedRows;

/**
 * Writes what is read into packed rows. Sent to the executors.
 *
 * @param <T> what is read
 */
@FunctionalInterface
public interface RowWriter<T> extends Serializable {
    /**
     * Adds one row.
     *
     * @param to rows of the shape that was asked for
     * @return the side that the row is {@linkplain MarkedExample#mark() marked} with
     */
    HoldOut.Side write(T row, PackedRows to);
}
