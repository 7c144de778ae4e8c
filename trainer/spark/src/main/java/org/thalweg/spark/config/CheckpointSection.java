package org.thalweg.spark.config;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.thalweg.settings.Setting;

/**
 * When the state of a run is written, and whether a run is resumed from it.
 *
 * @param settings of {@link #GROUP}
 */
public record CheckpointSection(Settings settings) {
    private static final Setting SECONDS_RANGE = Setting.above("everySeconds", 0, 300);

    private static final Key<Optional<String>> PATH = Key.of("path", Types.optionalText("the path of a folder"))
            .byDefault("the path of the model, followed by .checkpoints", at -> Optional.empty())
            .means("The folder in which checkpoints are written.")
            .example("models/mnist.checkpoints");

    private static final Key<OptionalInt> EVERY_STEPS = Key.optionalInteger(Setting.wholeAtLeast("everySteps", 1, 1000))
            .means("Number of steps between two checkpoints. With training.localSteps, a checkpoint is written when"
                    + " the copies of the weights are next averaged.");

    private static final Key<OptionalInt> EVERY_EPOCHS = Key.optionalInteger(Setting.wholeAtLeast("everyEpochs", 1, 1))
            .means("Number of epochs between two checkpoints.");

    private static final Key<OptionalDouble> EVERY_SECONDS = Key.optionalReal(SECONDS_RANGE)
            .byDefault(
                    Setting.text(SECONDS_RANGE.defaultValue()) + "; none with everySteps or everyEpochs",
                    CheckpointSection::everySecondsByDefault)
            .means("Seconds between two checkpoints.");

    private static final Key<Integer> KEEP = Key.integer(Setting.wholeAtLeast("keep", 0, 3))
            .means("Number of checkpoints to keep; older ones are deleted. 0: no checkpoints are written.");

    private static final Key<Resume> RESUME = Key.of("resume", Types.choice(Resume.values()))
            .byDefault(Resume.NEVER)
            .means(
                    "Whether a run continues from the latest checkpoint. never: it starts from the beginning. auto: it"
                            + " continues if there is a checkpoint. always: it continues, and a missing checkpoint is an error.")
            .example("auto");

    /** Its keys. */
    public static final Group GROUP = Group.of(PATH, EVERY_STEPS, EVERY_EPOCHS, EVERY_SECONDS, KEEP, RESUME);

    private static OptionalDouble everySecondsByDefault(Reading at) {
        return at.isGiven(EVERY_STEPS) || at.isGiven(EVERY_EPOCHS)
                ? OptionalDouble.empty()
                : OptionalDouble.of(SECONDS_RANGE.defaultValue());
    }

    /**
     * The folder of the checkpoints.
     *
     * @param model the model's path
     */
    public String path(String model) {
        return settings.get(PATH).orElseGet(() -> model.replaceFirst("/+$", "") + ".checkpoints");
    }

    /** Steps between two checkpoints; empty if they are not written by steps. */
    public OptionalInt everySteps() {
        return settings.get(EVERY_STEPS);
    }

    /** Epochs between two checkpoints; empty if they are not written by epochs. */
    public OptionalInt everyEpochs() {
        return settings.get(EVERY_EPOCHS);
    }

    /** Seconds between two checkpoints; empty if they are not written by time. */
    public OptionalDouble everySeconds() {
        return settings.get(EVERY_SECONDS);
    }

    /** The number of checkpoints to keep, the latest ones. 0: none are written. */
    public int keep() {
        return settings.get(KEEP);
    }

    /** Whether a run is resumed from the latest checkpoint. */
    public Resume resume() {
        return settings.get(RESUME);
    }
}
