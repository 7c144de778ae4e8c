package org.thalweg.jobs.run;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.thalweg.spark.config.Categorical;
import org.thalweg.spark.config.Column;
import org.thalweg.spark.config.Columns;
import org.thalweg.spark.config.DataSection;
import org.thalweg.spark.table.HoldOutRows;
import org.thalweg.spark.table.OpenTable;

/** The role of each column of a table by a job's settings alone, even if they do not fit the table. */
final class ColumnUse {
    /** The role of a column. */
    enum Role {
        NUMBER,
        ONE_HOT,
        HASHED,
        DATE,
        LABEL,
        WEIGHT,
        SPLIT,
        UNUSED
    }

    private final Map<String, Role> roles = new HashMap<>();
    private final Columns columns;
    private final Set<String> split;

    ColumnUse(OpenTable table, DataSection data, Columns columns) {
        this.columns = columns;
        this.split = new HashSet<>(HoldOutRows.columns(data));
        for (Categorical each : columns.categorical()) {
            roles.put(name(table, each.column()), each.buckets().isPresent() ? Role.HASHED : Role.ONE_HOT);
        }
        columns.dates().forEach(each -> roles.put(name(table, each.column()), Role.DATE));
        columns.features().forEach(each -> roles.putIfAbsent(name(table, each), Role.NUMBER));
        columns.label().forEach(each -> roles.put(name(table, each), Role.LABEL));
        columns.weight().ifPresent(each -> roles.put(name(table, each), Role.WEIGHT));
    }

    private static String name(OpenTable table, Column column) {
        List<String> there = table.columns();
        return column instanceof Column.Indexed indexed && indexed.index() < there.size()
                ? there.get(indexed.index())
                : column.toString();
    }

    /** The role of a column. */
    Role of(String column) {
        Role known = roles.get(column);
        if (known != null) {
            return known;
        }
        return split.contains(column) ? Role.SPLIT : columns.allFeatures() ? Role.NUMBER : Role.UNUSED;
    }
}
