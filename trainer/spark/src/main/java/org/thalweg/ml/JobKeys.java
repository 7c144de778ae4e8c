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

/** The keys of job files that a stage accepts: those that affect training, but not those of the data source. */
final class JobKeys {
    private static final Key<Settings> OUTPUT =
            Group.of(OutputKeys.THRESHOLD).key("output").means("What is predicted.");

    private static final List<Key<?>> ADDITIONAL = List.of(OUTPUT);

    /** The declarations of the keys. */
    static final KeyPage PAGE = new KeyPage(FitSettings.GROUP.with(ADDITIONAL));

    /** The keys that are set by a param of another name or by the stage itself, and the keys of files. */
    private static final Set<String> NOT_PARAMS = Set.of(
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

    /** The sections: maps of keys, no keys of their own. */
    private static final Set<String> SECTIONS = Set.of("data", "network", "optimizer", "training", "output");

    /** The paths of the keys that are params under their own names; without the keys of single columns and of other rows. */
    static final List<String> PATHS = PAGE.paths().stream()
            .filter(path -> !NOT_PARAMS.contains(path) && !SECTIONS.contains(path))
            .filter(path -> !path.matches("data\\.(validation|test|categorical|dates)\\..*"))
            .toList();

    private JobKeys() {}

    /**
     * Reads and checks the settings of a fit, as those of a job file.
     *
     * @param values the values, by key path
     * @throws org.thalweg.spark.config.SettingsException with all errors
     */
    static FitSettings read(Map<String, Object> values) {
        return FitSettings.ofDataFrame(values, ADDITIONAL);
    }

    /** The probability from which on a class is predicted. */
    static ThresholdChoice threshold(FitSettings settings) {
        return settings.settings().get(OUTPUT).get(OutputKeys.THRESHOLD);
    }
}
