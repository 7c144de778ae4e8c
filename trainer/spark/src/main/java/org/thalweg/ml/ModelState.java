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

/** The trained network of a stage, its summary, and what of it is on the executors. */
final class ModelState implements Serializable {
    private static final long serialVersionUID = 1;

    /** The file of a model's folder that holds the network, as in the folder that a job file's run writes. */
    static final String FILE = "model.safetensors";

    private final byte[] bytes;
    private final MlpTrainingSummary summary; // null for a model that was loaded
    private transient Model model;
    private transient ModelColumns columns;
    private transient String columnsOf; // which application and column they are of

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

    /** The same with another summary; null for none. */
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

    /** About the bytes that the model takes. */
    long bytes() {
        return 2L * bytes.length;
    }

    String weightsSha256() {
        return Fingerprint.sha256(model().parameters());
    }

    /**
     * The model of a folder, of its file, or of a place that a {@link ModelSource} knows.
     *
     * @param param that names the path, for messages
     * @throws IllegalArgumentException if there is none of the task, or it is damaged
     */
    static ModelState read(String path, String param, Configuration hadoop, Task task) {
        try {
            Path there = new Path(path);
            FileSystem files = FileSystems.withoutChecksums(there, hadoop);
            boolean isFile = files.exists(there) && files.getFileStatus(there).isFile();
            Path file = isFile ? there : new Path(there, FILE);
            Model read = files.exists(file) ? ModelBytes.read(files, file) : ofSource(path, param, hadoop);
            requireTask(read, param, task, path);
            return new ModelState(read, null);
        } catch (TensorFileException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    param + ": expected a model that can be read, found " + path + ": " + e.getMessage(), e);
        }
    }

    private static Model ofSource(String path, String param, Configuration hadoop) {
        return ModelSources.model(path, hadoop)
                .orElseThrow(() -> new IllegalArgumentException(
                        param + ": expected a trained model, found no " + new Path(path, FILE) + "; check the path"));
    }

    private static void requireTask(Model model, String param, Task task, String path) {
        if (model.task() != task) {
            throw new IllegalArgumentException(param + ": expected a model of task " + task.label() + ", found one of "
                    + model.task().label() + " (" + path + "); load it as that");
        }
    }

    /** Writes the network's file into a folder of the driver's disk. */
    void write(java.nio.file.Path folder) throws IOException {
        Files.write(folder.resolve(FILE), bytes);
    }

    /** Writes the network's file into a folder. */
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
     * Rows with further columns of the model.
     *
     * @param featuresCol where the features of a model of one vector are; null for where they were when it was trained
     * @param schema of what comes out
     */
    Dataset<Row> addedTo(
            Dataset<Row> rows, String featuresCol, StructType schema, ModelColumns.Cells cells, int layer) {
        return Messages.inSparkTerms(
                () -> columns(rows.sparkSession(), featuresCol).addedTo(rows, schema, cells, layer),
                path -> path.equals("data") ? "dataset" : path);
    }

    private synchronized ModelColumns columns(SparkSession spark, String featuresCol) {
        String of = spark.sparkContext().applicationId() + " " + featuresCol;
        if (columns == null || !of.equals(columnsOf)) {
            columns = new ModelColumns(spark, bytes, model().network().sparse(), features(featuresCol));
            columnsOf = of;
        }
        return columns;
    }

    /** The probabilities of a row's classes. */
    double[] probabilities(Vector features) {
        float[] outputs = outputs(features);
        if (outputs.length == 1) {
            return new double[] {1 - outputs[0], outputs[0]};
        }
        return numbers(outputs);
    }

    /** The class that is predicted by probabilities, from 0. */
    int predictedClass(double[] probabilities) {
        float[] outputs =
                model().predictor().outputs() == 1 ? new float[] {(float) probabilities[1]} : floats(probabilities);
        return model().predictor().predictedClass(outputs, 0);
    }

    /** The network's outputs of a row: predictions of one row at a time, which blocks of rows do not need. */
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
                null);
    }

    /** The column of a model of one vector; empty for a model of other columns. */
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
