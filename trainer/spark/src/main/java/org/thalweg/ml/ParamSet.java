package org.thalweg.ml;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntArrayParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.sql.types.StructType;
import org.thalweg.model.Task;
import org.thalweg.spark.config.Key;
import org.thalweg.spark.config.KeyPage;
import org.thalweg.spark.config.SpellingSuggestion;

/** The params of one stage: those with names of spark.ml, and one for each key of job files. */
public final class ParamSet implements Serializable {
    private static final long serialVersionUID = 1;

    private static final int[] DEFAULT_HIDDEN = {100};

    final StringArrayParam featuresCols;
    final TextParam weightCol;
    final TextParam validationIndicatorCol;
    final IntArrayParam hidden;
    final TextParam activation;
    final IntParam maxIter;
    final DoubleParam stepSize;
    final TextParam solver;
    final IntParam batchSize;
    final LongParam seed;
    final DoubleParam tol;
    final IntParam earlyStoppingPatience;
    final KeyParam classWeights;
    final TextParam checkpointDir;
    final IntParam checkpointInterval;
    final TextParam initialModel;
    final TextParam predictedLabelCol;
    final TextParam featuresCol;
    final TextParam predictionCol;
    final TextParam probabilityCol;
    final StringArrayParam labelCols;
    final TextParam codeCol;
    final TextParam errorCol;
    final TextParam reconstructionCol;

    private final Map<String, Param<?>> byKey = new LinkedHashMap<>();
    private final Map<String, KeyParam> keys = new TreeMap<>();
    private final Params owner;
    private Param<?>[] all; // null until first requested

    /** Makes the params of a stage, with the documentation that the keys declare. */
    ParamSet(Params owner) {
        this.owner = owner;
        KeyPage page = JobKeys.PAGE;
        featuresCols = of(
                "data.features",
                new StringArrayParam(
                        owner,
                        "featuresCols",
                        "The input columns, instead of featuresCol: numbers, vectors, categories or dates, as in data.features of a"
                                + " job file."));
        weightCol = of("data.weight", new TextParam(owner, "weightCol", doc(page, "data.weight")));
        validationIndicatorCol = new TextParam(
                owner,
                "validationIndicatorCol",
                "The column that is true in validation rows: they are not trained on, but evaluated after every epoch.");
        hidden = of("network.hidden", new IntArrayParam(owner, "hidden", doc(page, "network.hidden")));
        activation = of("network.activation", new TextParam(owner, "activation", doc(page, "network.activation")));
        maxIter = of("training.epochs", new IntParam(owner, "maxIter", doc(page, "training.epochs")));
        stepSize =
                of("optimizer.learningRate", new DoubleParam(owner, "stepSize", doc(page, "optimizer.learningRate")));
        solver = of("optimizer.type", new TextParam(owner, "solver", doc(page, "optimizer.type")));
        batchSize = of("training.batchSize", new IntParam(owner, "batchSize", doc(page, "training.batchSize")));
        seed = of("seed", new LongParam(owner, "seed", doc(page, "seed")));
        tol = of(
                "training.lossChange.tolerance",
                new DoubleParam(
                        owner,
                        "tol",
                        "Training stops when the training loss falls by no more than this. "
                                + doc(page, "training.lossChange.tolerance")));
        earlyStoppingPatience = of(
                "training.earlyStopping.patience",
                new IntParam(
                        owner,
                        "earlyStoppingPatience",
                        "Training stops, with the best epoch's weights, after this many epochs without improvement on the validation"
                                + " rows. "
                                + doc(page, "training.earlyStopping.patience")));
        classWeights = of("data.classWeights", new KeyParam(owner, "classWeights", doc(page, "data.classWeights")));
        checkpointDir = new TextParam(
                owner,
                "checkpointDir",
                "A folder for the checkpoints of a fit. An interrupted fit resumes from there, with the same result, bit for"
                        + " bit. A fit that completes deletes its checkpoints.");
        checkpointInterval = new IntParam(
                owner,
                "checkpointInterval",
                "The number of epochs between checkpoints in checkpointDir, 1 or more. Default: 1.");
        initialModel = new TextParam(
                owner,
                "initialModel",
                "The path of a model with the same network: training starts from its weights, with its inputs, classes and"
                        + " scaling.");
        predictedLabelCol = new TextParam(
                owner,
                "predictedLabelCol",
                "The column of the predicted class as a string; not added unless it is set.");
        featuresCol = new TextParam(owner, "featuresCol", "The column of feature vectors.");
        predictionCol = new TextParam(owner, "predictionCol", "The column of predictions. Empty for none.");
        probabilityCol = new TextParam(
                owner, "probabilityCol", "The column of the probabilities of the labels, a vector. Empty for none.");
        labelCols = new StringArrayParam(owner, "labelCols", "The label columns, one for each target.");
        codeCol = new TextParam(
                owner,
                "codeCol",
                "The column of the code: the activations of the narrowest hidden layer. Empty for none.");
        errorCol = new TextParam(
                owner,
                "errorCol",
                "The column of the error: the mean squared difference of a row's scaled inputs and outputs. Empty for none.");
        reconstructionCol = new TextParam(
                owner,
                "reconstructionCol",
                "The column of the reconstructed inputs, in their own units. Empty for none.");
        for (String path : JobKeys.PATHS) {
            keys.put(path, new KeyParam(owner, path, doc(page, path)));
        }
    }

