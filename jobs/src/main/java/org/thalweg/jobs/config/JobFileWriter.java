package org.thalweg.jobs.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import org.thalweg.model.Task;
import org.thalweg.nn.Activation;
import org.thalweg.nn.Loss;
import org.thalweg.optim.Descent;
import org.thalweg.optim.GradientDescent;
import org.thalweg.optim.ReduceOnPlateau;
import org.thalweg.optim.Schedule;
import org.thalweg.settings.Choice;
import org.thalweg.settings.Setting;
import org.thalweg.spark.config.NetworkSection;
import org.thalweg.spark.config.OptimizerSection;
import org.thalweg.spark.config.TrainingSection;
import org.thalweg.train.Batches;
import org.thalweg.train.EarlyStopping;
import org.thalweg.train.LossChange;
import org.thalweg.train.Target;
import org.thalweg.train.TimeLimit;

/** Writes every key of a job file that has a meaning for it, in the order of the documentation. */
final class JobFileWriter {
    private JobFileWriter() {}

    /** Keys that leave no trace in the weights, or, of the rows, are told by the rows themselves. */
    private static final Set<String> NOT_OF_IDENTITY = Set.of(
            "name", "checkpoint", "model", "output", "retrain", "training.partitions", "training.stepDeadlineSeconds");

    /** Keys of the data that say what is done with rows once they are read. */
    private static final Set<String> OF_IDENTITY =
            Set.of("data.scale", "data.scaleTarget", "data.classWeights", "data.validation");

    static String write(JobFile job) {
        return YamlRenderer.render(map(job));
    }

    static Map<String, String> identity(JobFile job) {
        Map<String, String> identity = new LinkedHashMap<>();
        flatten("", map(job), identity);
        return identity;
    }

    private static void flatten(String path, Map<?, ?> map, Map<String, String> into) {
        map.forEach((key, value) -> {
            String at = path.isEmpty() ? key.toString() : path + "." + key;
            if (value instanceof Map<?, ?> below && !at.equals("data.validation")) {
                flatten(at, below, into);
            } else if (isOfIdentity(at) && value != null && !(value instanceof Map)) {
                into.put(at, value.toString());
            }
        });
    }

    static Map<String, String> flattened(JobFile job) {
        Map<String, String> all = new LinkedHashMap<>();
        flattenAll("", map(job), all);
        return all;
    }

    private static void flattenAll(String path, Map<?, ?> map, Map<String, String> into) {
        map.forEach((key, value) -> {
            String at = path.isEmpty() ? key.toString() : path + "." + key;
            if (value instanceof Map<?, ?> below) {
                flattenAll(at, below, into);
            } else {
                into.put(at, String.valueOf(value));
            }
        });
    }

    private static boolean isOfIdentity(String path) {
        return path.startsWith("data.") ? isBelow(path, OF_IDENTITY) : !isBelow(path, NOT_OF_IDENTITY);
    }

    private static boolean isBelow(String path, Set<String> keys) {
        return keys.stream().anyMatch(key -> path.equals(key) || path.startsWith(key + "."));
    }

