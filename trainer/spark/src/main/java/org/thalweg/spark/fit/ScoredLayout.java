package org.thalweg.spark.fit;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.thalweg.model.ModelDescription;
import org.thalweg.model.Task;
import org.thalweg.nn.Network;
import org.thalweg.settings.KeyText;
import org.thalweg.settings.Labelled;
import org.thalweg.spark.config.OutputColumn;
import org.thalweg.spark.config.OutputColumn.Added;
import org.thalweg.spark.config.SettingsException;
import org.thalweg.spark.config.SpellingSuggestion;
import org.thalweg.spark.table.OpenTable;
import org.thalweg.spark.table.SplitRows;

/**
 * The columns of scored rows, for a table and a model.
 *
 * @param columns in their order
 * @param layer the hidden layer whose activations are computed, from 1; 0 for none
 * @param layerColumn whether the activations have a separate column, the last one
 * @param score the class or label whose probability is the score; −1 for none
 */
record ScoredLayout(List<OutputColumn> columns, int layer, boolean layerColumn, int score) implements Serializable {
    private static final long serialVersionUID = 1;

    private static final String PREDICTION = "prediction";
    private static final String PROBABILITY = "probability_";

    /** Copies the list. */
    ScoredLayout {
        columns = List.copyOf(columns);
    }

    /**
     * The layout for the requested columns.
     *
     * @throws SettingsException if neither the model nor the table has such a column, or a column of the table has the name of
     *     an added one
     */
    static ScoredLayout of(ScoredColumns wanted, OpenTable table, ModelDescription model) {
        List<OutputColumn> named = wanted.names().stream()
                .map(name -> OutputColumn.named(name, model.task()))
                .toList();
        requireColumns(named, table, model.task());
        requireSplit(named, table);
        boolean allOfData = named.stream().noneMatch(OutputColumn.OfData.class::isInstance);
        List<OutputColumn> columns = new ArrayList<>();
        if (allOfData) {
            table.columns().forEach(name -> columns.add(new OutputColumn.OfData(name)));
        }
        columns.addAll(named);
        boolean coder = model.task() == Task.AUTOENCODER;
        int layer = wanted.layer().orElse(coder ? model.network().narrowestHidden() : 0);
        requireHidden(layer, model.network());
        int score = columns.contains(Added.SCORE) ? score(wanted.scoreClass(), model) : -1;
        ScoredLayout layout = new ScoredLayout(columns, layer, !coder && layer > 0, score);
        layout.requireNew(table, model);
        return layout;
    }

    private static void requireColumns(List<OutputColumn> named, OpenTable table, Task task) {
        List<String> words = Added.of(task).stream().map(Labelled::label).toList();
        for (OutputColumn column : named) {
            if (column instanceof OutputColumn.OfData data
                    && !table.columns().contains(data.name())
                    && !table.plainColumns().contains(data.name())) {
                List<String> known =
                        Stream.concat(words.stream(), table.columns().stream()).toList();
                throw new SettingsException(KeyText.of("output.columns") + ": expected " + String.join(", ", words)
                        + " (task " + task.label() + ") and columns of " + table.described() + " ("
                        + shown(table.columns()) + "), found " + data.name() + "; "
                        + SpellingSuggestion.to(data.name(), known)
                                .map(near -> "did you mean " + near + "?")
                                .orElse("check the name"));
            }
        }
    }

    private static void requireSplit(List<OutputColumn> named, OpenTable table) {
        if (named.contains(Added.SPLIT) && !List.of(table.rows().columns()).contains(SplitRows.SPLIT)) {
            throw new SettingsException(KeyText.of("output.columns")
                    + ": expected split only of rows that were read with it, found " + table.described()
                    + "; remove split");
        }
    }

