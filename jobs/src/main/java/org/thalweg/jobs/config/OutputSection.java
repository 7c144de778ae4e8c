package org.thalweg.jobs.config;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.thalweg.model.Task;
import org.thalweg.settings.Setting;
import org.thalweg.spark.config.Condition;
import org.thalweg.spark.config.Group;
import org.thalweg.spark.config.Key;
import org.thalweg.spark.config.OutputColumn;
import org.thalweg.spark.config.Settings;
import org.thalweg.spark.config.TaskKeys;
import org.thalweg.spark.config.Types;

/**
 * The job file's {@code output}: where scored rows go.
 *
 * @param settings of {@link #GROUP}
 */
public record OutputSection(Settings settings) {

    private static final Key<Optional<String>> PATH = Key.of("path", Types.optionalText("the path of the scored rows"))
            .requiredWhere(at -> at.purpose().needsOutput(), "none: it must be given to score")
            .means("The folder that scored rows are written to.")
            .example("/data/scored");

    private static final Key<OutputFormat> FORMAT = Key.of("format", Types.word(OutputFormat.values()))
            .byDefault(OutputFormat.PARQUET)
            .means("The format that scored rows are written in.")
            .example("csv");

    private static final Key<Boolean> OVERWRITE =
            Key.of("overwrite", Types.flag()).byDefault(false).means("Whether what is there may be replaced.");

    private static final Key<List<OutputColumn>> COLUMNS = Key.of(
                    "columns", Types.words("a list of code, error and reconstruction", List.of(OutputColumn.values())))
            .byDefault(List.of(OutputColumn.CODE, OutputColumn.ERROR))
            .means("What an autoencoder's scoring adds, in this order.")
            .example("[code, error]")
            .when(Condition.only(TaskKeys.TASK, Task.AUTOENCODER));

    private static final Key<OptionalInt> LAYER = Key.optionalInteger(Setting.wholeAtLeast("layer", 1, 1))
            .byDefault("an autoencoder's narrowest; none of other tasks", at -> OptionalInt.empty())
            .means("The hidden layer, from 1, whose activations are written.");

    /** Its keys. */
    static final Group GROUP = Group.of(PATH, FORMAT, OVERWRITE, COLUMNS, LAYER);

    /** Where scored rows go; always there in a file read to score. */
    public Optional<String> path() {
        return settings.get(PATH);
    }

    /** The format to write. */
    public OutputFormat format() {
        return settings.get(FORMAT);
    }

    /** Whether what is there already may be replaced. */
    public boolean overwrite() {
        return settings.get(OVERWRITE);
    }

    /** What an autoencoder's scoring adds, in this order; empty for other tasks. */
    public List<OutputColumn> columns() {
        return settings.get(COLUMNS);
    }

    /**
     * The hidden layer, from 1, whose activations are written; empty for an autoencoder's narrowest, and for none of another
     * task.
     */
    public OptionalInt layer() {
        return settings.get(LAYER);
    }
}