    private <P extends Param<?>> P of(String key, P param) {
        byKey.put(key, param);
        return param;
    }

    /** The documentation of a key, in one line. */
    private static String doc(KeyPage page, String path) {
        List<String> parts = new ArrayList<>();
        for (Key<?> key : page.keys(path)) {
            String conditions = key.conditions().stream()
                    .map(condition -> "only " + condition.text())
                    .collect(Collectors.joining(", "));
            parts.add(key.meaning() + " Values: " + key.type().expected()
                    + (conditions.isEmpty() ? "" : ", " + conditions) + ". Default: " + key.defaultText() + ".");
        }
        return parts.stream().distinct().collect(Collectors.joining(" Or: "));
    }

    /** Sets the declared defaults on the owner. */
    void setDefaults() {
        Key<?> seedKey = JobKeys.PAGE.keys("seed").get(0);
        owner.setDefault(cast(seed), Long.valueOf(seedKey.defaultText()));
        owner.setDefault(cast(checkpointInterval), 1);
        owner.setDefault(
                activation, JobKeys.PAGE.keys("network.activation").get(0).defaultText());
        owner.setDefault(solver, JobKeys.PAGE.keys("optimizer.type").get(0).defaultText());
    }

    /** Sets the default of {@code hidden}, one layer of 100 units. */
    void setDefaultHidden() {
        owner.setDefault(hidden, DEFAULT_HIDDEN.clone());
    }

    /** Sets the default column names of a stage without a base class in spark.ml. */
    void setDefaultColumns(Task task) {
        owner.setDefault(featuresCol, "features");
        if (task == Task.AUTOENCODER) {
            owner.setDefault(codeCol, "code");
            owner.setDefault(errorCol, "error");
            owner.setDefault(reconstructionCol, "");
        } else {
            owner.setDefault(predictionCol, "prediction");
        }
        if (task == Task.MULTILABEL) {
            owner.setDefault(probabilityCol, "probability");
        }
    }

    @SuppressWarnings("unchecked") // Scala's numbers are objects to Java
    private static Param<Object> cast(Param<?> param) {
        return (Param<Object>) param;
    }

    /** All params of the owner, sorted by name: those that Spark found, and one for each key of job files. */
    synchronized Param<?>[] with(Param<?>[] ofSpark) {
        if (all == null) {
            all = Stream.concat(Arrays.stream(ofSpark), keys.values().stream())
                    .sorted(Comparator.comparing(Param::name))
                    .toArray(Param<?>[]::new);
        }
        return all.clone();
    }

