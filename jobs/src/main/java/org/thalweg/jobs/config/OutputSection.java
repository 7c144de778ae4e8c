package org.thalweg.jobs.config;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.thalweg.settings.Setting;
import org.thalweg.spark.config.Group;
import org.thalweg.spark.config.Key;
import org.thalweg.spark.config.OutputKeys;
import org.thalweg.spark.config.Settings;
import org.thalweg.spark.config.ThresholdChoice;
import org.thalweg.spark.config.Types;

/**
 * The job file's {@code output}: where scored rows are written, which columns they have, and how classes are predicted.
 *
 * @param settings of {@link #GROUP}
 */
public record OutputSection(Settings settings) {

    private static final Key<Optional<String>> PATH = Key.of("path", Types.optionalText("the path of a folder"))
            .requiredWhere(at -> at.purpose().needsOutput(), "required to score")
            .means("The folder to which scored rows are written.")
            .example("/data/scored")
            .withoutEffect();

    private static final Key<OutputFormat> FORMAT = Key.of("format", Types.choice(OutputFormat.values()))
            .byDefault(OutputFormat.PARQUET)
            .means("The file format of scored rows. Numbers are written with a decimal point and without thousands"
                    + " separators, even if data.decimal or data.thousands say otherwise. This holds for the outputs of the"
                    + " model and for the columns that the model reads as numbers. Other columns are written as they were"
                    + " read.")
            .example("csv")
            .withoutEffect();

    private static final Key<Boolean> OVERWRITE = Key.of("overwrite", Types.flag())
            .byDefault(false)
            .means("Whether an existing folder may be replaced.")
            .withoutEffect();

    private static final Key<OptionalInt> LAYER = Key.optionalInteger(Setting.wholeAtLeast("layer", 1, 1))
            .byDefault("the narrowest layer with task autoencoder, otherwise none", at -> OptionalInt.empty())
            .means("The hidden layer whose activations are written: with task autoencoder as code, otherwise as an"
                    + " additional column layer_N. The first hidden layer is 1.")
            .withoutEffect();

    /** Its keys. */
    static final Group GROUP =
            Group.of(PATH, FORMAT, OVERWRITE, OutputKeys.COLUMNS, OutputKeys.CLASS, LAYER, OutputKeys.THRESHOLD);

    /** Where scored rows are written; always present in a file that is read to score. */
    public Optional<String> path() {
        return settings.get(PATH);
    }

    /** The format to write. */
    public OutputFormat format() {
        return settings.get(FORMAT);
    }

    /** Whether existing output may be replaced. */
    public boolean overwrite() {
        return settings.get(OVERWRITE);
    }

    /** The columns of scored rows, by their names. */
    public List<String> columns() {
        return settings.get(OutputKeys.COLUMNS);
    }

    /** The class or label whose probability is the score; empty for the second of two classes. */
    public Optional<String> scoreClass() {
        return settings.get(OutputKeys.CLASS);
    }

    /** The probability from which a class or a label is predicted. */
    public ThresholdChoice threshold() {
        return settings.get(OutputKeys.THRESHOLD);
    }

    /**
     * The hidden layer, from 1, whose activations are written; empty for the narrowest layer of an autoencoder, and for none
     * with other tasks.
     */
    public OptionalInt layer() {
        return settings.get(LAYER);
    }
}
