package org.thalweg.jobs.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Stream;
import org.thalweg.model.Task;
import org.thalweg.nn.Activation;
import org.thalweg.nn.FormulaActivation;
import org.thalweg.nn.FormulaLoss;
import org.thalweg.nn.Initialisation;
import org.thalweg.nn.Loss;
import org.thalweg.settings.Choice;
import org.thalweg.settings.Labelled;
import org.thalweg.spark.config.DataSection;
import org.thalweg.spark.config.NetworkSection;
import org.thalweg.spark.config.OptimizerSection;
import org.thalweg.spark.config.TargetScale;
import org.thalweg.spark.config.TrainingSection;

/** Reads a whole job file from its root, section by section, and what holds between the sections. */
final class JobFileBinding {
    private static final List<Choice<Activation>> HIDDEN = Activation.CHOICES.stream()
            .filter(choice -> !choice.name().equals("softmax"))
            .toList();

    private final Section root;
    private final Purpose purpose;
    private final Selected<Task> task;

    private JobFileBinding(Section root, Purpose purpose, Selected<Task> task) {
        this.root = root;
        this.purpose = purpose;
        this.task = task;
    }

    /** Empty if anything was at fault. */
    static Optional<JobFile> bind(Section root, String defaultName, Purpose purpose) {
        String name = root.slot("name").optionalText("a name", "mnist").orElse(defaultName);
        Slot slot = root.slot("task");
        Selected<Task> task = new Selected<>("task", slot.path(), slot.requiredWord(List.of(Task.values())), true);
        Optional<JobFile> jobFile = new JobFileBinding(root, purpose, task).read(name);
        root.reportUnknownKeys();
        return jobFile;
    }

    private Optional<JobFile> read(String name) {
        long seed = root.slot(JobFile.SEED).whole(JobFile.SEED);
        Section dataSection = root.section("data");
        Optional<DataSection> bound = DataBinding.bind(dataSection, task, purpose);
        Section networkSection = root.section("network");
        Optional<Loss> loss = fittingTask(
                root,
                "loss",
                Task::losses,
                Task::losses,
                Loss.CHOICES,
                "",
                task.is(Task.REGRESSION) ? FormulaLoss::of : null);
        Section optimizerSection = root.section("optimizer");
        Optional<NetworkSection> network = network(networkSection, loss, OptimizerBinding.isLbfgs(optimizerSection));
        Optional<DataSection> data = bound.map(section -> withScaleTarget(section, dataSection, loss, network));
        Optional<OptimizerSection> optimizer = OptimizerBinding.bind(optimizerSection);
        Optional<TrainingSection> training = TrainingBinding.bind(
                root.section("training"),
                task,
                DataBinding.validates(dataSection),
                OptimizerBinding.isLbfgs(optimizerSection));
        Optional<CheckpointSection> checkpoint = CheckpointBinding.bind(root.section("checkpoint"));
        // Known keys are told in the order in which they are asked for.
        Section modelSection = root.section("model");
        Section outputSection = root.section("output");
        Optional<RetrainSection> retrain = retrain(data);
        Optional<ModelSection> model = model(modelSection, retrain);
        Optional<OutputSection> output = output(outputSection);
        return root.unlessAtFault(() -> new JobFile(
                name,
                task.value().orElseThrow(),
                seed,
                data.orElseThrow(),
                network.orElseThrow(),
                loss.orElseThrow(),
                optimizer.orElseThrow(),
                training.orElseThrow(),
                checkpoint.orElseThrow(),
                model.orElseThrow(),
                output.orElseThrow(),
                retrain));
    }

    /** How targets are scaled follows from the loss and the output where the file says nothing of it. */
    private DataSection withScaleTarget(
            DataSection data, Section section, Optional<Loss> loss, Optional<NetworkSection> network) {
        Slot slot = section.slot("scaleTarget");
        if (!task.is(Task.REGRESSION) || loss.isEmpty()) {
            return data;
        }
        if (slot.isEmpty()) {
            return network.map(made -> data.withScaleTarget(TargetScale.usual(loss.get(), made.output())))
                    .orElse(data);
        }
        if (!data.scaleTarget().goesWith(Task.REGRESSION, loss.get())) {
            slot.expected("none with loss " + loss.get().name(), "its targets are counts");
        }
        return data;
    }

