package org.thalweg.spark;

import java.io.Serializable;
import org.thalweg.data.EqualRows;
import org.thalweg.data.KeyedExample;
import org.thalweg.data.Lanes;
import org.thalweg.data.RowSurvey;
import org.thalweg.data.Split;

/**
 * What goes from one range of keys to another once equal rows have been counted: all their copies but the first, each to the
 * range of its own key. In order: surveys, then rows of many copies, then single copies by their keys.
 */
sealed interface Dealt extends Comparable<Dealt>, Serializable {
    /** The range that it goes to, of so many; behind the last for what goes to the driver. */
    int range(int ranges);

    @Override
    default int compareTo(Dealt that) {
        int order = Integer.compare(rank(), that.rank());
        if (order != 0) {
            return order;
        }
        if (this instanceof Copy a && that instanceof Copy b) {
            return a.row().compareTo(b.row());
        }
        if (this instanceof Many a && that instanceof Many b) {
            int ofRows = a.rows().compareTo(b.rows());
            return ofRows == 0 ? a.split().compareTo(b.split()) : ofRows;
        }
        return 0;
    }

    /** Its kind's place in the order. */
    int rank();

    /** What a task's ranges hold, for the driver. */
    record Survey(RowSurvey survey) implements Dealt {
        @Override
        public int range(int ranges) {
            return ranges;
        }

        @Override
        public int rank() {
            return 0;
        }
    }

    /**
     * Rows of more copies than there are ranges: they go to each of them, and it works out which of them are its own.
     *
     * @param rows all of a split
     */
    record Many(int range, EqualRows rows, Split split) implements Dealt {
        @Override
        public int range(int ranges) {
            return range;
        }

        @Override
        public int rank() {
            return 1;
        }
    }

    /** A copy by itself. */
    record Copy(KeyedExample row) implements Dealt {
        @Override
        public int range(int ranges) {
            return new Lanes(ranges).of(row.key());
        }

        @Override
        public int rank() {
            return 2;
        }
    }
}
