package org.thalweg.jobs.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.thalweg.jobs.config.SourceBinding.Location;
import org.thalweg.jobs.config.YamlValue.Mapping;
import org.thalweg.jobs.config.YamlValue.Scalar;
import org.thalweg.settings.Labelled;
import org.thalweg.settings.Setting;
import org.thalweg.spark.config.DataSource;
import org.thalweg.spark.config.Format;
import org.thalweg.spark.config.HeldOut;

/** Reads {@code data.validation} and {@code data.test}: a share of the rows, or where others are. */
final class HeldOutBinding {
    private static final String ROWS = "rows";
    private static final String CONTENT = "content";
    private static final String BY_EXPECTED = "rows, content, or a list of columns";

    private final Section data;
    private final String key;
    private final Selected<Format> format;
    private final SourceBinding sources;

    HeldOutBinding(Section data, String key, Selected<Format> format, SourceBinding sources) {
        this.data = data;
        this.key = key;
        this.format = format;
        this.sources = sources;
    }

    /**
     * What was read.
     *
     * @param chosen of the rows of {@code data}, or none
     * @param location of others; empty where there are none
     */
    record Read(HeldOut chosen, Optional<Location> location) {
        HeldOut heldOut(Function<Location, DataSource> source) {
            return location.<HeldOut>map(at -> new HeldOut.Separate(source.apply(at)))
                    .orElse(chosen);
        }
    }

    Read read() {
        Slot slot = data.slot(key);
        if (slot.isEmpty()) {
            return new Read(new HeldOut.None(), Optional.empty());
        }
        if (!(slot.value().get() instanceof Mapping map)) {
            return new Read(share(slot), Optional.empty());
        }
        Section section = data.section(key);
        boolean latest = map.entries().containsKey(HeldOut.LATEST);
        if (latest || map.entries().containsKey(HeldOut.SHARE)) {
            return new Read(latest ? latest(section) : shareBy(section), Optional.empty());
        }
        return new Read(new HeldOut.None(), Optional.of(sources.location(section)));
    }

    private static HeldOut share(Slot slot) {
        Setting rule = HeldOut.Share.SETTING;
        OptionalDouble share = slot.plain().map(Literal::real).orElse(OptionalDouble.empty());
        if (share.isEmpty() || !rule.permits(share.getAsDouble())) {
            slot.expected(
                    "a share of the rows from 0 to below 1, or a map that says where rows are or how they are chosen",
                    slot.quotedNumber().orElse("take e.g. 0.1, or { share: 0.1, by: rows }"));
            return new HeldOut.None();
        }
        return share.getAsDouble() == 0 ? new HeldOut.None() : new HeldOut.Share(share.getAsDouble());
    }

    private HeldOut shareBy(Section section) {
        Slot slot = section.slot(HeldOut.SHARE);
        double share = slot.required(HeldOut.Share.SETTING);
        HeldOut.By by = by(section.slot(HeldOut.BY));
        return section.isAtFault() ? new HeldOut.None() : new HeldOut.Share(share, by);
    }

    private HeldOut.By by(Slot slot) {
        if (slot.isEmpty()) {
            return new HeldOut.Rows();
        }
        if (slot.isList()) {
            requireColumns(slot);
            List<String> columns = slot.texts(BY_EXPECTED, "[customer]");
            return columns.isEmpty() ? new HeldOut.Rows() : new HeldOut.ColumnValues(columns);
        }
        String word = slot.scalar().map(Scalar::text).orElse("");
        if (word.equals(CONTENT)) {
            return new HeldOut.Content();
        }
        if (!word.equals(ROWS)) {
            slot.expected(BY_EXPECTED, word.isEmpty() ? "take e.g. rows" : "of a column, take [" + word + "]");
        }
        return new HeldOut.Rows();
    }

    private HeldOut latest(Section section) {
        Slot slot = section.slot(HeldOut.LATEST);
        double share = slot.required(HeldOut.Latest.SETTING);
        section.refuse(HeldOut.SHARE, "expected only without latest, which is a share itself; remove one of them");
        Slot by = section.slot(HeldOut.BY);
        requireColumns(by);
        String column = by.text("the column that says which rows are the latest", "date");
        return section.isAtFault() ? new HeldOut.None() : new HeldOut.Latest(share, column);
    }

    private void requireColumns(Slot slot) {
        if (format.value().isPresent() && !format.isAny(ColumnsBinding.WITH_COLUMNS)) {
            slot.expected(
                    "rows or content with " + format.found(),
                    "columns have "
                            + Literal.either(ColumnsBinding.WITH_COLUMNS.stream()
                                    .map(Labelled::label)
                                    .toList()));
        }
    }

    private static Map<String, Object> pair(String key, double share, Object by) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(key, share);
        map.put(HeldOut.BY, by);
        return map;
    }

    /** The value of the key, from which an equal one is read; null for none. */
    static Object written(HeldOut heldOut, Function<DataSource, Object> location) {
        if (heldOut instanceof HeldOut.Separate separate) {
            return location.apply(separate.source());
        }
        if (heldOut instanceof HeldOut.Latest latest) {
            return pair(HeldOut.LATEST, latest.share(), latest.column());
        }
        if (!(heldOut instanceof HeldOut.Share share)) {
            return null;
        }
        if (share.by() instanceof HeldOut.Rows) {
            return share.share();
        }
        Object by = share.by() instanceof HeldOut.ColumnValues values ? values.columns() : CONTENT;
        return pair(HeldOut.SHARE, share.share(), by);
    }
}