    private Optional<RetrainSection> retrain(Optional<DataSection> data) {
        return root.slot(RetrainSection.KEY).isEmpty() && purpose != Purpose.RETRAIN
                ? Optional.empty()
                : RetrainBinding.bind(root.section(RetrainSection.KEY), task, data.map(DataSection::source));
    }

    private Optional<NetworkSection> network(Section network, Optional<Loss> loss, boolean lbfgs) {
        Slot slot = network.slot(NetworkSection.WIDTH);
        boolean normalises =
                network.slot(NetworkSection.LAYER_NORMALISATION).flag(NetworkSection.DEFAULT_LAYER_NORMALISATION);
        boolean hasLayers = !slot.isEmpty() || purpose.trains();
        List<Integer> hidden = !hasLayers
                ? List.of()
                : slot.items("a list of layer widths, which may be empty", "[100]").stream()
                        .map(item -> Math.toIntExact(item.required(NetworkSection.WIDTH)))
                        .toList();
        if (normalises && hidden.contains(1)) {
            slot.fault("expected layers of at least 2 units with network.layerNormalisation, found one of 1, whose only"
                    + " activation is its own mean; take more units, or leave layerNormalisation out");
        }
        if (task.is(Task.AUTOENCODER) && hidden.isEmpty() && slot.isList()) {
            slot.fault("expected at least one layer for task autoencoder, found none; take e.g. [32]");
        }
        Slot drops = network.slot(DropoutBinding.KEY);
        List<Double> dropout = hasLayers ? DropoutBinding.bind(drops, hidden.size()) : List.of();
        if (lbfgs && dropout.stream().anyMatch(share -> share > 0)) {
            drops.expected("0 with optimizer.type lbfgs", "remove it or change optimizer.type");
        }
        Activation activation = ChoiceBinding.bind(
                        network,
                        "activation",
                        HIDDEN,
                        "",
                        FormulaActivation::of,
                        written -> written.equals("softmax") ? "softmax goes with network.output" : "")
                .orElse(NetworkSection.DEFAULT_ACTIVATION);
        Initialisation initialisation = network.slot("initialisation")
                .word(List.of(Initialisation.values()))
                .orElse(NetworkSection.DEFAULT_INITIALISATION);
        Optional<Activation> output = fittingTask(
                network,
                "output",
                chosen -> loss.map(chosen::outputs).orElse(chosen.outputs()),
                Task::outputs,
                Activation.CHOICES,
                loss.filter(this::limitsOutputs)
                        .map(chosen -> " with loss " + chosen.name())
                        .orElse(""),
                task.is(Task.REGRESSION) ? FormulaActivation::of : null);
        return network.unlessAtFault(() ->
                new NetworkSection(hidden, activation, normalises, dropout, initialisation, output.orElseThrow()));
    }

    private boolean limitsOutputs(Loss loss) {
        return task.value()
                .filter(chosen -> chosen.outputs(loss).size() < chosen.outputs().size())
                .isPresent();
    }