    private static Map<String, Object> map(JobFile job) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", job.name());
        map.put("task", job.task().label());
        map.put(JobFile.SEED.key(), job.seed());
        map.put("data", DataWriter.write(job.data(), job.task()));
        map.put("network", network(job.network()));
        map.put("loss", choice(job.loss(), Loss.CHOICES));
        map.put("optimizer", optimizer(job.optimizer()));
        map.put("training", training(job.training()));
        map.put("checkpoint", checkpoint(job.checkpoint()));
        map.put("model", model(job.model()));
        map.put("output", output(job.output(), job.task()));
        job.retrain().ifPresent(retrain -> map.put(RetrainSection.KEY, RetrainWriter.write(retrain, job.task())));
        return map;
    }

    private static Map<String, Object> network(NetworkSection network) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(NetworkSection.WIDTH.key(), network.hidden());
        map.put("activation", choice(network.activation(), Activation.CHOICES));
        map.put(NetworkSection.LAYER_NORMALISATION, network.layerNormalisation());
        map.put(DropoutBinding.KEY, dropout(network.dropout()));
        map.put("initialisation", network.initialisation().label());
        map.put("output", choice(network.output(), Activation.CHOICES));
        return map;
    }

    /** One number where one says it all. */
    private static Object dropout(List<Double> ofLayers) {
        double first = ofLayers.isEmpty() ? NetworkSection.DEFAULT_DROPOUT : ofLayers.get(0);
        return ofLayers.stream().allMatch(share -> share == first) ? (Object) first : ofLayers;
    }

    /** A word, or a map of the type and all its numbers. */
    static <T extends Choice.Named> Object choice(T thing, List<Choice<T>> choices) {
        if (thing.written().isPresent()) {
            return thing.written().get();
        }
        if (thing.settings().length == 0) {
            return thing.name();
        }
        Map<String, Object> map = new LinkedHashMap<>();
        putChoice(map, thing, choices);
        return map;
    }

    private static <T extends Choice.Named> void putChoice(Map<String, Object> map, T thing, List<Choice<T>> choices) {
        List<Setting> settings = Choice.named("choice", thing.name(), choices).settings();
        map.put(ChoiceBinding.TYPE, thing.name());
        for (int i = 0; i < settings.size(); i++) {
            map.put(settings.get(i).name(), thing.settings()[i]);
        }
    }

    private static Map<String, Object> optimizer(OptimizerSection optimizer) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(ChoiceBinding.TYPE, optimizer.descent().name());
        GradientDescent steps = optimizer.descent() instanceof GradientDescent descent ? descent : null;
        if (steps != null) {
            map.put(OptimizerSection.LEARNING_RATE.name(), steps.learningRate());
        }
        putChoice(map, optimizer.descent(), Descent.CHOICES);
        if (steps != null) {
            map.put(OptimizerSection.L1.name(), optimizer.penalty().l1());
        }
        map.put(OptimizerSection.L2.name(), optimizer.penalty().l2());
        if (steps != null) {
            double clip = steps.clipNorm();
            map.put(OptimizerSection.CLIP_NORM.name(), Double.isInfinite(clip) ? null : (Object) clip);
            map.put(OptimizerSection.SCHEDULE, schedule(steps.schedule()));
            map.put(OptimizerSection.REDUCE_ON_PLATEAU, steps.plateau() == null ? null : plateau(steps.plateau()));
        }
        return map;
    }

    private static Map<String, Object> plateau(ReduceOnPlateau plateau) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(OptimizerSection.FACTOR.name(), plateau.factor());
        map.put(OptimizerSection.PATIENCE.key(), plateau.patience());
        map.put(OptimizerSection.MIN_DELTA.name(), plateau.minDelta());
        map.put(OptimizerSection.MIN_RATE.name(), plateau.minRate());
        return map;
    }

    private static Map<String, Object> schedule(Schedule schedule) {
        Map<String, Object> map = new LinkedHashMap<>();
        putChoice(map, schedule.kind(), Schedule.Kind.CHOICES);
        map.put(OptimizerSection.WARM_UP_EPOCHS.name(), schedule.warmUpEpochs());
        return map;
    }

    private static Map<String, Object> training(TrainingSection training) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(
                TrainingSection.EPOCHS.key(),
                training.epochs().isAuto()
                        ? TrainingSection.AUTO
                        : (Object) training.epochs().count());
        map.put(TrainingSection.BATCH_SIZE.key(), orWord(training.batches().size()));
        map.put(TrainingSection.LANE_ROWS.key(), orWord(training.batches().laneRows()));
        map.put(TrainingSection.PARTITIONS.key(), orWord(training.partitions(), TrainingSection.AUTO));
        map.put(TrainingSection.AVERAGING.name(), orNull(training.averaging()));
        map.put(
                TrainingSection.EARLY_STOPPING,
                training.stopping(EarlyStopping.class)
                        .map(JobFileWriter::earlyStopping)
                        .orElse(null));
        map.put(
                TrainingSection.LOSS_CHANGE,
                training.stopping(LossChange.class)
                        .map(JobFileWriter::lossChange)
                        .orElse(null));
        map.put(
                TrainingSection.MAX_SECONDS.name(),
                training.stopping(TimeLimit.class).map(TimeLimit::seconds).orElse(null));
        map.put(
                TrainingSection.TARGET,
                training.stopping(Target.class).map(JobFileWriter::target).orElse(null));
        map.put(TrainingSection.ON_DIVERGENCE, training.divergence().label());
        map.put(TrainingSection.STEP_DEADLINE.name(), training.stepDeadlineSeconds());
        return map;
    }

    private static Map<String, Object> earlyStopping(EarlyStopping stopping) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(TrainingSection.PATIENCE.key(), stopping.patience());
        map.put(TrainingSection.MIN_DELTA.name(), stopping.minDelta());
        return map;
    }

    private static Map<String, Object> lossChange(LossChange change) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(TrainingSection.TOLERANCE.name(), change.tolerance());
        map.put(TrainingSection.LOSS_PATIENCE.key(), change.patience());
        return map;
    }

    private static Map<String, Object> target(Target target) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(TrainingSection.METRIC, target.metric().label());
        map.put(TrainingSection.VALUE, target.value());
        return map;
    }

    private static Map<String, Object> checkpoint(CheckpointSection checkpoint) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(CheckpointSection.PATH, checkpoint.path().orElse(null));
        map.put(CheckpointSection.EVERY_STEPS.key(), orNull(checkpoint.everySteps()));
        map.put(CheckpointSection.EVERY_EPOCHS.key(), orNull(checkpoint.everyEpochs()));
        map.put(CheckpointSection.EVERY_SECONDS.name(), orNull(checkpoint.everySeconds()));
        map.put(CheckpointSection.KEEP.key(), checkpoint.keep());
        map.put(CheckpointSection.RESUME, checkpoint.resume().label());
        return map;
    }

    private static Map<String, Object> model(ModelSection model) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("path", model.path());
        map.put("overwrite", model.overwrite());
        model.store().ifPresent(store -> {
            map.put(ModelSection.STORE, store);
            map.put(ModelSection.VERSION.key(), orNull(model.version()));
        });
        return map;
    }

    private static Map<String, Object> output(OutputSection output, Task task) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("path", output.path().orElse(null));
        map.put("format", output.format().label());
        map.put("overwrite", output.overwrite());
        if (task == Task.AUTOENCODER) {
            map.put(
                    "columns",
                    output.columns().stream().map(OutputColumn::label).toList());
        }
        map.put(OutputSection.LAYER.key(), orNull(output.layer()));
        return map;
    }

    private static Object orWord(int rows) {
        return switch (rows) {
            case Batches.AUTO -> TrainingSection.AUTO;
            case Batches.FULL -> TrainingSection.FULL_BATCH;
            default -> rows;
        };
    }

    private static Object orWord(OptionalInt count, String word) {
        return count.isPresent() ? (Object) count.getAsInt() : word;
    }

    private static Object orNull(OptionalInt value) {
        return value.isPresent() ? value.getAsInt() : null;
    }

    private static Object orNull(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }
}
