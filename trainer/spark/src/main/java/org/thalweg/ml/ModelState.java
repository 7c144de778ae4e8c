package org.thalweg.ml;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.thalweg.data.CompressedRows;
import org.thalweg.math.Fingerprint;
import org.thalweg.model.Model;
import org.thalweg.model.ModelDescription;
import org.thalweg.model.Predictor;
import org.thalweg.model.Task;
import org.thalweg.safetensors.TensorFileException;
import org.thalweg.spark.FileSystems;
import org.thalweg.spark.WholeFiles;
import org.thalweg.spark.fit.ModelBytes;
import org.thalweg.spark.fit.ModelColumns;
import org.thalweg.spark.table.KnownFeatures;

/** The trained network of a stage, its summary, and its copy on the executors. */
final class ModelState implements Serializable {
    private static final long serialVersionUID = 1;

    /** The network's file in a model's folder; jobs write the same name. */
    static final String FILE = "model.safetensors";

    private final byte[] bytes;
    private final MlpTrainingSummary summary; // null if the model was loaded
    private transient Model model;
    private transient ModelColumns columns;
    private transient String columnsKey; // the application and feature column that they belong to

    /**
     * The state of a model.
     *
     * @param summary null for none
     */
    ModelState(Model model, MlpTrainingSummary summary) {
        this.model = model;
        this.bytes = ModelBytes.of(model);
        this.summary = summary;
    }

    private ModelState(Model model, byte[] bytes, MlpTrainingSummary summary) {
        this.model = model;
        this.bytes = bytes;
        this.summary = summary;
    }

    /** Returns a copy with another summary; null for none. */
    ModelState with(MlpTrainingSummary other) {
        return new ModelState(model, bytes, other);
    }

    /** The network. */
    synchronized Model model() {
        if (model == null) {
            model = ModelBytes.model(bytes);
        }
        return model;
    }

    ModelDescription description() {
        return model().description();
    }

    Optional<MlpTrainingSummary> summary() {
        return Optional.ofNullable(summary);
    }

    /** The approximate size in memory, in bytes. */
    long bytes() {
        return 2L * bytes.length;
    }

    String weightsSha256() {
        return Fingerprint.sha256(model().parameters());
    }

    /**
     * Reads a model from a folder, from its file, or from a {@link ModelSource}.
     *
     * @param param the param that has the path, for messages
     * @throws IllegalArgumentException if there is no model of the task, or it is damaged
     */
    static ModelState read(String path, String param, Configuration hadoop, Task task) {
        try {
            Path root = new Path(path);
            FileSystem files = FileSystems.withoutChecksums(root, hadoop);
            boolean isFile = files.exists(root) && files.getFileStatus(root).isFile();
            Path file = isFile ? root : new Path(root, FILE);
            Model model = files.exists(file) ? ModelBytes.read(files, file) : fromSource(path, param, hadoop);
            requireTask(model, param, task, path);
            return new ModelState(model, null);
        } catch (TensorFileException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    param + ": expected a readable model, found " + path + ": " + e.getMessage(), e);
        }
    }

    private static Model fromSource(String path, String param, Configuration hadoop) {
        return ModelSources.model(path, hadoop)
                .orElseThrow(() -> new IllegalArgumentException(
                        param + ": expected a trained model, found no " + new Path(path, FILE) + "; check the path"));
    }

    private static void requireTask(Model model, String param, Task task, String path) {
        if (model.task() != task) {
            throw new IllegalArgumentException(
                    param + ": expected a model of task " + task.label() + ", found one of task "
                            + model.task().label() + " (" + path + "); load it with the class for that task");
        }
    }

    /** Writes the network's file to a local folder of the driver. */
    void write(java.nio.file.Path folder) throws IOException {
        Files.write(folder.resolve(FILE), bytes);
    }

    /** Writes the network's file to a folder. */
    void write(String folder, Configuration hadoop) {
        Path file = new Path(folder, FILE);
        try {
            FileSystem files = FileSystems.withoutChecksums(file, hadoop);
            WholeFiles.write(files, file, files.create(file, true), out -> out.write(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Adds the model's columns to rows.
     *
     * @param featuresCol the vector column; null for the columns that the model was trained on
     * @param schema the schema of the result
     */
    Dataset<Row> addedTo(
            Dataset<Row> rows, String featuresCol, StructType schema, ModelColumns.Cells cells, int layer) {
        return Messages.inSparkTerms(
                () -> columns(rows.sparkSession(), featuresCol).addedTo(rows, schema, cells, layer),
                path -> path.equals("data") ? "dataset" : path);
    }

    private synchronized ModelColumns columns(SparkSession spark, String featuresCol) {
        String key = spark.sparkContext().applicationId() + " " + featuresCol;
        if (columns == null || !key.equals(columnsKey)) {
            columns = new ModelColumns(spark, bytes, model().network().sparse(), features(featuresCol));
            columnsKey = key;
        }
        return columns;
    }

    /** The probabilities of the classes for a row. */
    double[] probabilities(Vector features) {
        float[] outputs = outputs(features);
        if (outputs.length == 1) {
            return new double[] {1 - outputs[0], outputs[0]};
        }
        return numbers(outputs);
    }

    /** The class that the network predicts from probabilities, from 0. */
    int predictedClass(double[] probabilities) {
        float[] outputs =
                model().predictor().outputs() == 1 ? new float[] {(float) probabilities[1]} : floats(probabilities);
        return model().predictor().predictedClass(outputs, 0);
    }

    /** The network's outputs for a single row. */
    float[] outputs(Vector features) {
        Predictor predictor = model().predictor();
        float[] outputs = new float[predictor.outputs()];
        float[] numbers = floats(features.toArray());
        if (model().network().sparse()) {
            CompressedRows row = new CompressedRows(numbers.length);
            row.addDense(numbers, 0);
            predictor.predict(row, outputs);
        } else {
            predictor.predict(numbers, 1, outputs);
        }
        return outputs;
    }

    private static float[] floats(double[] numbers) {
        float[] floats = new float[numbers.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) numbers[i];
        }
        return floats;
    }

    private static double[] numbers(float[] floats) {
        double[] numbers = new double[floats.length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = floats[i];
        }
        return numbers;
    }

    /** The columns that the network's inputs are read from. */
    KnownFeatures features(String featuresCol) {
        KnownFeatures known = KnownFeatures.of(description());
        String vector = vectorColumn();
        if (featuresCol == null || vector.isEmpty() || vector.equals(featuresCol)) {
            return known;
        }
        return new KnownFeatures(
                known.names().stream()
                        .map(name -> featuresCol + name.substring(vector.length()))
                        .toList(),
                Optional.empty());
    }

    /** The vector column, if the model was trained on exactly one; else empty. */
    String vectorColumn() {
        List<String> names = description().featureNames();
        if (description().encoding().isPresent() || names.isEmpty()) {
            return "";
        }
        String first = names.get(0);
        String column = first.endsWith("[0]") ? first.substring(0, first.length() - 3) : first;
        boolean one = names.size() > 1
                && names.stream().allMatch(name -> name.equals(column) || name.startsWith(column + "["));
        return one ? column : "";
    }
}
