package org.thalweg.data;

import java.io.Serializable;

/**
 * A batch of rows of one part of the key range: the unit that is shuffled into lanes.
 *
 * @param part number of the rows' part of the key range; −1 − p for rows that every part of a range, starting at part
 *     p, takes copies of
 * @param rows their content
 * @param keys of the rows, [rows]
 * @param counts how many equal rows each represents, [rows]; of length 0 if each represents one
 * @param sides of the rows as far as decided, {@link HoldOut.Side#ordinal}, [rows]
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

    /** The number of rows. */
    public int size() {
        return keys.length;
    }

    /** How many equal rows a row represents. */
    public long count(int row) {
        return counts.length == 0 ? 1 : counts[row];
    }

    /** The side of a row. */
    public HoldOut.Side side(int row) {
        return SIDES[sides[row]];
    }

    /** Whether every part of a range takes copies of the rows. */
    public boolean isForAll() {
        return part < 0;
    }

    /** The first part of the range. */
    public int firstPart() {
        return part < 0 ? -1 - part : part;
    }
}
