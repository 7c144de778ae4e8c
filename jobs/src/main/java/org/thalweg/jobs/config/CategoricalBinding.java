package org.thalweg.jobs.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.thalweg.jobs.config.YamlValue.Mapping;
import org.thalweg.spark.config.Categorical;
import org.thalweg.spark.config.Categorical.Encoding;
import org.thalweg.spark.config.Column;

/** Reads {@code data.categorical}: a list of columns, or a map of columns and how each becomes inputs. */
final class CategoricalBinding {
    static final String KEY = "categorical";
    private static final String EXPECTED = "a list of columns, or a map of columns and oneHot or hashing";
    private static final String EXAMPLE = "[color, city]";

    private final Section data;
    private final Map<Column, String> roles;
    private final List<Column> features;
    private final Map<Column, Slot> named = new HashMap<>();

    /**
     * A binding.
     *
     * @param roles what each column named elsewhere is
     * @param features those named; empty for all
     */
    CategoricalBinding(Section data, Map<Column, String> roles, List<Column> features) {
        this.data = data;
        this.roles = roles;
        this.features = features;
    }

    /**
     * The columns.
     *
     * @param parse reads a list's item; a fault, and empty, where it names no column
     * @param header whether the table has names of its own, so that a key of digits is one
     */
    List<Categorical> bind(Function<Slot, Optional<Column>> parse, BooleanSupplier header) {
        Slot slot = data.slot(KEY);
        List<Categorical> columns = new ArrayList<>();
        if (slot.isEmpty()) {
            return columns;
        }
        if (slot.value().get() instanceof Mapping map) {
            Section section = data.section(KEY);
            for (String key : map.entries().keySet()) {
                column(section.slot(key), key, header)
                        .flatMap(column -> encoded(section, key, column))
                        .ifPresent(columns::add);
            }
            return columns;
        }
        for (Slot item : slot.items(EXPECTED, EXAMPLE)) {
            parse.apply(item)
                    .filter(column -> isFeature(item, column))
                    .ifPresent(column -> columns.add(Categorical.oneHot(column)));
        }
        return columns;
    }

    private Optional<Column> column(Slot slot, String key, BooleanSupplier header) {
        Column column = new Column.Named(key);
        if (Literal.isIndex(key) && !header.getAsBoolean()) {
            try {
                column = new Column.Indexed(Integer.parseInt(key));
            } catch (IllegalArgumentException outOfRange) {
                slot.fault("expected a column's index from 0 before the colon, found " + key);
                return Optional.empty();
            }
        }
        return isFeature(slot, column) ? Optional.of(column) : Optional.empty();
    }

    private boolean isFeature(Slot slot, Column column) {
        if (named.putIfAbsent(column, slot) != null) {
            slot.fault("duplicate column " + column + "; name it once");
            return false;
        }
        String role = roles.getOrDefault(column, "");
        if (!role.isEmpty() && !features.contains(column)) {
            slot.fault("expected a feature, found " + column + ", which is " + role + "; remove it here or there");
            return false;
        }
        if (!features.isEmpty() && !features.contains(column)) {
            slot.fault("expected one of data.features, found " + column + "; add it there or remove it here");
            return false;
        }
        return true;
    }

    private static Optional<Categorical> encoded(Section section, String key, Column column) {
        Slot slot = section.slot(key);
        List<Encoding> all = List.of(Encoding.values());
        if (slot.value().filter(Mapping.class::isInstance).isEmpty()) {
            return slot.requiredWord(all)
                    .map(encoding -> of(column, encoding, Math.toIntExact(Categorical.BUCKETS.usual())));
        }
        Section below = section.section(key);
        Slot typed = below.slot(ChoiceBinding.TYPE);
        Selected<Encoding> type =
                new Selected<>(ChoiceBinding.TYPE, typed.path(), typed.requiredWord(all), !typed.isEmpty());
        String buckets = Categorical.BUCKETS.key();
        int count = below.only(buckets, type, List.of(Encoding.HASHING)) ? below.whole(Categorical.BUCKETS) : 0;
        return below.isAtFault() ? Optional.empty() : type.value().map(encoding -> of(column, encoding, count));
    }

    private static Categorical of(Column column, Encoding encoding, int buckets) {
        return encoding == Encoding.ONE_HOT
                ? Categorical.oneHot(column)
                : new Categorical(column, OptionalInt.of(buckets));
    }
}
