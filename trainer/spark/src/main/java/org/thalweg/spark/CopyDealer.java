package org.thalweg.spark;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.thalweg.data.EqualRows;
import org.thalweg.data.RowSurvey;
import org.thalweg.data.Split;
import scala.Tuple2;

/**
 * Surveys a task's rows, and gives what of their copies goes elsewhere: some at a time, in order, so that who sorts all of it
 * merges a few long runs. The survey comes last.
 */
final class CopyDealer implements Iterator<Tuple2<Dealt, Void>> {
    private static final int MOST_COPIES = 1 << 13;
    private static final int MOST_NUMBERS = 1 << 20;

    private final Iterator<EqualRows> rows;
    private final RowSurvey.Builder survey;
    private final int ranges;
    private final List<Dealt> ready = new ArrayList<>();
    private int at;
    private boolean surveyed;

    /**
     * Deals rows out.
     *
     * @param rows merged
     * @param survey of the task's cells, of no rows yet
     * @param ranges of keys that there are
     */
    CopyDealer(Iterator<EqualRows> rows, RowSurvey.Builder survey, int ranges) {
        this.rows = rows;
        this.survey = survey;
        this.ranges = ranges;
    }

    @Override
    public boolean hasNext() {
        if (at == ready.size() && !surveyed) {
            fill();
        }
        return at < ready.size();
    }

    private void fill() {
        ready.clear();
        at = 0;
        long numbers = 0;
        while (rows.hasNext() && ready.size() < MOST_COPIES && numbers < MOST_NUMBERS) {
            EqualRows equal = rows.next();
            int before = ready.size();
            long[] counts = survey.add(equal);
            for (Split split : Split.values()) {
                deal(equal, split, counts[split.ordinal()]);
            }
            if (ready.size() > before) {
                numbers += equal.example().features().length + equal.example().targets().length;
            }
        }
        Collections.sort(ready);
        if (!rows.hasNext()) {
            surveyed = true;
            ready.add(new Dealt.Survey(survey.survey()));
        }
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
        if (!hasNext()) {
            throw new NoSuchElementException("nothing is left");
        }
        return new Tuple2<>(ready.get(at++), null);
    }
}