    /**
     * One of the choices that the task permits, its first by default; any, where the task itself is at fault.
     *
     * @param knownTo what a task permits one way or another: to say with which it would go
     * @param formula makes it of a formula; null where the task permits none
     * @param more what else limits them, as in {@code " with loss poisson"}; may be empty
     */
    private <T> Optional<T> fittingTask(
            Section section,
            String key,
            Function<Task, List<Choice<T>>> permittedBy,
            Function<Task, List<Choice<T>>> knownTo,
            List<Choice<T>> all,
            String more,
            Function<String, T> formula) {
        List<Choice<T>> permitted = task.value().map(permittedBy).orElse(all);
        if (section.slot(key).isEmpty()) {
            return Optional.of(permitted.get(0).withDefaults());
        }
        String circumstance =
                task.value().map(chosen -> " for task " + chosen.label()).orElse("") + more;
        return ChoiceBinding.bind(section, key, permitted, circumstance, formula, written -> {
            if (!ChoiceBinding.isWord(written)) {
                return "a formula goes with task regression";
            }
            List<Task> knowing = Stream.of(Task.values())
                    .filter(other -> knownTo.apply(other).stream()
                            .anyMatch(choice -> choice.name().equals(written)))
                    .toList();
            if (task.isAny(knowing)) {
                return ""; // It is not the task that it does not go with.
            }
            List<String> tasks = knowing.stream().map(Labelled::label).toList();
            return tasks.isEmpty() ? "" : written + " goes with task " + Literal.either(tasks);
        });
    }

    /** A retrained model is in its store, and one to be measured or to predict with may be in one. */
    private Optional<ModelSection> model(Section model, Optional<RetrainSection> retrain) {
        Slot slot = model.slot("path");
        boolean overwrite = model.slot("overwrite").flag(ModelSection.DEFAULT_OVERWRITE);
        Slot stored = model.slot(ModelSection.STORE);
        Optional<String> store = stored.optionalText("the path of a model store", "models/pumps");
        OptionalLong version = model.slot(ModelSection.VERSION).optionalWhole(ModelSection.VERSION);
        if (purpose.trains() && store.isPresent()) {
            stored.expected("none where a model is trained", "take retrain.store with retrain");
        }
        if (store.isEmpty() && version.isPresent()) {
            model.slot(ModelSection.VERSION).expected("none without model.store", "add it, or remove this");
        }
        boolean retrained = purpose == Purpose.RETRAIN
                || purpose == Purpose.CHECK && !root.slot(RetrainSection.KEY).isEmpty();
        Optional<String> elsewhere = retrained ? retrain.map(RetrainSection::store) : store;
        String path = slot.isEmpty() && (elsewhere.isPresent() || retrained)
                ? elsewhere.orElse("-")
                : slot.text("the path of the model's folder", "models/mnist");
        return model.unlessAtFault(() -> new ModelSection(
                path,
                overwrite,
                store,
                version.isPresent() ? OptionalInt.of((int) version.getAsLong()) : OptionalInt.empty()));
    }

    private Optional<OutputSection> output(Section output) {
        Slot slot = output.slot("path");
        Optional<String> path = slot.isEmpty() && !purpose.needsOutput()
                ? Optional.empty()
                : Optional.of(slot.text("the path of the scored rows", "/data/scored"));
        OutputFormat format =
                output.slot("format").word(List.of(OutputFormat.values())).orElse(OutputSection.DEFAULT_FORMAT);
        boolean overwrite = output.slot("overwrite").flag(OutputSection.DEFAULT_OVERWRITE);
        List<OutputColumn> columns = columns(output);
        OptionalLong layer = output.slot(OutputSection.LAYER).optionalWhole(OutputSection.LAYER);
        return output.unlessAtFault(() -> new OutputSection(
                path,
                format,
                overwrite,
                columns,
                layer.isPresent() ? OptionalInt.of((int) layer.getAsLong()) : OptionalInt.empty()));
    }

    private List<OutputColumn> columns(Section output) {
        if (!output.only("columns", task, List.of(Task.AUTOENCODER))) {
            return List.of();
        }
        Slot slot = output.slot("columns");
        if (slot.isEmpty()) {
            return OutputSection.DEFAULT_COLUMNS;
        }
        List<OutputColumn> columns = new ArrayList<>();
        for (Slot item : slot.items("a list of code, error and reconstruction", "[code, error]")) {
            item.requiredWord(List.of(OutputColumn.values())).ifPresent(column -> {
                if (columns.contains(column)) {
                    item.fault("duplicate " + column.label() + "; name it once");
                }
                columns.add(column);
            });
        }
        if (slot.isList() && columns.isEmpty()) {
            slot.expected("at least one of code, error and reconstruction", "");
        }
        return columns;
    }
}
