package org.thalweg.model;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.thalweg.data.FeatureEncoding;
import org.thalweg.nn.Loss;
import org.thalweg.nn.Network;
import org.thalweg.nn.Sigmoid;
import org.thalweg.nn.Softmax;

/**
 * All of a model but its numbers: what it is for, its network, and what its inputs and outputs are called.
 *
 * @param thalwegVersion the version of Thalweg that trained it
 * @param task what it was trained for
 * @param network its layers
 * @param loss what it was trained by; must go with the network
 * @param featureNames one an input, in their order; or none, where inputs have no names
 * @param classLabels for classification: the labels by class index, distinct; one an output of a softmax, two of a
 *     single sigmoid. Empty otherwise
 * @param targetNames for regression and multilabel: one an output. Empty otherwise
 * @param targetColumn the column that the labels came from, or null
 * @param facts whatever else is worth knowing of the model, such as its seed; not read by prediction. Sorted by key
 * @param encoding how rows become inputs, its input names being the feature names; null where the inputs are numbers of
 *     the rows as they are
 * @param threshold from which on the second of two classes, or a label, is predicted; {@link Threshold#NONE} for none
 */
public record ModelDescription(
        String thalwegVersion,
        Task task,
        Network network,
        Loss loss,
        List<String> featureNames,
        List<String> classLabels,
        List<String> targetNames,
        String targetColumn,
        Map<String, String> facts,
        FeatureEncoding encoding,
        Threshold threshold) {
    /** Far above any network that trains; bounds what a hostile file can ask for. */
    static final int MAX_LAYERS = 10_000;

    /**
     * Copies the collections, and checks that the names fit the network.
     *
     * @throws IllegalArgumentException if a number of names is wrong, a class label stands twice, a text is not valid
     *     Unicode, or the task, the loss and the output layer do not go together
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
        requireEncodes(encoding, network, featureNames);
        if (!threshold.isNone() && !Threshold.goesWith(task, classLabels.size())) {
            throw new IllegalArgumentException("threshold: expected one of two classes or of labels, found one of "
                    + task.label() + (classLabels.isEmpty() ? "" : " of " + classLabels.size() + " classes"));
        }
        requireUnicode("thalwegVersion", List.of(thalwegVersion));
        requireUnicode("featureNames", featureNames);
        requireUnicode("classLabels", classLabels);
        requireUnicode("targetNames", targetNames);
        requireUnicode("targetColumn", targetColumn == null ? List.of() : List.of(targetColumn));
        requireUnicode("facts", facts.keySet());
        requireUnicode("facts", facts.values());
    }

    /** A classifier without feature names, target column and facts; see the withers. */
    public static ModelDescription classification(
            String thalwegVersion, Network network, Loss loss, List<String> classLabels) {
        return bare(thalwegVersion, Task.CLASSIFICATION, network, loss, classLabels, List.of());
    }

    /** A regressor without feature names, target column and facts; see the withers. */
    public static ModelDescription regression(
            String thalwegVersion, Network network, Loss loss, List<String> targetNames) {
        return bare(thalwegVersion, Task.REGRESSION, network, loss, List.of(), targetNames);
    }

    /** A model of several labels a row, without feature names, target column and facts; see the withers. */
    public static ModelDescription multilabel(
            String thalwegVersion, Network network, Loss loss, List<String> targetNames) {
        return bare(thalwegVersion, Task.MULTILABEL, network, loss, List.of(), targetNames);
    }

    /** An autoencoder without feature names and facts; see the withers. */
    public static ModelDescription autoencoder(String thalwegVersion, Network network, Loss loss) {
        return bare(thalwegVersion, Task.AUTOENCODER, network, loss, List.of(), List.of());
    }

    private static ModelDescription bare(
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
                null,
                Map.of(),
                null,
                Threshold.NONE);
    }

    /** The same with these feature names. */
    public ModelDescription withFeatureNames(List<String> names) {
        return with(names, targetColumn, facts, encoding, threshold);
    }

    /** The same with this target column, or with none for null. */
    public ModelDescription withTargetColumn(String column) {
        return with(featureNames, column, facts, encoding, threshold);
    }

    /** The same with these facts in place of its own. */
    public ModelDescription withFacts(Map<String, String> newFacts) {
        return with(featureNames, targetColumn, newFacts, encoding, threshold);
    }

    /** The same with this encoding, and its feature names. */
    public ModelDescription withEncoding(FeatureEncoding newEncoding) {
        return with(newEncoding.inputNames(), targetColumn, facts, newEncoding, threshold);
    }

    /**
     * The same with this threshold in place of its own.
     *
     * @throws IllegalArgumentException if it is one, and there are neither two classes nor labels
     */
    public ModelDescription withThreshold(Threshold other) {
        return with(featureNames, targetColumn, facts, encoding, other);
    }

    private ModelDescription with(
            List<String> names,
            String column,
            Map<String, String> itsFacts,
            FeatureEncoding itsEncoding,
            Threshold itsThreshold) {
        return new ModelDescription(
                thalwegVersion,
                task,
                network,
                loss,
                names,
                classLabels,
                targetNames,
                column,
                itsFacts,
                itsEncoding,
                itsThreshold);
    }

    /** An input for messages, such as {@code feature 3 (petal width)}; counts from 0. */
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
                    "classLabels: expected distinct labels, found one twice in " + classLabels);
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
            throw new IllegalArgumentException(
                    "network: expected one of dense rows (autoencoder), found one of sparse rows");
        }
        if (task == Task.AUTOENCODER && (network.outputs() != network.inputs() || network.narrowestHidden() == 0)) {
            throw new IllegalArgumentException("network: expected as many outputs as inputs, and a hidden layer between"
                    + " them (autoencoder), found " + network.shape());
        }
    }

    private static void requireEncodes(FeatureEncoding encoding, Network network, List<String> featureNames) {
        if (encoding == null) {
            return;
        }
        if (encoding.inputs() != network.inputs()) {
            throw mismatch("encoding", network.inputs() + " inputs (the network's)", encoding.inputs());
        }
        // The sizes first: a file may claim an encoding of more names than memory holds.
        if (featureNames.size() != encoding.inputs() || !featureNames.equals(encoding.inputNames())) {
            throw new IllegalArgumentException("featureNames: expected those of the encoding, found others");
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
