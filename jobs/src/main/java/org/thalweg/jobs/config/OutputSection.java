package org.thalweg.jobs.config;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.thalweg.spark.config.Whole;

/**
 * The job file's {@code output}: where scored rows go.
 *
 * @param path always there in a file read for {@link Purpose#SCORE}
 * @param format the format to write
 * @param overwrite whether what is there already may be replaced
 * @param columns what an autoencoder's scoring adds, in this order; empty for other tasks
 * @param layer the hidden layer, from 1, whose activations are written; empty for an autoencoder's narrowest, and for none
 *     of another task
 */
public record OutputSection(
        Optional<String> path, OutputFormat format, boolean overwrite, List<OutputColumn> columns, OptionalInt layer) {
    static final OutputFormat DEFAULT_FORMAT = OutputFormat.PARQUET;
    static final boolean DEFAULT_OVERWRITE = false;
    static final List<OutputColumn> DEFAULT_COLUMNS = List.of(OutputColumn.CODE, OutputColumn.ERROR);
    static final Whole LAYER = Whole.atLeast("layer", 1, 1);

    /**
     * Copies the list, and requires a path, if any, that is not blank.
     *
     * @throws IllegalArgumentException for a blank one, a column named twice, or a layer below 1
     */
    public OutputSection {
        Objects.requireNonNull(format, "format");
        columns = List.copyOf(columns);
        layer.ifPresent(LAYER::require);
        if (new HashSet<>(columns).size() < columns.size()) {
            throw new IllegalArgumentException("output.columns: expected each once, found " + columns);
        }
        if (path.filter(String::isBlank).isPresent()) {
            throw new IllegalArgumentException("output.path: expected a path, found a blank one");
        }
    }
}
