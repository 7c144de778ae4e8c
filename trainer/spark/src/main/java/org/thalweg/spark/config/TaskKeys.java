package org.thalweg.spark.config;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.thalweg.model.Task;
import org.thalweg.nn.FormulaLoss;
import org.thalweg.nn.Loss;
import org.thalweg.settings.Choice;
import org.thalweg.settings.Labelled;

/** What a network learns, and the choices that go with it. */
public final class TaskKeys {
    /** What the network learns. */
    public static final Key<Task> TASK = Key.of("task", Types.choice(Task.values()))
            .required()
            .means("What the network learns to predict. classification: one class for each row. multilabel: any"
                    + " number of labels for each row. regression: one or more numbers. autoencoder: its own input,"
                    + " through a narrow layer.")
            .example("classification");

    /** The loss that training minimises. */
    public static final Key<Loss> LOSS = Key.of("loss", new ChoiceType<>(Loss.CHOICES, new OfTask<>(Loss.CHOICES) {
                @Override
                List<Choice<Loss>> permitted(Task task, Reading at) {
                    return task.losses();
                }

                @Override
                boolean everPermitted(Task task, String name) {
                    return task.losses().stream()
                            .anyMatch(choice -> choice.name().equals(name));
                }

                @Override
                Loss ofFormula(String written) {
                    return FormulaLoss.of(written);
                }
            }))
            .byDefault(
                    "crossEntropy with task classification or multilabel, otherwise squaredError", at -> at.value(TASK)
                            .map(Task::losses)
                            .orElse(Loss.CHOICES)
                            .get(0)
                            .withDefaults())
            .means(
                    "What training minimises: the name of a loss, or a map of its type and parameters. With task"
                            + " regression, it may also be a formula of prediction and target, such as (prediction - target)^2.")
            .example("crossEntropy");

    private TaskKeys() {}

    /** The task for a message, if it is known: {@code " for task regression"}. */
    private static String ofTask(Reading at) {
        return at.value(TASK).map(task -> " for task " + task.label()).orElse("");
    }

    /** The tasks for which something is valid, if it is not valid for this one. */
    static String goesWith(String what, Reading at, List<Task> tasks) {
        if (tasks.isEmpty() || at.value(TASK).filter(tasks::contains).isPresent()) {
            return ""; // The task is not the reason.
        }
        return what + " goes with task "
                + Literal.either(tasks.stream().map(Labelled::label).toList());
    }

    /** Choices that depend on the task, and formulas, which are valid for regression. */
    abstract static class OfTask<T> implements ChoiceType.Permitted<T> {
        private final List<Choice<T>> all;

        OfTask(List<Choice<T>> all) {
            this.all = all;
        }

        /** The choices that a task permits with the other settings; the first is the default. */
        abstract List<Choice<T>> permitted(Task task, Reading at);

        /** Whether a task permits a choice with any settings. */
        abstract boolean everPermitted(Task task, String name);

        abstract T ofFormula(String written);

        /** What else limits the choices, as in {@code " with loss poisson"}; may be empty. */
        String more(Reading at) {
            return "";
        }

        @Override
        public List<Choice<T>> choices(Reading at) {
            return at.value(TASK).map(task -> permitted(task, at)).orElse(all);
        }

        @Override
        public String circumstance(Reading at) {
            return ofTask(at) + more(at);
        }

        @Override
        public Optional<Function<String, T>> formula(Reading at) {
            return at.value(TASK).filter(Task.REGRESSION::equals).map(task -> this::ofFormula);
        }

        @Override
        public boolean mayBeFormula() {
            return true;
        }

        @Override
        public String insight(String written, Reading at) {
            if (!ChoiceType.isName(written)) {
                return "a formula goes with task regression";
            }
            return goesWith(
                    written,
                    at,
                    Stream.of(Task.values())
                            .filter(task -> everPermitted(task, written))
                            .toList());
        }
    }
}
