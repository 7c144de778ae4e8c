package org.thalweg.spark.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.thalweg.model.Task;
import org.thalweg.nn.Loss;
import org.thalweg.settings.KeyText;

/**
 * The settings that are needed to fit a network, from a job file or from a program.
 *
 * @param settings of a group that holds {@link Keys#FIT}
 */
public record FitSettings(Settings settings) {
    /** The keys of training, without those of a front end such as the job file. */
    public static final Group GROUP = Group.of(Keys.FIT);

    /**
     * Reads settings that a program gives, with the same defaults and checks as a job file.
     *
     * @param values texts, numbers, truth values, lists and maps by key; a key may be a path such as {@code training.epochs}
     * @throws SettingsException with all errors
     */
    public static FitSettings of(Map<String, ?> values) {
        return of(GROUP, values);
    }

    private static FitSettings of(Group group, Map<String, ?> values) {
        SettingsErrors errors = new SettingsErrors();
        SourcePosition position = SourcePosition.file("settings");
        Settings read = Reading.read(
                group,
                Value.mapping(values, position, errors),
                position,
                errors,
                new Reading.Context(Purpose.TRAIN, "settings"));
        errors.throwIfAny();
        return new FitSettings(read);
    }

    /**
     * Reads settings for the rows of a DataFrame, without the keys that say where rows are.
     *
     * @param values as for {@link #of}, without {@code data.format} and the keys of a format
     * @throws SettingsException with all errors
     */
    public static FitSettings ofDataFrame(Map<String, ?> values) {
        return ofDataFrame(values, List.of());
    }

    /**
     * The same with additional keys of a front end.
     *
     * @throws SettingsException with all errors
     */
    public static FitSettings ofDataFrame(Map<String, ?> values, List<Key<?>> more) {
        for (String key : List.of("format", "path", "table")) {
            boolean nested = values.get("data") instanceof Map<?, ?> data && data.containsKey(key);
            if (nested || values.containsKey("data." + key)) {
                throw new SettingsException(
                        KeyText.of("data." + key) + ": expected none for the rows of a DataFrame; remove it");
            }
        }
        Map<String, Object> all = new LinkedHashMap<>(values);
        all.put("data.format", Format.TABLE.label());
        all.put("data.table", "DataFrame");
        return of(GROUP.with(more), all);
    }

    /** What the network learns. */
    public Task task() {
        return settings.get(TaskKeys.TASK);
    }

    /** The seed of all randomness. */
    public long seed() {
        return settings.get(Keys.SEED);
    }

    /** The rows. */
    public DataSection data() {
        return new DataSection(settings.get(Keys.DATA));
    }

    /** The network's shape. */
    public NetworkSection network() {
        return new NetworkSection(settings.get(Keys.NETWORK));
    }

    /** The loss that training minimises. */
    public Loss loss() {
        return settings.get(TaskKeys.LOSS);
    }

    /** The method that minimises the loss. */
    public OptimizerSection optimizer() {
        return new OptimizerSection(settings.get(Keys.OPTIMIZER));
    }

    /** How long training runs, and how its work is divided. */
    public TrainingSection training() {
        return new TrainingSection(settings.get(Keys.TRAINING));
    }
}
