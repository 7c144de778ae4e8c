package org.thalweg.spark.config;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.thalweg.model.Task;
import org.thalweg.nn.Activation;
import org.thalweg.nn.Dropout;
import org.thalweg.nn.FormulaActivation;
import org.thalweg.nn.Initialisation;
import org.thalweg.nn.Loss;
import org.thalweg.nn.Sigmoid;
import org.thalweg.settings.Choice;
import org.thalweg.settings.Setting;

/**
 * The network's shape.
 *
 * @param settings of {@link #GROUP}
 */
public record NetworkSection(Settings settings) {
    private static final Setting WIDTH = Setting.wholeAtLeast("hidden", 1, 100);
    private static final String SOFTMAX = "softmax";

    private static final Key<Boolean> LAYER_NORMALISATION = Key.of("layerNormalisation", Types.flag())
            .byDefault(false)
            .means("Whether layer normalisation is used (Ba, Kiros and Hinton 2016). For each row, the weighted"
                    + " sums of each hidden layer are then normalised to mean 0 and standard deviation 1 before the"
                    + " activation.");

    static final Key<List<Integer>> HIDDEN = Key.of(
                    "hidden", Types.integers("a list of layer widths, which may be empty", WIDTH))
            .requiredWhere(at -> at.purpose().trains(), "required to train")
            .means("The number of units of each hidden layer, from input to output. An empty list makes a linear"
                    + " model.")
            .example("[100]")
            .check(NetworkSection::requireWidths);

    private static final Key<Activation> ACTIVATION = Key.of(
                    "activation", new ChoiceType<>(Hidden.CHOICES, new Hidden()))
            .byDefault(Activation.RELU)
            .means("The activation function of the hidden layers: a name, a map of its type and parameters, or a"
                    + " formula of the weighted sum x, such as x * sigmoid(1.7 * x).")
            .example("relu");

    private static final Key<List<Double>> DROPOUT = Key.of(Dropout.RATE.name(), new DropoutType())
            .byDefault("0", at -> DropoutType.each(0, at))
            .means("Dropout rate: the probability with which each hidden unit is set to 0 for a row in training."
                    + " Give one number, or a list with a number for each hidden layer.")
            .example("0.5")
            .check(NetworkSection::requireNoDropoutWithLbfgs);

    private static final Key<Initialisation> INITIALISATION = Key.of(
                    "initialisation", Types.choice(Initialisation.values()))
            .byDefault(Initialisation.AUTO)
            .means("The distribution of the initial weights (Glorot and Bengio 2010; He et al. 2015). auto:"
                    + " glorotUniform; with activation selu, a normal distribution of mean 0 and variance 1/n, where n"
                    + " is the number of inputs of the layer.")
            .example("heNormal");

    /** The activation of the output layer. */
    static final Key<Activation> OUTPUT = Key.of("output", new ChoiceType<>(Activation.CHOICES, new Output()))
            .byDefault(
                    "softmax with task classification; sigmoid with task multilabel, and with task autoencoder if"
                            + " loss is crossEntropy; exponential if loss is poisson; otherwise identity",
                    at -> new Output().choices(at).get(0).withDefaults())
            .means("The activation function of the output layer. With task classification: softmax, or sigmoid for"
                    + " two classes. With task multilabel: sigmoid. With task regression: any except softmax, or a"
                    + " formula of the weighted sum x; loss poisson needs values above 0. With task autoencoder: any"
                    + " except softmax; loss crossEntropy needs sigmoid.")
            .example("identity")
            .check(NetworkSection::requireTwoClasses);

    /** Its keys. */
    public static final Group GROUP =
            Group.of(HIDDEN, ACTIVATION, LAYER_NORMALISATION, DROPOUT, INITIALISATION, OUTPUT);

    private static void requireWidths(List<Integer> hidden, SettingField field, Reading at) {
        if (hidden.contains(1) && at.value(LAYER_NORMALISATION).orElse(false)) {
            field.error(
                    "expected layers of at least 2 units with network.layerNormalisation, found one of 1, whose only"
                            + " activation is its own mean; take more units, or leave layerNormalisation out");
        }
        if (hidden.isEmpty()
                && field.isList()
                && at.value(TaskKeys.TASK).filter(Task.AUTOENCODER::equals).isPresent()) {
            field.error("expected at least one layer for task autoencoder, found none; take e.g. [32]");
        }
    }

    private static void requireTwoClasses(Activation output, SettingField field, Reading at) {
        Reading data = at.root().in(Keys.DATA);
        boolean classes =
                at.value(TaskKeys.TASK).filter(Task.CLASSIFICATION::equals).isPresent();
        if (classes && output instanceof Sigmoid && data.isReadable()) {
            data.value(ClassKeys.CLASSES)
                    .flatMap(known -> known)
                    .filter(known -> known.count() != 2)
                    .ifPresent(known -> field.expected(
                            "softmax for " + known.count() + " classes (data.classes)", "sigmoid is for two classes"));
        }
    }

