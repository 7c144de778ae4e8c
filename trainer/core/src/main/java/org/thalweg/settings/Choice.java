package org.thalweg.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One of the things that a user may choose by name, with the numbers that may be set.
 *
 * @param name as job files and model files spell it
 * @param meaning one sentence that says what it is; empty where nobody has said it
 * @param settings the numbers, in the order in which {@code maker} takes them
 * @param maker makes it of the numbers; throws IllegalArgumentException where they do not go together
 */
public record Choice<T>(String name, String meaning, List<Setting> settings, Function<double[], T> maker) {
    /** The name of what was written as a formula. */
    public static final String FORMULA = "formula";

    /** A thing that was chosen: its name and numbers, from which it can be chosen again. */
    public interface Named {
        /** The choice's name. */
        String name();

        /** The formula that it was written as, instead of a name; empty for what was chosen by name. */
        default Optional<String> written() {
            return Optional.empty();
        }

        /** The numbers, in the choice's order. */
        default double[] settings() {
            return new double[0];
        }
    }

    /** Copies the list. */
    public Choice {
        settings = List.copyOf(settings);
    }

    /** A choice without a meaning. */
    public Choice(String name, List<Setting> settings, Function<double[], T> maker) {
        this(name, "", settings, maker);
    }

    /** A choice without numbers and without a meaning. */
    public static <T extends Named> Choice<T> of(T thing) {
        return new Choice<>(thing.name(), List.of(), none -> thing);
    }

    /**
     * The same with a meaning.
     *
     * @param sentence what is chosen, for a reader who knows the field
     */
    public Choice<T> means(String sentence) {
        return new Choice<>(name, sentence, settings, maker);
    }

    /** What is chosen, with the default of every number. */
    public T withDefaults() {
        return make(settings.stream().mapToDouble(Setting::defaultValue).toArray());
    }

    /**
     * With these numbers.
     *
     * @throws IllegalArgumentException if one is out of its range, or they are not as many as the settings
     */
    public T make(double... values) {
        if (values.length != settings.size()) {
            throw new IllegalArgumentException(
                    name + ": expected " + settings.size() + " numbers, found " + values.length);
        }
        double[] required = values.clone();
        for (int i = 0; i < values.length; i++) {
            try {
                required[i] = settings.get(i).require(values[i]);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(name + "." + e.getMessage(), e);
            }
        }
        return maker.apply(required);
    }

    /**
     * The choice of a name.
     *
     * @param what it is, for the message
     * @throws IllegalArgumentException if there is none of that name
     */
    public static <T> Choice<T> named(String what, String name, List<Choice<T>> choices) {
        return choices.stream()
                .filter(choice -> choice.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(what + ": expected one of "
                        + choices.stream().map(Choice::name).toList() + ", found " + name));
    }

    /**
     * A thing as one text, which {@link #parse} reads back: its name, and in brackets the numbers that differ from their
     * defaults, such as {@code leakyRelu(slope=0.2)}; what was written as a formula is {@code formula(…)}.
     */
    public static <T extends Named> String text(T thing, List<Choice<T>> choices) {
        if (thing.written().isPresent()) {
            return FORMULA + "(" + thing.written().get() + ")";
        }
        Choice<T> choice = named("choice", thing.name(), choices);
        double[] values = thing.settings();
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            Setting setting = choice.settings.get(i);
            if (values[i] != setting.defaultValue()) {
                parts.add(setting.name() + "=" + Setting.text(values[i]));
            }
        }
        return thing.name() + (parts.isEmpty() ? "" : "(" + String.join(", ", parts) + ")");
    }

    /**
     * What {@link #text} wrote.
     *
     * @param what it is, for messages
     * @param formula makes it of a formula
     * @throws IllegalArgumentException if the text is none of it
     */
    public static <T> T parse(String what, String text, List<Choice<T>> choices, Function<String, T> formula) {
        if (text.startsWith(FORMULA + "(") && text.endsWith(")")) {
            return formula.apply(text.substring(FORMULA.length() + 1, text.length() - 1));
        }
        int open = text.indexOf('(');
        if (open < 0) {
            return named(what, text, choices).withDefaults();
        }
        Choice<T> choice = named(what, text.substring(0, open), choices);
        if (!text.endsWith(")")) {
            throw new IllegalArgumentException(what + ": expected numbers in brackets, found " + text);
        }
        double[] values =
                choice.settings.stream().mapToDouble(Setting::defaultValue).toArray();
        for (String part : text.substring(open + 1, text.length() - 1).split(", ", -1)) {
            int equals = part.indexOf('=');
            int index = equals < 0 ? -1 : choice.indexOf(part.substring(0, equals));
            if (index < 0) {
                throw new IllegalArgumentException(what + ": expected numbers of "
                        + choice.settings.stream().map(Setting::name).toList() + ", found " + text);
            }
            try {
                values[index] = Double.parseDouble(part.substring(equals + 1));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(what + ": expected a number, found " + part + " in " + text, e);
            }
        }
        return choice.make(values);
    }

    private int indexOf(String setting) {
        for (int i = 0; i < settings.size(); i++) {
            if (settings.get(i).name().equals(setting)) {
                return i;
            }
        }
        return -1;
    }
}
