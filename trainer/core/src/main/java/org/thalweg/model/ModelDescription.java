package org.thalweg.model;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.thalweg.data.FeatureEncoding;
import org.thalweg.nn.Loss;
import org.thalweg.nn.Network;
import org.thalweg.nn.Sigmoid;
import org.thalweg.nn.Softmax;

/**
 * Everything in a model but its numbers: its task, its network, and the names of its inputs and outputs.
 *
 * @param thalwegVersion the version of Thalweg that trained it
 * @param task that it was trained for
 * @param network its layers
 * @param loss that it was trained with; must match the network
 * @param featureNames one per input, in order; empty if inputs have no names
 * @param classLabels for classification: the labels by class index, distinct; one per output of a softmax, two for a
 *     single sigmoid. Empty otherwise
 * @param targetNames for regression and multilabel: one per output. Empty otherwise
 * @param targetColumn the column with the labels, if there is exactly one
 * @param facts other information about the model, such as its seed; not used by prediction. Sorted by key
 * @param encoding how rows are encoded as inputs, with the feature names as input names; empty if the inputs are the rows'
 *     numbers
 * @param threshold for predicting the second of two classes, or a label; {@link Threshold#NONE} for none
 */
public record ModelDescription(
        String thalwegVersion,
        Task task,
        Network network,
        Loss loss,
        List<String> featureNames,
        List<String> classLabels,
        List<String> targetNames,
        Optional<String> targetColumn,
        Map<String, String> facts,
        Optional<FeatureEncoding> encoding,
        Threshold threshold) {
    /** Far above any trainable network; limits what a hostile file can request. */
    static final int MAX_LAYERS = 10_000;

    /**
     * Copies the collections, and checks that the names fit the network.
     *
     * @throws IllegalArgumentException if a number of names is wrong, a class label occurs twice, a text is not valid
     *     Unicode, or task, loss and output layer do not match
     */
    public ModelDescription {
        Objects.requireNonNull(thalwegVersion, "thalwegVersion");
        Objects.requireNonNull(task, "task");
        featureNames = List.copyOf(featureNames);
        classLabels = List.copyOf(classLabels);
        targetNames = List.copyOf(targetNames);
        facts = Collections.unmodifiableMap(new TreeMap<>(facts));
        if (network.layers().size() > MAX_LAYERS) {
            throw mismatch("layers", "at most " + MAX_LAYERS, network.layers().size());
        }
        loss.requireGoesWith(network);
        if (!featureNames.isEmpty() && featureNames.size() != network.inputs()) {
            throw mismatch("featureNames", network.inputs() + " (the network's inputs) or none", featureNames.size());
        }
        requireNames(task, network, classLabels, targetNames);
        if (encoding.isPresent()) {
            requireEncodes(encoding.get(), network, featureNames);
        }
        if (!threshold.isNone() && !Threshold.goesWith(task, classLabels.size())) {
            throw new IllegalArgumentException("threshold: expected a model of two classes or of labels, found "
                    + task.label() + (classLabels.isEmpty() ? "" : " of " + classLabels.size() + " classes"));
        }
        requireUnicode("thalwegVersion", List.of(thalwegVersion));
        requireUnicode("featureNames", featureNames);
        requireUnicode("classLabels", classLabels);
        requireUnicode("targetNames", targetNames);
        requireUnicode("targetColumn", targetColumn.stream().toList());
        requireUnicode("facts", facts.keySet());
        requireUnicode("facts", facts.values());
    }

    /** A classifier without feature names, target column and facts; see the {@code with…} methods. */
    public static ModelDescription classification(
            String thalwegVersion, Network network, Loss loss, List<String> classLabels) {
        return minimal(thalwegVersion, Task.CLASSIFICATION, network, loss, classLabels, List.of());
    }

    /** A regressor without feature names, target column and facts; see the {@code with…} methods. */
    public static ModelDescription regression(
            String thalwegVersion, Network network, Loss loss, List<String> targetNames) {
        return minimal(thalwegVersion, Task.REGRESSION, network, loss, List.of(), targetNames);
    }

    /** A multilabel model without feature names, target column and facts; see the {@code with…} methods. */
    public static ModelDescription multilabel(
            String thalwegVersion, Network network, Loss loss, List<String> targetNames) {
        return minimal(thalwegVersion, Task.MULTILABEL, network, loss, List.of(), targetNames);
    }

    /** An autoencoder without feature names and facts; see the {@code with…} methods. */
    public static ModelDescription autoencoder(String thalwegVersion, Network network, Loss loss) {
        return minimal(thalwegVersion, Task.AUTOENCODER, network, loss, List.of(), List.of());
    }

    private static ModelDescription minimal(
            String thalwegVersion,
            Task task,
            Network network,
            Loss loss,
            List<String> classLabels,
            List<String> targetNames) {
        return new ModelDescription(
                thalwegVersion,
                task,
                network,
                loss,
                List.of(),
                classLabels,
                targetNames,
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Threshold.NONE);
    }

    /** A copy with these feature names. */
    public ModelDescription withFeatureNames(List<String> names) {
        return with(names, targetColumn, facts, encoding, threshold);
    }

    /** A copy with this target column. */
    public ModelDescription withTargetColumn(String column) {
        return with(featureNames, Optional.of(column), facts, encoding, threshold);
    }

    /** A copy with these facts instead. */
    public ModelDescription withFacts(Map<String, String> newFacts) {
        return with(featureNames, targetColumn, newFacts, encoding, threshold);
    }

    /** A copy with this encoding and its feature names. */
    public ModelDescription withEncoding(FeatureEncoding newEncoding) {
        return with(newEncoding.inputNames(), targetColumn, facts, Optional.of(newEncoding), threshold);
    }

    /**
     * A copy with another decision threshold.
     *
     * @throws IllegalArgumentException if there is a threshold, but the model has neither two classes nor labels
     */
    public ModelDescription withThreshold(Threshold other) {
        return with(featureNames, targetColumn, facts, encoding, other);
    }

    private ModelDescription with(
            List<String> names,
            Optional<String> column,
            Map<String, String> newFacts,
            Optional<FeatureEncoding> newEncoding,
            Threshold newThreshold) {
        return new ModelDescription(
                thalwegVersion,
                task,
                network,
                loss,
                names,
                classLabels,
                targetNames,
                column,
                newFacts,
                newEncoding,
                newThreshold);
    }

    /** The name of an input for messages, such as {@code feature 3 (petal width)}; counts from 0. */
    String inputName(int input) {
        return "feature " + input + (featureNames.isEmpty() ? "" : " (" + featureNames.get(input) + ")");
    }

    private static void requireNames(Task task, Network network, List<String> classLabels, List<String> targetNames) {
        int classes = task == Task.CLASSIFICATION ? classesOf(network) : 0;
        int targets = task == Task.REGRESSION || task == Task.MULTILABEL ? network.outputs() : 0;
        requireOutputs(task, network);
        if (classLabels.size() != classes) {
            throw mismatch(
                    "classLabels",
                    classes + " (" + task.label() + ", network " + network.shape() + ")",
                    classLabels.size());
        }
        if (new HashSet<>(classLabels).size() != classes) {
            throw new IllegalArgumentException(
                    "classLabels: expected distinct labels, found a duplicate in " + classLabels);
        }
        if (targetNames.size() != targets) {
            throw mismatch(
                    "targetNames",
                    targets + " (" + task.label() + ", network " + network.shape() + ")",
                    targetNames.size());
        }
    }

    private static void requireOutputs(Task task, Network network) {
        if (task == Task.MULTILABEL && !(network.output() instanceof Sigmoid)) {
            throw new IllegalArgumentException("output layer: expected sigmoid (multilabel), found "
                    + network.output().name());
        }
        if (task == Task.AUTOENCODER && network.sparse()) {
            throw new IllegalArgumentException("network: expected dense rows (autoencoder), found sparse rows");
        }
        if (task == Task.AUTOENCODER && (network.outputs() != network.inputs() || network.narrowestHidden() == 0)) {
            throw new IllegalArgumentException("network: expected as many outputs as inputs, and a hidden layer"
                    + " (autoencoder), found " + network.shape());
        }
    }

    private static void requireEncodes(FeatureEncoding encoding, Network network, List<String> featureNames) {
        if (encoding.inputs() != network.inputs()) {
            throw mismatch("encoding", network.inputs() + " inputs (the network's)", encoding.inputs());
        }
        // Sizes first: a hostile file may declare an encoding whose names do not fit in memory.
        if (featureNames.size() != encoding.inputs() || !featureNames.equals(encoding.inputNames())) {
            throw new IllegalArgumentException("featureNames: expected the encoding's input names, found others");
        }
    }

    private static int classesOf(Network network) {
        if (network.output() instanceof Softmax) {
            return network.outputs();
        }
        if (network.output() instanceof Sigmoid && network.outputs() == 1) {
            return 2;
        }
        throw new IllegalArgumentException(
                "output layer: expected softmax, or sigmoid of one unit (classification), found "
                        + network.output().name() + " of " + network.outputs());
    }

    private static void requireUnicode(String what, Collection<String> texts) {
        var encoder = StandardCharsets.UTF_8.newEncoder();
        for (String text : texts) {
            if (!encoder.canEncode(text)) {
                throw new IllegalArgumentException(
                        what + ": expected valid Unicode, found an unpaired surrogate in \"" + text + "\"");
            }
        }
    }

    private static IllegalArgumentException mismatch(String what, String expected, int found) {
        return new IllegalArgumentException(what + ": expected " + expected + ", found " + found);
    }
}
