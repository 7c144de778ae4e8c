package org.thalweg.spark.table;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.LongAccumulator;
import org.thalweg.data.FeatureColumn;
import org.thalweg.data.FeatureEncoding;
import org.thalweg.settings.KeyText;

/** Counts the rows with categories that training did not know. A task that Spark repeats counts its rows again. */
final class UnseenCategories implements Serializable {
    private static final long serialVersionUID = 1;

    private final Map<Integer, LongAccumulator> rows = new LinkedHashMap<>(); // by column

    /** New counters; none if there is no encoding. */
    UnseenCategories(SparkSession spark, Optional<FeatureEncoding> encoding) {
        List<FeatureColumn> columns = columns(encoding);
        for (int c = 0; c < columns.size(); c++) {
            if (columns.get(c) instanceof FeatureColumn.OneHot) {
                rows.put(c, spark.sparkContext().longAccumulator("thalweg rows of an unseen category"));
            }
        }
    }

    private static List<FeatureColumn> columns(Optional<FeatureEncoding> encoding) {
        return encoding.map(FeatureEncoding::columns).orElse(List.of());
    }

    void count(int column) {
        rows.get(column).add(1);
    }

    /** A warning for each column with such rows. */
    List<String> warnings(Optional<FeatureEncoding> encoding, String key) {
        List<String> lines = new ArrayList<>();
        rows.forEach((column, counter) -> {
            if (counter.sum() > 0) {
                lines.add(String.format(
                        Locale.ROOT,
                        "%s: %,d row%s of a category of %s that the model was not trained on: its inputs are all 0 there",
                        KeyText.of(key),
                        counter.sum(),
                        counter.sum() == 1 ? "" : "s",
                        columns(encoding).get(column).name()));
            }
        });
        return lines;
    }
}
