package org.thalweg.data;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Collects from rows what their encoding depends on: the categories of each column, and the columns with missing
 * values. It collects sets, so that the order of rows does not matter. Mutable; not thread-safe.
 */
public final class EncodingSurvey {
    /**
     * One finding about a column, for another survey to {@link #add(Finding) add}.
     *
     * @param column index in the encoding
     * @param place index of the missing number within the column; 0 for categories
     * @param category that was found; empty for a missing value
     */
    public record Finding(int column, int place, Optional<String> category) {}

    private final FeatureEncoding planned;
    private final RowEncoder encoder;
    private final List<TreeSet<String>> categories = new ArrayList<>(); // by column
    private final List<BitSet> missing = new ArrayList<>(); // by column: indices within the column
    private final float[] scratch;

    /** A survey for an encoding of which only names, widths and buckets are known so far. */
    public EncodingSurvey(FeatureEncoding planned) {
        this.planned = planned;
        this.encoder = planned.encoder();
        this.scratch = new float
                [planned.columns().stream()
                        .filter(column -> !(column instanceof FeatureColumn.Hashed))
                        .mapToInt(FeatureColumn::inputs)
                        .max()
                        .orElse(0)];
        planned.columns().forEach(column -> {
            categories.add(new TreeSet<>());
            missing.add(new BitSet());
        });
    }

    /** Whether the encoding depends on the rows at all. */
    public static boolean isNeeded(FeatureEncoding planned) {
        return planned.fillsMissing() || planned.columns().stream().anyMatch(FeatureColumn.OneHot.class::isInstance);
    }

    /**
     * Adds a cell.
     *
     * @param column index in the encoding
     * @param cell see {@link RowEncoder#inputs}
     * @throws IllegalArgumentException if the cell does not match its column's type, or is missing and that is not
     *     permitted
     */
    public void add(int column, Object cell) {
        FeatureColumn wanted = planned.columns().get(column);
        if (wanted instanceof FeatureColumn.OneHot) {
            if (planned.fillsMissing() && Cell.isMissing(cell)) {
                missing.get(column).set(0);
            } else {
                addCategory(column, Cell.label(cell, RowEncoder.CATEGORY));
            }
        } else if (planned.fillsMissing() && wanted instanceof FeatureColumn.Numeric numeric) {
            encoder.encodeInto(column, cell, scratch, 0);
            for (int place = 0; place < numeric.width(); place++) {
                if (Float.isNaN(scratch[place])) {
                    missing.get(column).set(place);
                }
            }
        } else if (planned.fillsMissing() && wanted instanceof FeatureColumn.Dates) {
            addDate(column, cell);
        }
    }

    /** Only missing dates are collected, but every date is parsed, so that an invalid one is reported. */
    private void addDate(int column, Object cell) {
        encoder.encodeInto(column, cell, scratch, 0);
        if (Cell.isMissing(cell)) {
            missing.get(column).set(0);
        }
    }

    /** Adds a finding of another survey. */
    public void add(Finding finding) {
        finding.category().ifPresentOrElse(category -> addCategory(finding.column(), category), () -> missing.get(
                        finding.column())
                .set(finding.place()));
    }

    private void addCategory(int column, String category) {
        if (!hasTooMany(column)) {
            categories.get(column).add(category);
        }
    }

    /** All findings. */
    public List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        for (int c = 0; c < categories.size(); c++) {
            int column = c;
            categories.get(c).forEach(category -> findings.add(new Finding(column, 0, Optional.of(category))));
            missing.get(c).stream().forEach(place -> findings.add(new Finding(column, place, Optional.empty())));
        }
        return findings;
    }

    /** Whether a column has more categories than one-hot encoding permits; further ones are not collected. */
    public boolean hasTooMany(int column) {
        return categories.get(column).size() > FeatureColumn.OneHot.MAX_CATEGORIES;
    }

    /** The encoding with all findings; categories are in the order of {@link Cell#inOrder}. */
    public FeatureEncoding encoding() {
        List<FeatureColumn> columns = new ArrayList<>();
        for (int c = 0; c < categories.size(); c++) {
            FeatureColumn column = planned.columns().get(c);
            List<Integer> places = missing.get(c).stream().boxed().toList();
            if (column instanceof FeatureColumn.OneHot) {
                columns.add(
                        new FeatureColumn.OneHot(column.name(), Cell.inOrder(categories.get(c)), !places.isEmpty()));
            } else if (column instanceof FeatureColumn.Numeric numeric) {
                columns.add(new FeatureColumn.Numeric(column.name(), numeric.width(), places));
            } else if (column instanceof FeatureColumn.Dates date) {
                columns.add(new FeatureColumn.Dates(
                        date.name(), date.parts(), date.format(), date.zone(), !places.isEmpty()));
            } else {
                columns.add(column);
            }
        }
        return new FeatureEncoding(columns, planned.fillsMissing());
    }
}