    /**
     * Returns the param with the given name.
     *
     * @throws java.util.NoSuchElementException if there is none
     */
    @SuppressWarnings("unchecked") // Spark's own method casts, too
    Param<Object> named(String name, Param<?>[] among) {
        for (Param<?> param : among) {
            if (param.name().equals(name)) {
                return (Param<Object>) param;
            }
        }
        List<String> known = Arrays.stream(among).map(Param::name).toList();
        throw new NoSuchElementException(name + ": expected a param or a key of job files, found no such name; "
                + SpellingSuggestion.to(name, known)
                        .map(near -> "did you mean " + near + "?")
                        .orElse("explainParams() lists them"));
    }

    /** The input columns. */
    List<String> features(String featuresCol) {
        return owner.isSet(featuresCols) ? List.of(owner.getOrDefault(featuresCols)) : List.of(featuresCol);
    }

    /**
     * The label columns of a stage with several labels.
     *
     * @throws IllegalArgumentException if they are not set
     */
    List<String> labels() {
        if (!owner.isSet(labelCols)) {
            throw new IllegalArgumentException(
                    "labelCols: expected the label columns, found none; set them with setLabelCols");
        }
        return List.of(owner.getOrDefault(labelCols));
    }

    /** Checks the columns of features, weights and validation marks. */
    StageSchema required(StructType schema, String featuresCol) {
        StageSchema checked = new StageSchema(schema);
        if (owner.isSet(featuresCols)) {
            checked.require("featuresCols", features(featuresCol));
        } else {
            checked.require("featuresCol", List.of(featuresCol)).requireVector("featuresCol", featuresCol);
        }
        for (TextParam param : List.of(weightCol, validationIndicatorCol)) {
            if (owner.isSet(param)) {
                String column = owner.getOrDefault(param);
                checked.require(param.name(), List.of(column)).requireNumbers(param.name(), column);
            }
        }
        return checked;
    }

    /** The name of a key in messages: its param, or its path if it has none. */
    String nameOf(String path) {
        int item = path.indexOf('[');
        if (item > 0) {
            return nameOf(path.substring(0, item)) + path.substring(item);
        }
        if (path.startsWith("data.validation.where") && owner.isSet(validationIndicatorCol)) {
            return validationIndicatorCol.name();
        }
        if (path.equals("data.label")) {
            return owner.hasParam("labelCols") ? "labelCols" : "labelCol";
        }
        if (path.equals("data.features") && !owner.isSet(featuresCols) && owner.hasParam("featuresCol")) {
            return "featuresCol";
        }
        Param<?> param = byKey.get(path);
        return param == null ? path : param.name();
    }

    /**
     * The values that were set, by key path.
     *
     * @throws IllegalArgumentException if a value is set under two names
     */
    Map<String, Object> settings() {
        Map<String, Object> values = new TreeMap<>();
        keys.forEach((path, param) -> {
            if (owner.isSet(param)) {
                requireOnce(path);
                values.put(path, param.setting(owner.getOrDefault(param)));
            }
        });
        byKey.forEach((path, param) -> {
            boolean given = owner.hasParam(param.name())
                    && (owner.isSet(param) || owner.isDefined(param) && !isWithin(path, values.keySet()));
            if (given && param != featuresCols) {
                values.put(path, setting(param));
            }
        });
        return values;
    }

    /** Whether a key, or a map that contains it, is among others. */
    private static boolean isWithin(String path, Set<String> others) {
        return others.stream().anyMatch(other -> path.equals(other) || path.startsWith(other + "."));
    }

    private Object setting(Param<?> param) {
        Object value = owner.getOrDefault(param);
        return param instanceof KeyParam key ? key.setting(value) : value;
    }

    private void requireOnce(String path) {
        Param<?> other = byKey.get(path);
        if (other != null && owner.hasParam(other.name()) && owner.isSet(other)) {
            throw new IllegalArgumentException(other.name() + " and " + path
                    + ": expected only one of them, as both set the same value, found both; clear one");
        }
    }
}
