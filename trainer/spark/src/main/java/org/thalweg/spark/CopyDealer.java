package org.thalweg.spark;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Queue;
import org.thalweg.data.EqualRows;
import org.thalweg.data.RowSurvey;
import org.thalweg.data.Split;
import scala.Tuple2;

/** Surveys a range's rows, and gives what of their copies goes elsewhere; the survey comes last. */
final class CopyDealer implements Iterator<Tuple2<Dealt, Void>> {
    private final Iterator<EqualRows> rows;
    private final RowSurvey.Builder survey;
    private final int ranges;
    private final Queue<Dealt> ready = new ArrayDeque<>();
    private boolean surveyed;

    /** @param rows merged, all of one range of so many */
    CopyDealer(Iterator<EqualRows> rows, RowSurvey.Builder survey, int ranges) {
        this.rows = rows;
        this.survey = survey;
        this.ranges = ranges;
    }

    @Override
    public boolean hasNext() {
        while (ready.isEmpty() && rows.hasNext()) {
            EqualRows equal = rows.next();
            long[] counts = survey.add(equal);
            for (Split split : Split.values()) {
                deal(equal, split, counts[split.ordinal()]);
            }
        }
        if (ready.isEmpty() && !surveyed) {
            surveyed = true;
            ready.add(new Dealt.Survey(survey.survey()));
        }
        return !ready.isEmpty();
    }

    private void deal(EqualRows equal, Split split, long count) {
        if (count - 1 > ranges) {
            EqualRows ofSplit = new EqualRows(equal.key(), equal.side(), equal.example(), count);
            for (int range = 0; range < ranges; range++) {
                ready.add(new Dealt.Many(range, ofSplit, split));
            }
            return;
        }
        for (long number = 1; number < count; number++) {
            ready.add(new Dealt.Copy(equal.copy(split, number)));
        }
    }

    @Override
    public Tuple2<Dealt, Void> next() {
        hasNext();
        return new Tuple2<>(ready.remove(), null);
    }
}
