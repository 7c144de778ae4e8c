package org.thalweg.spark;

import java.util.Iterator;
import org.thalweg.data.KeyedExample;
import org.thalweg.data.KeyedRow;
import org.thalweg.data.Split;
import org.thalweg.math.Philox;

/**
 * Checks that a task's rows are those that were surveyed, by a checksum: the sum of the mixed keys, which are hashes of the rows'
 * contents. So a retried task gets the same rows, or it fails.
 */
final class CheckedRows implements Iterator<KeyedRow> {
    private static final Split[] SPLITS = Split.values();
    private static final long ROWS = 0x434845434B4544L;

    private final Iterator<KeyedRow> rows;
    private final long expected;
    private long sum;

    /**
     * Rows to check.
     *
     * @param expected the checksum from the survey
     */
    CheckedRows(Iterator<KeyedRow> rows, long expected) {
        this.rows = rows;
        this.expected = expected;
    }

    /**
     * Adds equal rows to the checksums of the ranges that their copies are sent to.
     *
     * @param contentKey the key of the rows' content
     * @param counts the number of copies in each split
     */
    static void add(long contentKey, long[] counts, KeyParts parts, long[] sums) {
        for (Split split : SPLITS) {
            for (long number = 0; number < counts[split.ordinal()]; number++) {
                long key = KeyedExample.key(contentKey, split, number);
                sums[parts.rangeOf(key)] += mix(key, split);
            }
        }
    }

    private static long mix(long key, Split split) {
        return Philox.mix(ROWS + split.ordinal(), key);
    }

    @Override
    public boolean hasNext() {
        boolean more = rows.hasNext();
        if (!more && sum != expected) {
            throw new InputChangedException();
        }
        return more;
    }

    @Override
    public KeyedRow next() {
        KeyedRow row = rows.next();
        sum += mix(row.key(), row.split());
        return row;
    }
}
