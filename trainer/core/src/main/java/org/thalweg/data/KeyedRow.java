package org.thalweg.data;

/** One row with the key that determines its lane and position, in the order of {@link KeyedExample}. */
public interface KeyedRow {
    /** The row's key. */
    long key();

    /** The row's split. */
    Split split();

    /** The row's content. */
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
