package org.thalweg.spark.config;

import java.util.Objects;
import java.util.OptionalInt;
import org.thalweg.settings.Labelled;
import org.thalweg.settings.Setting;

/**
 * A feature column of categories.
 *
 * @param column which one
 * @param buckets into how many inputs the categories are hashed; empty for one input per category
 */
public record Categorical(Column column, OptionalInt buckets) {
    public static final Setting BUCKETS = Setting.whole("buckets", 2, 1 << 20, 1024);

    /** How categories become inputs. */
    public enum Encoding implements Labelled {
        ONE_HOT,
        HASHING
    }

    /**
     * Checks the range.
     *
     * @throws IllegalArgumentException for fewer than 2 buckets, or more than 2²⁰
     */
    public Categorical {
        Objects.requireNonNull(column, "column");
        buckets.ifPresent(BUCKETS::require);
    }

    /** One input per category. */
    public static Categorical oneHot(Column column) {
        return new Categorical(column, OptionalInt.empty());
    }
}
