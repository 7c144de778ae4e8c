package org.thalweg.data;

import java.io.Serializable;

/**
 * Rows of one part of the keys, many at a time: what is shuffled into lanes.
 *
 * @param part of the keys that the rows are in, by its number; −1 − p for rows that every part of a range takes copies of,
 *     whose first part is p
 * @param rows what they hold
 * @param keys of the rows, [rows]
 * @param counts how many equal rows each stands for, [rows]; of length 0 where each is one
 * @param sides that they are on as far as it is decided, {@link HoldOut.Side#ordinal}, [rows]
 */
public record RowChunk(int part, PackedRows rows, long[] keys, long[] counts, byte[] sides) implements Serializable {
    private static final HoldOut.Side[] SIDES = HoldOut.Side.values();

    /** Checks that the arrays have the rows' length. */
    public RowChunk {
        int size = rows.rows();
        if (keys.length != size || sides.length != size || counts.length != 0 && counts.length != size) {
            throw new IllegalArgumentException("chunk: expected " + size + " keys, sides and counts, found "
                    + keys.length + ", " + sides.length + " and " + counts.length);
        }
    }

    /** The rows. */
    public int size() {
        return keys.length;
    }

    /** How many equal rows a row stands for. */
    public long count(int row) {
        return counts.length == 0 ? 1 : counts[row];
    }

    /** The side of a row. */
    public HoldOut.Side side(int row) {
        return SIDES[sides[row]];
    }

    /** Whether every part of a range takes copies of its rows. */
    public boolean isForAll() {
        return part < 0;
    }

    /** The part that its range is found by. */
    public int firstPart() {
        return part < 0 ? -1 - part : part;
    }
}
