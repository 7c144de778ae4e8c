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

/** The params that all our stages have, made for one of them: those with names of spark.ml, and one for each key of job files. */
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
    private Param<?>[] all; // null as long as nobody asked

    /** Params of a stage, with the defaults that are declared. */
    ParamSet(Params owner) {
        this.owner = owner;
        KeyPage page = JobKeys.PAGE;
        featuresCols = of(
                "data.features",
                new StringArrayParam(
                        owner,
                        "featuresCols",
                        "The columns that become inputs, numbers, vectors, categories or dates, as data.features of a job file names"
                                + " them; in place of featuresCol."));
        weightCol = of("data.weight", new TextParam(owner, "weightCol", doc(page, "data.weight")));
        validationIndicatorCol = new TextParam(
                owner,
                "validationIndicatorCol",
                "The column that is true in rows that are not trained on, but measured after every epoch.");
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
                        "Training ends when the training loss no longer falls by more than this. "
                                + doc(page, "training.lossChange.tolerance")));
        earlyStoppingPatience = of(
                "training.earlyStopping.patience",
                new IntParam(
                        owner,
                        "earlyStoppingPatience",
                        "Training ends, with the best epoch's weights, when the validation rows gain nothing over so many epochs. "
                                + doc(page, "training.earlyStopping.patience")));
        classWeights = of("data.classWeights", new KeyParam(owner, "classWeights", doc(page, "data.classWeights")));
        checkpointDir = new TextParam(
                owner,
                "checkpointDir",
                "A folder for the state of a fit: one that was cut off goes on from there, to the same bits. A fit that ends"
                        + " clears it.");
        checkpointInterval = new IntParam(
                owner,
                "checkpointInterval",
                "The epochs between two checkpoints in checkpointDir, 1 or more. Default: 1.");
        initialModel = new TextParam(
                owner,
                "initialModel",
                "The path of a model of the same network: training goes on from its weights, and takes its inputs, classes and"
                        + " scaling over.");
        predictedLabelCol = new TextParam(
                owner, "predictedLabelCol", "The column of the predicted class as a text; none unless it is set.");
        featuresCol = new TextParam(owner, "featuresCol", "The column of vectors that become inputs.");
        predictionCol = new TextParam(owner, "predictionCol", "The column of what is predicted. Empty for none.");
        probabilityCol = new TextParam(
                owner, "probabilityCol", "The column of the probabilities of the labels, a vector. Empty for none.");
        labelCols = new StringArrayParam(owner, "labelCols", "The labels' columns, one for each target.");
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

    /** What the declarations of a key say, in a line. */
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

    /** Sets the defaults that are declared, of the owner. */
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

    /** Sets the default names of columns, of a stage that spark.ml has no base class for. */
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

    /** All params of the owner, by their names: those that Spark found, and one for each key of job files. */
    synchronized Param<?>[] with(Param<?>[] found) {
        if (all == null) {
            all = Stream.concat(Arrays.stream(found), keys.values().stream())
                    .sorted(Comparator.comparing(Param::name))
                    .toArray(Param<?>[]::new);
        }
        return all.clone();
    }

    /**
     * The param of a name.
     *
     * @throws java.util.NoSuchElementException if there is none
     */
    @SuppressWarnings("unchecked") // as Spark's own
    Param<Object> named(String name, Param<?>[] among) {
        for (Param<?> param : among) {
            if (param.name().equals(name)) {
                return (Param<Object>) param;
            }
        }
        List<String> known = Arrays.stream(among).map(Param::name).toList();
        throw new NoSuchElementException(name + ": expected a param or a key of job files, found none of this name; "
                + SpellingSuggestion.to(name, known)
                        .map(near -> "did you mean " + near + "?")
                        .orElse("explainParams() lists them"));
    }

    /** The columns that become inputs. */
    List<String> features(String featuresCol) {
        return owner.isSet(featuresCols) ? List.of(owner.getOrDefault(featuresCols)) : List.of(featuresCol);
    }

    /**
     * The columns of several labels.
     *
     * @throws IllegalArgumentException if they are not set
     */
    List<String> labels() {
        if (!owner.isSet(labelCols)) {
            throw new IllegalArgumentException(
                    "labelCols: expected the columns of the labels, found none; name them by setLabelCols");
        }
        return List.of(owner.getOrDefault(labelCols));
    }

    /** Requires the columns of features, weights and marks. */
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

    /** What a message calls a key: the param that stands for it, or its path. */
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
     * The values that were set, by the paths of their keys.
     *
     * @throws IllegalArgumentException if one is given by two names
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

    /** Whether a key, or a map that it stands in, is among some. */
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
                    + ": expected one of them, as both say the same, found both; clear one");
        }
    }
}