    private static void requireNoDropoutWithLbfgs(List<Double> dropout, SettingField field, Reading at) {
        if (new Dropout(dropout).dropsAny() && OptimizerSection.isLbfgs(at).orElse(false)) {
            field.expected("0 with optimizer.type lbfgs", "remove it or change optimizer.type");
        }
    }

    /** The hidden layers' widths, in order; empty for none, and if a command takes the network from a model. */
    public List<Integer> hidden() {
        return settings.get(HIDDEN);
    }

    /** The hidden layers' activation. */
    public Activation activation() {
        return settings.get(ACTIVATION);
    }

    /** Whether the hidden layers are normalised; they then have 2 units or more. */
    public boolean layerNormalisation() {
        return settings.get(LAYER_NORMALISATION);
    }

    /** The share of units that is dropped in training, for each hidden layer, from 0 to below 1. */
    public List<Double> dropout() {
        return settings.get(DROPOUT);
    }

    /** The distribution of the initial weights. */
    public Initialisation initialisation() {
        return settings.get(INITIALISATION);
    }

    /** The activation of the output layer. */
    public Activation output() {
        return settings.get(OUTPUT);
    }

    /** The activations of hidden layers: all except softmax, and formulas. */
    private static final class Hidden implements ChoiceType.Permitted<Activation> {
        static final List<Choice<Activation>> CHOICES = Activation.CHOICES.stream()
                .filter(choice -> !choice.name().equals(SOFTMAX))
                .toList();

        @Override
        public List<Choice<Activation>> choices(Reading at) {
            return CHOICES;
        }

        @Override
        public boolean mayBeFormula() {
            return true;
        }

        @Override
        public Optional<Function<String, Activation>> formula(Reading at) {
            return Optional.of(FormulaActivation::of);
        }

        @Override
        public String insight(String written, Reading at) {
            return written.equals(SOFTMAX) ? "softmax goes with network.output" : "";
        }
    }

    /** The activations of the output layer, by task and loss. */
    private static final class Output extends TaskKeys.OfTask<Activation> {
        Output() {
            super(Activation.CHOICES);
        }

        @Override
        List<Choice<Activation>> permitted(Task task, Reading at) {
            return at.value(TaskKeys.LOSS).map(task::outputs).orElseGet(task::outputs);
        }

        @Override
        boolean everPermitted(Task task, String name) {
            return task.outputs().stream().anyMatch(choice -> choice.name().equals(name));
        }

        @Override
        Activation ofFormula(String written) {
            return FormulaActivation.of(written);
        }

        @Override
        String more(Reading at) {
            return Stream.of(at.value(TaskKeys.LOSS))
                    .flatMap(Optional::stream)
                    .filter(loss -> limits(loss, at))
                    .map(loss -> " with loss " + loss.name())
                    .findFirst()
                    .orElse("");
        }

        private static boolean limits(Loss loss, Reading at) {
            return at.value(TaskKeys.TASK)
                    .filter(task -> task.outputs(loss).size() < task.outputs().size())
                    .isPresent();
        }
    }

    /** One number for all hidden layers, or a list with one for each; stored as a list. */
    private static final class DropoutType implements ValueType<List<Double>> {
        static List<Double> each(double share, Reading at) {
            return Collections.nCopies(at.value(HIDDEN).map(List::size).orElse(0), share);
        }

        @Override
        public String expected() {
            return Dropout.RATE.range() + ", or a list of such numbers, one for each hidden layer";
        }

        @Override
        public List<Double> read(SettingField field, String example, Reading at) {
            if (!field.isList()) {
                return each(field.requiredReal(Dropout.RATE), at);
            }
            List<SettingField> items = field.items("a list of numbers", "[0.2, 0.5]");
            Optional<Integer> layers = at.value(HIDDEN).map(List::size);
            if (layers.isPresent() && layers.get() != items.size()) {
                field.error("expected one number, or a list of as many as network.hidden has layers, " + layers.get()
                        + ", found " + items.size() + "; take e.g. " + Setting.text(Dropout.RATE.defaultValue()));
            }
            return items.stream().map(item -> item.requiredReal(Dropout.RATE)).toList();
        }

        @Override
        public Object write(List<Double> shares) {
            double first = shares.isEmpty() ? 0 : shares.get(0);
            return shares.stream().allMatch(share -> share == first) ? (Object) first : shares;
        }

        @Override
        public List<Double> nothing() {
            return List.of();
        }
    }
}