    private static String shown(List<String> names) {
        int few = 12;
        return names.size() <= few
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, few)) + ", … (" + names.size() + ")";
    }

    private static void requireHidden(int layer, Network network) {
        int hidden = network.layers().size() - 1;
        if (layer > hidden) {
            throw new SettingsException(KeyText.of("output.layer") + ": expected a hidden layer of the model, "
                    + (hidden == 0 ? "found that it has none" : "1 to " + hidden + ", found " + layer) + " (network "
                    + network.shape() + ")");
        }
    }

    private static int score(Optional<String> ofClass, ModelDescription model) {
        List<String> names = model.task() == Task.CLASSIFICATION ? model.classLabels() : model.targetNames();
        String what = model.task() == Task.CLASSIFICATION ? "class" : "label";
        if (ofClass.isEmpty()) {
            if (model.classLabels().size() == 2) {
                return 1;
            }
            if (names.size() == 1) {
                return 0;
            }
        }
        int index = ofClass.map(names::indexOf).orElse(-1);
        if (index < 0) {
            throw new SettingsException(
                    KeyText.of("output.class") + ": expected the " + what + " whose probability is the score, one of "
                            + shown(names) + ", found " + ofClass.orElse("none") + "; "
                            + ofClass.flatMap(name -> SpellingSuggestion.to(name, names))
                                    .map(near -> "did you mean " + near + "?")
                                    .orElse("name it"));
        }
        return index;
    }

    private void requireNew(OpenTable table, ModelDescription model) {
        List<String> taken = Arrays.stream(added(model).fieldNames())
                .filter(table.columns()::contains)
                .toList();
        if (!taken.isEmpty()) {
            throw new SettingsException(KeyText.of("data")
                    + ": expected no column named as those that scoring adds, found " + String.join(", ", taken) + " ("
                    + table.described() + "); rename it");
        }
    }

    private StructType added(ModelDescription model) {
        StructType added = new StructType();
        for (OutputColumn column : columns) {
            added = column instanceof Added one ? with(added, one, model) : added;
        }
        return layerColumn ? added.add("layer_" + layer, SQLDataTypes.VectorType()) : added;
    }

    /** The schema of the scored rows. */
    StructType schema(OpenTable table, ModelDescription model) {
        StructType schema = new StructType();
        for (OutputColumn column : columns) {
            if (column instanceof OutputColumn.OfData data) {
                StructField field = table.rows().schema().apply(data.name());
                schema = schema.add(field);
            } else {
                schema = with(schema, (Added) column, model);
            }
        }
        return layerColumn ? schema.add("layer_" + layer, SQLDataTypes.VectorType()) : schema;
    }

    private static StructType with(StructType to, Added column, ModelDescription model) {
        return switch (column) {
            case PREDICTION -> withPrediction(to, model);
            case PROBABILITIES ->
                withAll(
                        to,
                        PROBABILITY,
                        model.task() == Task.CLASSIFICATION ? model.classLabels() : model.targetNames(),
                        DataTypes.FloatType);
            case SCORE, ERROR -> to.add(column.label(), DataTypes.FloatType);
            case CODE, RECONSTRUCTION -> to.add(column.label(), SQLDataTypes.VectorType());
            case SPLIT -> to.add(column.label(), DataTypes.StringType);
        };
    }

    private static StructType withPrediction(StructType to, ModelDescription model) {
        return switch (model.task()) {
            case CLASSIFICATION -> to.add(PREDICTION, DataTypes.StringType);
            case MULTILABEL -> withAll(to, PREDICTION + "_", model.targetNames(), DataTypes.IntegerType);
            case REGRESSION ->
                model.targetNames().size() == 1
                        ? to.add(PREDICTION, DataTypes.FloatType)
                        : withAll(to, PREDICTION + "_", model.targetNames(), DataTypes.FloatType);
            case AUTOENCODER -> to;
        };
    }

    private static StructType withAll(StructType to, String prefix, List<String> names, DataType type) {
        StructType all = to;
        for (String name : names) {
            all = all.add(prefix + name, type);
        }
        return all;
    }
}
