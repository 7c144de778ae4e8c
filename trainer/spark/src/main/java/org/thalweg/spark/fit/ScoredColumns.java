package org.thalweg.spark.fit;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.thalweg.model.Task;
import org.thalweg.settings.Labelled;
import org.thalweg.spark.config.OutputColumn;

/**
 * The columns of scored rows.
 *
 * @param names the columns in their order, see {@link OutputColumn#named}. If none is a column of the data, all columns of the
 *     data come first
 * @param scoreClass the class or label whose probability is the score; empty for the second of two classes
 * @param layer the hidden layer whose activations are added, from 1; empty for none, or for the narrowest layer of an
 *     autoencoder
 */
public record ScoredColumns(List<String> names, Optional<String> scoreClass, OptionalInt layer) {
    /** Copies the list. */
    public ScoredColumns {
        names = List.copyOf(names);
    }

    /** The columns of the data, and all columns that models of a task add. */
    static ScoredColumns ofAll(Task task) {
        List<OutputColumn.Added> added = task == Task.AUTOENCODER
                ? List.of(OutputColumn.Added.CODE, OutputColumn.Added.ERROR, OutputColumn.Added.RECONSTRUCTION)
                : OutputColumn.Added.byDefault(task);
        return new ScoredColumns(added.stream().map(Labelled::label).toList(), Optional.empty(), OptionalInt.empty());
    }
}
