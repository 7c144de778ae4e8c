package org.thalweg.spark.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.thalweg.settings.Choice;

/** A choice of the trainer's: a name, a map of its {@code type} and numbers, or, where that is permitted, a formula. */
public final class ChoiceType<T extends Choice.Named> implements ValueType<T> {
    private static final Pattern NAME = Pattern.compile("\\s*|[A-Za-z_][A-Za-z0-9_-]*");

    /** What is permitted beside other settings. */
    interface Permitted<T> {
        /** The choices, at least one. */
        List<Choice<T>> choices(Reading at);

        /** Why only these, as in {@code " for task regression"}; may be empty. */
        default String circumstance(Reading at) {
            return "";
        }

        /** Makes it of a formula; empty where none is permitted. */
        default Optional<Function<String, T>> formula(Reading at) {
            return Optional.empty();
        }

        /** Whether a formula is permitted beside some settings or other, for the documentation. */
        default boolean mayBeFormula() {
            return false;
        }

        /** What to say of a text that is not permitted; may be empty. */
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

    /** One of these, whatever else is set. */
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

    /** Whether a text is taken for a name, perhaps a misspelt one, rather than for a formula. */
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
        ChoiceKeys.ChoiceName<T> words =
                new ChoiceKeys.ChoiceName<>(choices, permitted.circumstance(at), name -> permitted.insight(name, at));
        if (field.scalar().isPresent() || field.isList()) {
            return words.read(field, example, at).withDefaults();
        }
        ChoiceKeys<T> keys = ChoiceKeys.of(words);
        Reading below = at.below(field, Group.of(keys.keys()));
        below.settings();
        return keys.make(below).orElseGet(() -> choices.get(0).withDefaults());
    }

    private static <T> Optional<T> formula(SettingField field, String written, Function<String, T> make) {
        try {
            return Optional.of(make.apply(written));
        } catch (IllegalArgumentException e) {
            field.fault(e.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public Map<String, String> words() {
        return new ChoiceKeys.ChoiceName<>(all, "", name -> "").words();
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
