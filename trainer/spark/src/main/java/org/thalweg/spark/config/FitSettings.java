package org.thalweg.spark.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.thalweg.model.Task;
import org.thalweg.nn.Loss;
import org.thalweg.settings.KeyText;

/**
 * What fitting a network to rows needs to know, whoever asks for it.
 *
 * @param settings of a group that holds {@link Keys#FIT}
 */
public record FitSettings(Settings settings) {
    /** The keys of a training, without those of a front end. */
    public static final Group GROUP = Group.of(Keys.FIT);

    /**
     * Reads settings that a program gives, as a job file is read: with the same defaults and checks.
     *
     * @param values texts, numbers, truth values, lists and maps by key; a key may be a path such as
     *     {@code training.epochs}
     * @throws SettingsException with all faults
     */
    public static FitSettings of(Map<String, ?> values) {
        return of(GROUP, values);
    }

    private static FitSettings of(Group group, Map<String, ?> values) {
        SettingsErrors faults = new SettingsErrors();
        SourcePosition position = SourcePosition.file("settings");
        Settings read = Reading.read(
                group,
                Value.mapping(values, position, faults),
                position,
                faults,
                new Reading.Context(Purpose.TRAIN, "settings"));
        faults.throwIfAny();
        return new FitSettings(read);
    }

    /**
     * Reads settings for rows that a program has as a DataFrame, so that it says nothing of where they are.
     *
     * @param values as of {@link #of}, without {@code data.format} and what goes with one
     * @throws SettingsException with all faults
     */
    public static FitSettings ofDataFrame(Map<String, ?> values) {
        return ofDataFrame(values, List.of());
    }

    /**
     * The same with keys of a front end beside those of a training.
     *
     * @throws SettingsException with all faults
     */
    public static FitSettings ofDataFrame(Map<String, ?> values, List<Key<?>> more) {
        for (String key : List.of("format", "path", "table")) {
            boolean nested = values.get("data") instanceof Map<?, ?> data && data.containsKey(key);
            if (nested || values.containsKey("data." + key)) {
                throw new SettingsException(KeyText.of("data." + key)
                        + ": expected none for the rows of a DataFrame, which are at hand; remove it");
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

    /** What training makes small. */
    public Loss loss() {
        return settings.get(TaskKeys.LOSS);
    }

    /** How it makes it small. */
    public OptimizerSection optimizer() {
        return new OptimizerSection(settings.get(Keys.OPTIMIZER));
    }

    /** For how long, and in what portions. */
    public TrainingSection training() {
        return new TrainingSection(settings.get(Keys.TRAINING));
    }
}
