package org.thalweg.spark.fit;

import java.io.Serializable;
import java.util.List;
import java.util.OptionalInt;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.thalweg.data.CompressedRows;
import org.thalweg.model.ModelDescription;
import org.thalweg.model.Prediction;
import org.thalweg.model.Predictor;
import org.thalweg.model.Task;
import org.thalweg.nn.Network;
import org.thalweg.settings.KeyText;
import org.thalweg.spark.config.OutputColumn;
import org.thalweg.spark.config.SettingsException;

/** What scoring adds to rows: the columns, and a block of rows' cells. Owns scratch memory: for one thread. */
final class Answers {
    private static final String PREDICTION = "prediction";

    /**
     * What is asked for beside predictions.
     *
     * @param layer the hidden layer whose activations are written, from 1; 0 for none
     * @param columns an autoencoder's, in this order; empty for other tasks
     */
    record Wish(int layer, List<OutputColumn> columns) implements Serializable {
        private static final long serialVersionUID = 1;

        /** Copies the list. */
        Wish {
            columns = List.copyOf(columns);
        }

        /**
         * A wish of a model.
         *
         * @param wishedLayer empty for that of an autoencoder's code, and for none of other tasks
         * @throws SettingsException if the model has no such layer
         */
        static Wish of(OptionalInt wishedLayer, List<OutputColumn> columns, Network network) {
            int hidden = network.layers().size() - 1;
            int layer = wishedLayer.orElse(columns.isEmpty() ? 0 : network.narrowestHidden());
            if (layer > hidden) {
                throw new SettingsException(KeyText.of("output.layer") + ": expected a hidden layer of the model, "
                        + (hidden == 0 ? "found that it has none" : "1 to " + hidden + ", found " + layer)
                        + " (network " + network.shape() + ")");
            }
            return new Wish(layer, columns);
        }
    }

    private final Predictor predictor;
    private final Task task;
    private final List<String> labels;
    private final Wish wish;
    private final int width;
    private final int units; // of the layer that is asked for
    private final float[] outputs; // [rows, width]
    private final float[] hidden; // [rows, units]
    private final float[] errors; // [rows]

    /** Answers to up to so many rows at a time. */
    Answers(Predictor predictor, Wish wish, int maxRows) {
        ModelDescription description = predictor.description();
        this.predictor = predictor;
        this.task = description.task();
        this.labels = description.classLabels();
        this.wish = wish;
        this.width = predictor.outputs();
        this.units = wish.layer() == 0
                ? 0
                : description.network().layers().get(wish.layer() - 1).outputs();
        outputs = new float[maxRows * width];
        hidden = new float[maxRows * units];
        errors = new float[maxRows];
    }

    /** Features a row. */
    int inputs() {
        return predictor.inputs();
    }

    /** Whether the network reads sparse rows. */
    boolean ofSparseRows() {
        return predictor.description().network().sparse();
    }

    /** The columns that scoring adds. */
    static StructType columns(ModelDescription description, Wish wish) {
        StructType columns = predictions(description);
        for (OutputColumn column : wish.columns()) {
            columns = columns.add(
                    column.label(), column == OutputColumn.ERROR ? DataTypes.FloatType : SQLDataTypes.VectorType());
        }
        boolean apart = wish.columns().isEmpty() && wish.layer() > 0;
        return apart ? columns.add("layer_" + wish.layer(), SQLDataTypes.VectorType()) : columns;
    }

    private static StructType predictions(ModelDescription description) {
        List<String> targets = description.targetNames();
        return switch (description.task()) {
            case CLASSIFICATION ->
                withAll(
                        new StructType().add(PREDICTION, DataTypes.StringType),
                        "probability_",
                        description.classLabels(),
                        DataTypes.FloatType);
            case MULTILABEL ->
                withAll(
                        withAll(new StructType(), "prediction_", targets, DataTypes.IntegerType),
                        "probability_",
                        targets,
                        DataTypes.FloatType);
            case REGRESSION ->
                targets.size() == 1
                        ? new StructType().add(PREDICTION, DataTypes.FloatType)
                        : withAll(new StructType(), "prediction_", targets, DataTypes.FloatType);
            case AUTOENCODER -> new StructType();
        };
    }

    private static StructType withAll(StructType to, String prefix, List<String> names, DataType type) {
        StructType all = to;
        for (String name : names) {
            all = all.add(prefix + name, type);
        }
        return all;
    }

    /** Answers the first rows of raw features, [rows, inputs]. */
    void answer(float[] features, int rows) {
        if (wish.layer() > 0) {
            predictor.predictWithHidden(features, rows, outputs, wish.layer(), hidden);
        } else {
            predictor.predict(features, rows, outputs);
        }
        if (task == Task.AUTOENCODER) {
            predictor.reconstructionErrors(features, rows, outputs, errors);
            predictor.unscaleInPlace(outputs, rows);
        }
    }

    /** Answers sparse rows of raw features; no autoencoder reads such. */
    void answer(CompressedRows rows) {
        if (wish.layer() > 0) {
            predictor.predictWithHidden(rows, outputs, wish.layer(), hidden);
        } else {
            predictor.predict(rows, outputs);
        }
    }

    /** Adds the cells of a row that was answered, in the columns' order. */
    void addCells(List<Object> cells, int row) {
        if (task == Task.AUTOENCODER) {
            wish.columns().forEach(column -> cells.add(cell(column, row)));
            return;
        }
        addPredictions(cells, row);
        for (int o = 0; o < width; o++) {
            cells.add(outputs[row * width + o]);
        }
        if (wish.layer() > 0) {
            cells.add(vector(hidden, row, units));
        }
    }

    private Object cell(OutputColumn column, int row) {
        return switch (column) {
            case CODE -> vector(hidden, row, units);
            case ERROR -> errors[row];
            case RECONSTRUCTION -> vector(outputs, row, width);
        };
    }

    private void addPredictions(List<Object> cells, int row) {
        if (task == Task.CLASSIFICATION) {
            cells.add(labels.get(predictor.predictedClass(outputs, row)));
            if (width == 1) {
                cells.add(1 - outputs[row]);
            }
        } else if (task == Task.MULTILABEL) {
            for (int o = 0; o < width; o++) {
                cells.add(Prediction.OfLabels.isPredicted(outputs[row * width + o]) ? 1 : 0);
            }
        }
    }

    private static Vector vector(float[] rows, int row, int width) {
        double[] numbers = new double[width];
        for (int i = 0; i < width; i++) {
            numbers[i] = rows[row * width + i];
        }
        return Vectors.dense(numbers);
    }
}
