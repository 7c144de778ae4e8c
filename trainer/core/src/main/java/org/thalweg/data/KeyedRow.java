package org.thalweg.data;

/** One row under the key that decides its lane and its place there: see {@link KeyedExample}, whose order is that of all. */
public interface KeyedRow {
    /** The row's key. */
    long key();

    /** The side that it is on. */
    Split split();

    /** What it holds. */
    RowView row();

    /** The order of {@link KeyedExample#compareTo}. */
    static int compare(KeyedRow a, KeyedRow b) {
        int order = Long.compareUnsigned(a.key(), b.key());
        if (order == 0) {
            order = a.row().compareContent(b.row());
        }
        return order == 0 ? a.split().compareTo(b.split()) : order;
    }
}
