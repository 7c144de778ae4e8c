package org.thalweg.jobs.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.thalweg.model.Task;
import org.thalweg.nn.Loss;
import org.thalweg.spark.config.CheckpointSection;
import org.thalweg.spark.config.DataSection;
import org.thalweg.spark.config.FitSettings;
import org.thalweg.spark.config.Group;
import org.thalweg.spark.config.Key;
import org.thalweg.spark.config.Key.Effect;
import org.thalweg.spark.config.Keys;
import org.thalweg.spark.config.NetworkSection;
import org.thalweg.spark.config.OptimizerSection;
import org.thalweg.spark.config.Purpose;
import org.thalweg.spark.config.Reading;
import org.thalweg.spark.config.Settings;
import org.thalweg.spark.config.TrainingSection;
import org.thalweg.spark.config.Types;

/**
 * A complete and valid job file, with every default filled in.
 *
 * @param settings of {@link #GROUP}
 */
public record JobFile(Settings settings) {
    private static final Key<String> NAME = Key.of("name", Types.text("a name"))
            .byDefault("the name of the job file", Reading::name)
            .means("Name of the run, used in its log and its reports.")
            .example("mnist")
            .withoutEffect();

    private static final Key<Settings> MODEL =
            ModelSection.GROUP.key("model").means("Where the model is stored.").withoutEffect();

    /** Its path does not affect the weights: the identity of a run contains the initial weights themselves. */
    private static final Key<Optional<String>> INITIAL_MODEL = Key.of(
                    "initialModel", Types.optionalText("the path of a model"))
            .means("A trained model whose weights the command train starts from: the path of the model's folder, of"
                    + " its file, or of a model store. (A store is the folder in which retrain keeps all versions of a"
                    + " model; its serving version is used.) Scaling, categories and the order of the classes are"
                    + " taken from that model; task, network, features and classes must be the same as in that model."
                    + " All other settings are those of this job file.")
            .example("models/mnist")
            .withoutEffect()
            .check((path, field, at) -> {
                if (path.isPresent() && at.purpose() == Purpose.RETRAIN) {
                    field.error(
                            "expected none with retrain, which starts from the serving model (retrain.start), found "
                                    + field.found() + "; remove it");
                }
            });

    private static final Key<Settings> OUTPUT = OutputSection.GROUP
            .key("output")
            .means("Where scored rows are written, which columns they have, and how classes are predicted.")
            .ofRows();

    static final Key<Optional<Settings>> RETRAIN = RetrainSection.GROUP
            .optionalKey("retrain")
            .byDefault("none; with the command retrain, " + RetrainSection.GROUP.defaults(), JobFile::retrainByDefault)
            .means("How the model is trained again when there are new rows.")
            .example("{ store: models/pumps }")
            .ofRows();

    /** All keys. */
    public static final Group GROUP = Group.of(keys());

    private static List<Key<?>> keys() {
        List<Key<?>> keys = new ArrayList<>(List.of(NAME));
        keys.addAll(Keys.FIT);
        keys.addAll(List.of(Keys.CHECKPOINT, MODEL, INITIAL_MODEL, OUTPUT, RETRAIN));
        return keys;
    }

    private static Optional<Settings> retrainByDefault(Reading at) {
        return at.purpose() == Purpose.RETRAIN
                ? Optional.of(at.below(at.field(RETRAIN), RetrainSection.GROUP).settings())
                : Optional.empty();
    }

    /** The run's name. */
    public String name() {
        return settings.get(NAME);
    }

    /** The settings for fitting. */
    public FitSettings fit() {
        return new FitSettings(settings);
    }

    /** What the network learns. */
    public Task task() {
        return fit().task();
    }

    /** The seed of all randomness. */
    public long seed() {
        return fit().seed();
    }

    /** The rows. */
    public DataSection data() {
        return fit().data();
    }

    /** The network's shape. */
    public NetworkSection network() {
        return fit().network();
    }

    /** The loss that training minimises. */
    public Loss loss() {
        return fit().loss();
    }

    /** The method that minimises the loss. */
    public OptimizerSection optimizer() {
        return fit().optimizer();
    }

    /** How long training runs, and how its work is divided. */
    public TrainingSection training() {
        return fit().training();
    }

    /** When the run's state is written. */
    public CheckpointSection checkpoint() {
        return new CheckpointSection(settings.get(Keys.CHECKPOINT));
    }

    /** Where the model is stored. */
    public ModelSection model() {
        return new ModelSection(settings.get(MODEL));
    }

    /** The path of the model whose weights training starts from; empty for random weights. */
    public Optional<String> initialModel() {
        return settings.get(INITIAL_MODEL);
    }

    /** Where scored rows are written. */
    public OutputSection output() {
        return new OutputSection(settings.get(OUTPUT));
    }

    /** How the model is trained again; empty if the file has no such section. */
    public Optional<RetrainSection> retrain() {
        return settings.get(RETRAIN).map(RetrainSection::new);
    }

    /** The effective job, every default filled in, as YAML that reads back to an equal job file. */
    public String toYaml() {
        return YamlRenderer.render(settings.written());
    }

    /** The same for files that may be shared: without {@code retrain.notify}, and without users and passwords in addresses. */
    public String toSharedYaml() {
        return YamlRenderer.render(Secrets.without(settings.written()));
    }

    /** Whether {@link #model} is the store in which the model is trained, rather than a folder. */
    public boolean hasStore() {
        return retrain()
                .filter(section -> section.store().equals(model().path()))
                .isPresent();
    }

    /** The keys of the effective job on which the weights depend, by path, without those that say where rows are. */
    public Map<String, String> identity() {
        Map<String, String> identity = settings.flat(key -> key.effect() == Effect.WEIGHTS);
        identity.entrySet()
                .removeIf(entry ->
                        entry.getValue().equals("null") || entry.getKey().startsWith("data.validation."));
        return identity;
    }

    /** The keys of the effective job on which a retrained model, or whether it may serve, depends, by path. */
    public Map<String, String> decisive() {
        Map<String, String> decisive = settings.flat(key -> key.effect() != Effect.NONE);
        decisive.remove(
                "output.threshold", "null"); // Stores compare with jobs that were written before this key existed.
        return decisive;
    }

    /** All keys of the effective job by path, without those that must not be shared. */
    public Map<String, String> flattened() {
        return Secrets.withoutByPath(settings.flat(key -> true));
    }
}
