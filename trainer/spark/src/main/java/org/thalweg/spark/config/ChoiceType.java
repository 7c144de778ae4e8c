package org.thalweg.spark.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.thalweg.settings.Choice;

/** One of the trainer's choices: a name, a map of its {@code type} and parameters, or a formula if one is permitted. */
public final class ChoiceType<T extends Choice.Named> implements ValueType<T> {
    private static final Pattern NAME = Pattern.compile("\\s*|[A-Za-z_][A-Za-z0-9_-]*");

    /** What is permitted with the other settings. */
    interface Permitted<T> {
        /** The choices, at least one. */
        List<Choice<T>> choices(Reading at);

        /** Why only these, as in {@code " for task regression"}; may be empty. */
        default String circumstance(Reading at) {
            return "";
        }

        /** Makes the value from a formula; empty if none is permitted. */
        default Optional<Function<String, T>> formula(Reading at) {
            return Optional.empty();
        }

        /** Whether a formula is permitted with any settings, for the documentation. */
        default boolean mayBeFormula() {
            return false;
        }

        /** Advice for a text that is not permitted; may be empty. */
        default String insight(String written, Reading at) {
            return "";
        }
    }

    private final List<Choice<T>> all;
    private final Permitted<T> permitted;

    ChoiceType(List<Choice<T>> all, Permitted<T> permitted) {
        this.all = all;
        this.permitted = permitted;
    }

    /** One of these choices, with any other settings. */
    public static <T extends Choice.Named> ChoiceType<T> of(List<Choice<T>> choices) {
        return new ChoiceType<>(choices, at -> choices);
    }

    @Override
    public String expected() {
        String formula = permitted.mayBeFormula() ? ", or a formula" : "";
        return Literal.either(all.stream().map(Choice::name).toList()) + formula;
    }

    @Override
    public String expected(Reading at) {
        return Literal.either(permitted.choices(at).stream().map(Choice::name).toList());
    }

    /** Whether a text is treated as a name, perhaps misspelt, rather than as a formula. */
    static boolean isName(String written) {
        return NAME.matcher(written).matches();
    }

    @Override
    public T read(SettingField field, String example, Reading at) {
        List<Choice<T>> choices = permitted.choices(at);
        String written = field.scalar().map(Value.Scalar::text).orElse("");
        Optional<Function<String, T>> formula = permitted.formula(at);
        if (formula.isPresent() && field.scalar().isPresent() && !isName(written)) {
            return formula(field, written, formula.get())
                    .orElseGet(() -> choices.get(0).withDefaults());
        }
        ChoiceKeys.ChoiceName<T> names =
                new ChoiceKeys.ChoiceName<>(choices, permitted.circumstance(at), name -> permitted.insight(name, at));
        if (field.scalar().isPresent() || field.isList()) {
            return names.read(field, example, at).withDefaults();
        }
        ChoiceKeys<T> keys = ChoiceKeys.of(names);
        Reading below = at.below(field, Group.of(keys.keys()));
        below.settings();
        return keys.make(below).orElseGet(() -> choices.get(0).withDefaults());
    }

    private static <T> Optional<T> formula(SettingField field, String written, Function<String, T> make) {
        try {
            return Optional.of(make.apply(written));
        } catch (IllegalArgumentException e) {
            field.error(e.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public Map<String, String> choices() {
        return new ChoiceKeys.ChoiceName<>(all, "", name -> "").choices();
    }

    @Override
    public Object write(T value) {
        return ChoiceKeys.written(value, all);
    }

    @Override
    public T nothing() {
        return all.get(0).withDefaults();
    }

    @Override
    public List<Group> groups() {
        return List.of(
                ChoiceKeys.of(new ChoiceKeys.ChoiceName<>(all, "", name -> "")).group());
    }
}
