package org.thalweg.jobs.config;

import java.util.Optional;
import java.util.OptionalInt;
import org.thalweg.settings.Setting;
import org.thalweg.spark.config.Condition;
import org.thalweg.spark.config.Group;
import org.thalweg.spark.config.Key;
import org.thalweg.spark.config.Purpose;
import org.thalweg.spark.config.Reading;
import org.thalweg.spark.config.Settings;
import org.thalweg.spark.config.Types;

/**
 * The job file's {@code model}: where the model is.
 *
 * @param settings of {@link #GROUP}
 */
public record ModelSection(Settings settings) {

    private static final Key<String> PATH = Key.of("path", Types.text("the path of the model's folder"))
            .byDefault(
                    "the path of retrain.store or model.store, if one is given; otherwise required",
                    ModelSection::pathByDefault)
            .means("The folder of the model.")
            .example("models/mnist");

    private static final Key<Boolean> OVERWRITE =
            Key.of("overwrite", Types.flag()).byDefault(false).means("Whether an existing model may be replaced.");

    private static final Key<Optional<String>> STORE = Key.of("store", Types.optionalText("the path of a model store"))
            .means("The model store from which the model is read.")
            .example("models/pumps")
            .when(Condition.unless(
                    "with the commands evaluate and score",
                    at -> Optional.of(at.purpose().trains()),
                    at -> "expected none where a model is trained, found "
                            + at.field(ModelSection.STORE).found() + "; take retrain.store with retrain"));

    private static final Key<OptionalInt> VERSION = Key.optionalInteger(Setting.wholeAtLeast("version", 1, 3))
            .byDefault("the serving version", at -> OptionalInt.empty())
            .means("The version of the model in the store.")
            .when(Condition.unless(
                    "with model.store",
                    at -> at.value(ModelSection.STORE).map(Optional::isEmpty),
                    at -> "expected none without model.store, found "
                            + at.field(ModelSection.VERSION).found() + "; add it, or remove this"));

    /** Its keys. */
    static final Group GROUP = Group.of(PATH, OVERWRITE, STORE, VERSION);

    /** A retrained model is in its store, and a model for evaluation or scoring may be in a store. */
    private static String pathByDefault(Reading at) {
        boolean retrained = at.purpose() == Purpose.RETRAIN
                || at.purpose() == Purpose.CHECK && at.root().isGiven(JobFile.RETRAIN);
        if (retrained) {
            return at.root()
                    .value(JobFile.RETRAIN)
                    .flatMap(retrain -> retrain)
                    .map(retrain -> new RetrainSection(retrain).store())
                    .orElse("");
        }
        Optional<String> store = at.value(STORE).orElse(Optional.of(""));
        if (store.isEmpty()) {
            at.field(PATH).expected(PATH.type().expected(), "take e.g. " + PATH.exampleText());
        }
        return store.orElse("");
    }

    /** The folder of the model, or of the store that contains it. */
    public String path() {
        return settings.get(PATH);
    }

    /** Whether an existing model may be replaced. */
    public boolean overwrite() {
        return settings.get(OVERWRITE);
    }

    /** The model store that contains the model; empty if the model is at {@link #path()}. */
    public Optional<String> store() {
        return settings.get(STORE);
    }

    /** The version in the store; empty for the serving version. */
    public OptionalInt version() {
        return settings.get(VERSION);
    }
}
