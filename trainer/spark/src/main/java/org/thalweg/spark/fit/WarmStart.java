package org.thalweg.spark.fit;

import java.util.List;
import java.util.Set;
import org.thalweg.model.Model;
import org.thalweg.model.Task;
import org.thalweg.nn.Network;
import org.thalweg.settings.KeyText;
import org.thalweg.spark.config.Classes;
import org.thalweg.spark.config.SettingsException;
import org.thalweg.spark.table.DataException;
import org.thalweg.spark.table.NameList;
import org.thalweg.spark.table.UnknownClassException;

/**
 * A trained model whose weights are the initial weights. Its network, features, classes and scaling are used too, so that each
 * weight keeps its meaning.
 *
 * @param called its name in messages
 * @param otherwise how to train without it, for messages, with marked keys
 */
public record WarmStart(Model model, String called, String otherwise) {
    /** An initial model from settings or from a program. */
    public static WarmStart ofInitial(Model model) {
        return new WarmStart(model, "initial model", "without " + KeyText.of("initialModel"));
    }

    /**
     * Requires that the model was trained for a task.
     *
     * @throws SettingsException if it was trained for another task task
     */
    void requireTask(Task task) {
        if (model.task() != task) {
            throw new SettingsException(
                    KeyText.of("task") + ": expected " + model.task().label()
                            + ", what the " + called + " was trained for, found " + task.label()
                            + "; take that task, or train " + otherwise);
        }
    }

    /**
     * Requires that the features in the settings are those of the model, in any order.
     *
     * @param found named by the settings
     * @param known the columns that the model reads
     * @throws SettingsException if they differ
     */
    void requireFeatures(List<String> found, List<String> known) {
        if (!Set.copyOf(found).equals(Set.copyOf(known))) {
            throw new SettingsException(KeyText.of("data.features") + ": expected the features of the " + called + ", "
                    + NameList.few(known) + ", found " + NameList.few(found) + "; name those, or train " + otherwise);
        }
    }

    /**
     * Requires that the classes in the settings are those of the model, in any order.
     *
     * @throws SettingsException if they differ
     */
    void requireClasses(Classes classes) {
        List<String> known = model.description().classLabels();
        boolean same = classes instanceof Classes.Names names
                ? Set.copyOf(names.names()).equals(Set.copyOf(known))
                : classes.count() == known.size();
        if (!same) {
            throw new SettingsException(KeyText.of("data.classes") + ": expected the " + known.size()
                    + " classes of the "
                    + called + ", " + NameList.few(known) + ", found "
                    + (classes instanceof Classes.Names names ? NameList.few(names.names()) : classes.count())
                    + "; leave it out, or train " + otherwise);
        }
    }

    /**
     * Requires that the network in the settings is that of the model.
     *
     * @throws SettingsException if it differs
     */
    public void requireNetwork(Network found) {
        if (!found.equals(model.network())) {
            throw new SettingsException(KeyText.of("network.hidden") + ": expected the " + called + "'s network, "
                    + model.network().shape() + " with its activations, as training starts from its weights, found "
                    + found.shape() + "; keep the network, or train " + otherwise);
        }
    }

    /** The error for a row with a class that the model does not know, with advice if the row is correct. */
    public DataException unknownClass(UnknownClassException failure) {
        return new DataException(failure.text() + ", or, where it is right, learn the new class " + otherwise, failure);
    }

    /** A warning about columns that would be features, but for which the model has no input. */
    public String notLearned(List<String> columns) {
        return "warning: expected the columns of the " + called + ", found others, too, which are not learned: "
                + NameList.few(columns);
    }
}
