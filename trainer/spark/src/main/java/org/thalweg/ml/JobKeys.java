package org.thalweg.ml;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.thalweg.spark.config.FitSettings;
import org.thalweg.spark.config.Group;
import org.thalweg.spark.config.Key;
import org.thalweg.spark.config.KeyPage;
import org.thalweg.spark.config.OutputKeys;
import org.thalweg.spark.config.Settings;
import org.thalweg.spark.config.ThresholdChoice;

/** The keys of job files that a stage takes: all that say how a model is trained, none of where its rows are. */
final class JobKeys {
    private static final Key<Settings> OUTPUT =
            Group.of(OutputKeys.THRESHOLD).key("output").means("What is predicted.");

    private static final List<Key<?>> MORE = List.of(OUTPUT);

    /** What is declared of them. */
    static final KeyPage PAGE = new KeyPage(FitSettings.GROUP.with(MORE));

    /** Those that a param of another name, or the stage itself, says, and those of files. */
    private static final Set<String> OTHERWISE = Set.of(
            "task",
            "seed",
            "data.format",
            "data.path",
            "data.labels",
            "data.table",
            "data.rows",
            "data.first",
            "data.header",
            "data.separator",
            "data.decimal",
            "data.thousands",
            "data.encoding",
            "data.multiline",
            "data.nulls",
            "data.numFeatures",
            "data.label",
            "data.features",
            "data.weight");

    /** The maps of all keys below them. */
    private static final Set<String> SECTIONS = Set.of("data", "network", "optimizer", "training", "output");

    /** The paths of keys that are params under their own names: all but those of one column of several, or of other rows. */
    static final List<String> PATHS = PAGE.paths().stream()
            .filter(path -> !OTHERWISE.contains(path) && !SECTIONS.contains(path))
            .filter(path -> !path.matches("data\\.(validation|test|categorical|dates)\\..*"))
            .toList();

    private JobKeys() {}

    /**
     * The settings of a fit, checked as a job file is.
     *
     * @param values by the paths of their keys
     * @throws org.thalweg.spark.config.SettingsException with all faults
     */
    static FitSettings read(Map<String, Object> values) {
        return FitSettings.ofDataFrame(values, MORE);
    }

    /** From which probability on a class is predicted. */
    static ThresholdChoice threshold(FitSettings settings) {
        return settings.settings().get(OUTPUT).get(OutputKeys.THRESHOLD);
    }
}
