package org.thalweg.data;

/** Computes the content keys of rows, and their sides as far as decided. Has scratch memory; not thread-safe. */
public final class RowKeys {
    private final long seed;
    private final HoldOut holdOut;
    private final RowHash hash = new RowHash();

    /**
     * Keys for a seed.
     *
     * @param holdOut which rows are held out
     */
    public RowKeys(long seed, HoldOut holdOut) {
        this.seed = seed;
        this.holdOut = holdOut;
    }

    /** The key of a row's content: a hash of the seed, features, targets and weight. */
    public long key(RowView row) {
        return hash.of(seed, row);
    }

    /**
     * The side of a row, as far as its content and its mark decide it.
     *
     * @param mark see {@link MarkedExample#mark()}
     */
    public HoldOut.Side side(HoldOut.Side mark, RowView row) {
        return holdOut.side(seed, mark, row, hash);
    }
}
