package org.thalweg.spark.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.thalweg.model.Task;
import org.thalweg.model.Threshold;
import org.thalweg.settings.Labelled;
import org.thalweg.settings.Setting;

/** The keys that say what is predicted, and which columns scored rows have. */
public final class OutputKeys {
    private static final Setting THRESHOLD_RANGE = Setting.inside("threshold", 0.3);

    private static final String BEST_F1 = "bestF1";

    private static final Condition OF_PROBABILITIES =
            Condition.only(TaskKeys.TASK, List.of(Task.CLASSIFICATION, Task.MULTILABEL));

    /** The columns of scored rows, by their names; see {@link OutputColumn#named}. */
    public static final Key<List<String>> COLUMNS = Key.of(
                    "columns",
                    Types.texts(
                            "a list of columns of the data and of prediction, probabilities, score, code, error, reconstruction"
                                    + " and split"))
            .byDefault(
                    "prediction with task regression; code and error with task autoencoder; otherwise prediction and"
                            + " probabilities, and if output.class is given also score",
                    OutputKeys::columns)
            .means("The columns of scored rows, in this order. The names from prediction to split, explained below,"
                    + " are outputs of the model; any other name is a column of the data. If the list contains no"
                    + " column of the data, all columns of the data are written before the listed ones. prediction:"
                    + " the class, the labels or the numbers. probabilities: those of all classes or labels. score:"
                    + " the probability of output.class. code: the activations of the hidden layer output.layer."
                    + " error: the mean squared difference between a scaled row and its reconstruction."
                    + " reconstruction: the outputs of an autoencoder. split: train, validation or test, as the row"
                    + " was used when the model was trained; only for the data of that training.")
            .example("[id, score]")
            .withoutEffect()
            .check(OutputKeys::requireEachOnce)
            .check(OutputKeys::requireLabelForSplit);

    /** The class or label whose probability is the score. */
    public static final Key<Optional<String>> CLASS = Key.of("class", Types.optionalText("a class or a label"))
            .byDefault("the second of two classes; otherwise none", at -> Optional.empty())
            .means("The class or the label whose probability is written as score.")
            .example("faulty")
            .withoutEffect()
            .when(OF_PROBABILITIES)
            .check(OutputKeys::requireScore);

    /** The probability from which a class or a label is predicted. */
    public static final Key<ThresholdChoice> THRESHOLD = Key.of(
                    THRESHOLD_RANGE.name(),
                    Types.constantOr(Map.of(BEST_F1, ThresholdChoice.BEST_F1), new NumberType()))
            .byDefault(
                    "the threshold that is stored in the model; 0.5 if there is none", at -> ThresholdChoice.OF_MODEL)
            .means("The second of two classes, or a label, is predicted if its probability is at least this."
                    + " bestF1: the threshold with the largest F1 on the validation rows (with task multilabel, micro"
                    + " F1). The command train stores the threshold in the model and uses it in the final evaluation.")
            .example(BEST_F1)
            .ofRows()
            .when(OF_PROBABILITIES)
            .check(OutputKeys::requireTwoClasses)
            .check(OutputKeys::requireValidation);

    private OutputKeys() {}

    private static List<String> columns(Reading at) {
        Optional<Task> task = at.value(TaskKeys.TASK);
        List<OutputColumn.Added> columns =
                new ArrayList<>(task.map(OutputColumn.Added::byDefault).orElse(List.of()));
        if (at.isGiven(CLASS)
                && task.filter(found -> found == Task.CLASSIFICATION || found == Task.MULTILABEL)
                        .isPresent()) {
            columns.add(OutputColumn.Added.SCORE);
        }
        return columns.stream().map(Labelled::label).toList();
    }

    private static void requireEachOnce(List<String> names, SettingField field, Reading at) {
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(name)) {
                field.error("duplicate " + name + "; name it once");
            }
        }
    }

    /** Rows are held out by a hash of all their values, so the label is needed. */
    private static void requireLabelForSplit(List<String> names, SettingField field, Reading at) {
        Reading data = at.root().in(Keys.DATA);
        boolean labelled = at.value(TaskKeys.TASK).filter(Task::takesLabel).isPresent()
                && DataSection.format(at).filter(Format::hasColumns).isPresent();
        if (labelled
                && names.contains(OutputColumn.Added.SPLIT.label())
                && data.value(ColumnKeys.LABEL).filter(List::isEmpty).isPresent()) {
            field.error(
                    "expected data.label for split, which follows from all that the training rows hold, found none; add"
                            + " data.label");
        }
    }

    /** Without scoring, a class that no column uses is harmless. */
    private static void requireScore(Optional<String> name, SettingField field, Reading at) {
        if (name.isPresent()
                && at.purpose().needsOutput()
                && at.value(COLUMNS)
                        .filter(names -> !names.contains(OutputColumn.Added.SCORE.label()))
                        .isPresent()) {
            field.error("expected only with score among columns, found " + at.found(COLUMNS) + "; add score or remove "
                    + CLASS.name());
        }
    }

    private static void requireTwoClasses(ThresholdChoice choice, SettingField field, Reading at) {
        if (choice.isOfModel()
                || at.value(TaskKeys.TASK).filter(Task.CLASSIFICATION::equals).isEmpty()) {
            return;
        }
        Reading data = at.root().in(Keys.DATA);
        String only = "expected only with two classes, found ";
        String remove = "; remove " + THRESHOLD.name();
        if (DataSection.format(at).filter(Format.DIGITS::equals).isPresent()) {
            field.error(only + "ten (data.format digits)" + remove);
        } else if (data.isReadable()) {
            data.value(ClassKeys.CLASSES)
                    .flatMap(classes -> classes)
                    .filter(classes -> classes.count() != 2)
                    .ifPresent(classes -> field.error(only + classes.count() + " (data.classes)" + remove));
        }
    }

    private static void requireValidation(ThresholdChoice choice, SettingField field, Reading at) {
        if (choice.isBestF1()
                && at.purpose().trains()
                && !DataSection.validates(at).orElse(true)) {
            field.error(TrainingSection.VALIDATED + "take a number");
        }
    }

    private static final class NumberType implements ValueType<ThresholdChoice> {
        @Override
        public String expected() {
            return THRESHOLD_RANGE.range();
        }

        @Override
        public ThresholdChoice read(SettingField field, String example, Reading at) {
            return field.real(THRESHOLD_RANGE).stream()
                    .mapToObj(number -> new ThresholdChoice(false, new Threshold(number)))
                    .findFirst()
                    .orElse(nothing());
        }

        @Override
        public Object write(ThresholdChoice choice) {
            return choice.number().isNone() ? null : choice.number().value();
        }

        @Override
        public ThresholdChoice nothing() {
            return ThresholdChoice.OF_MODEL;
        }
    }
}
