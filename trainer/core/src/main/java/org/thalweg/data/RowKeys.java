package org.thalweg.data;

/** Keys of contents, and sides as far as they are decided, of rows as they are read. Holds scratch memory; not thread-safe. */
public final class RowKeys {
    private final long seed;
    private final HoldOut holdOut;
    private final RowHash hash = new RowHash();

    /**
     * Keys under a seed.
     *
     * @param holdOut which rows are held out
     */
    public RowKeys(long seed, HoldOut holdOut) {
        this.seed = seed;
        this.holdOut = holdOut;
    }

    /** The key of a row's content: a hash of the seed and of all that it holds. */
    public long key(RowView row) {
        return hash.of(seed, row);
    }

    /**
     * The side of a row as far as its content and its mark decide it.
     *
     * @param mark see {@link MarkedExample#mark()}
     */
    public HoldOut.Side side(HoldOut.Side mark, RowView row) {
        return holdOut.side(seed, mark, row, hash);
    }
}
