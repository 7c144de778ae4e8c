package org.thalweg.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * An option that users choose by name, with its numeric settings: an activation, a loss, an optimizer.
 *
 * @param name as job files and model files spell it
 * @param meaning one sentence of description; may be empty
 * @param settings the numeric settings, in the order of {@code maker}'s arguments
 * @param maker creates the object from the values; throws IllegalArgumentException if they do not fit together
 */
public record Choice<T>(String name, String meaning, List<Setting> settings, Function<double[], T> maker) {
    /** The name of an object that is defined by a formula. */
    public static final String FORMULA = "formula";

    /** A chosen object: its name and values, from which it can be created again. */
    public interface Named {
        /** The choice's name. */
        String name();

        /** The formula that defines the object; empty if it was chosen by name. */
        default Optional<String> formulaText() {
            return Optional.empty();
        }

        /** The values of the settings, in the choice's order. */
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

    /** A choice without settings and without a meaning. */
    public static <T extends Named> Choice<T> of(T thing) {
        return new Choice<>(thing.name(), List.of(), none -> thing);
    }

    /**
     * A copy with a meaning.
     *
     * @param sentence one sentence of description, for a reader who knows the field
     */
    public Choice<T> means(String sentence) {
        return new Choice<>(name, sentence, settings, maker);
    }

    /** Creates the object with the default of every setting. */
    public T withDefaults() {
        return make(settings.stream().mapToDouble(Setting::defaultValue).toArray());
    }

    /**
     * Creates the object with these values.
     *
     * @throws IllegalArgumentException if a value is out of range, or their number is not the number of settings
     */
    public T make(double... values) {
        if (values.length != settings.size()) {
            throw new IllegalArgumentException(
                    name + ": expected " + settings.size() + " values, found " + values.length);
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
     * The choice of this name.
     *
     * @param what the kind of choice, for the message
     * @throws IllegalArgumentException if there is no choice of this name
     */
    public static <T> Choice<T> named(String what, String name, List<Choice<T>> choices) {
        return choices.stream()
                .filter(choice -> choice.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(what + ": expected one of "
                        + choices.stream().map(Choice::name).toList() + ", found " + name));
    }

    /**
     * An object as text that {@link #parse} reads back: its name, and in parentheses the settings that differ from
     * their defaults, such as {@code leakyRelu(slope=0.2)}. An object defined by a formula is {@code formula(…)}.
     */
    public static <T extends Named> String text(T thing, List<Choice<T>> choices) {
        if (thing.formulaText().isPresent()) {
            return FORMULA + "(" + thing.formulaText().get() + ")";
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
     * Parses what {@link #text} wrote.
     *
     * @param what the kind of choice, for messages
     * @param formula creates the object from a formula
     * @throws IllegalArgumentException if the text is not valid
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
            throw new IllegalArgumentException(what + ": expected settings in parentheses, found " + text);
        }
        double[] values =
                choice.settings.stream().mapToDouble(Setting::defaultValue).toArray();
        for (String part : text.substring(open + 1, text.length() - 1).split(", ", -1)) {
            int equals = part.indexOf('=');
            int index = equals < 0 ? -1 : choice.indexOf(part.substring(0, equals));
            if (index < 0) {
                throw new IllegalArgumentException(what + ": expected settings among "
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
