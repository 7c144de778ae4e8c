package org.thalweg.spark.config;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.thalweg.settings.Labelled;
import org.thalweg.settings.Setting;
import org.thalweg.spark.config.Value.Items;
import org.thalweg.spark.config.Value.Mapping;
import org.thalweg.spark.config.Value.Scalar;

/**
 * Reads one setting as a given type. An invalid value is recorded in {@code errors} and replaced by a harmless one, so that
 * all errors are found in one pass.
 *
 * @param value empty if it is absent or {@code null}
 * @param alternatives other expected values, for messages
 */
public record SettingField(
        String path, SourcePosition position, Optional<Value> value, SettingsErrors errors, List<String> alternatives) {
    private static final Map<String, Boolean> OTHER_TRUTH =
            Map.of("yes", true, "on", true, "y", true, "1", true, "no", false, "off", false, "n", false, "0", false);

    /** Copies the list. */
    public SettingField {
        alternatives = List.copyOf(alternatives);
    }

    /** A field without alternatives. */
    public SettingField(String path, SourcePosition position, Optional<Value> value, SettingsErrors errors) {
        this(path, position, value, errors, List.of());
    }

    /** The same with these texts as alternatives in messages. */
    SettingField orAlternatives(List<String> others) {
        return new SettingField(path, position, value, errors, others);
    }

    public boolean isEmpty() {
        return value.isEmpty();
    }

    /** The value, if it is neither a list nor a map. */
    public Optional<Scalar> scalar() {
        return value.filter(Scalar.class::isInstance).map(Scalar.class::cast);
    }

    /** The value for a message. */
    public String found() {
        return value.map(Value::found).orElse("nothing");
    }

    /** Adds an error for this value. */
    public void error(String message) {
        errors.add(position, path + ": " + message);
    }

    /** Adds an error with the expected value, the found value and advice, which may be empty. */
    public void expected(String what, String advice) {
        String all = alternatives.isEmpty()
                ? what
                : Literal.either(
                        Stream.concat(alternatives.stream(), Stream.of(what)).toList());
        error("expected " + all + ", found " + found() + (advice.isEmpty() ? "" : "; " + advice));
    }

    /** The items of a list. Empty, with an error, if the value is not a list. */
    public List<SettingField> items(String what, String example) {
        if (value.isPresent() && value.get() instanceof Items list) {
            List<SettingField> fields = new ArrayList<>();
            for (Value item : list.values()) {
                Optional<Value> present = Optional.of(item).filter(found -> !found.isNothing());
                fields.add(new SettingField(path + "[" + fields.size() + "]", item.position(), present, errors));
            }
            return fields;
        }
        expected(what, "take e.g. " + example);
        return List.of();
    }

    /** The values of a map by key, in their order. Empty, with an error, if the value is not a map or is empty. */
    public Map<String, SettingField> fields(String what, String example) {
        Map<String, SettingField> fields = new LinkedHashMap<>();
        if (value.isPresent() && value.get() instanceof Mapping map) {
            map.entries().forEach((key, entry) -> {
                Optional<Value> present = Optional.of(entry.value()).filter(found -> !found.isNothing());
                fields.put(key, new SettingField(path + "." + key, entry.value().position(), present, errors));
            });
        }
        if (fields.isEmpty()) {
            expected(what, "take e.g. " + example);
        }
        return fields;
    }

    public boolean isList() {
        return value.isPresent() && value.get() instanceof Items;
    }

    /** Any scalar as it is written; required. */
    public String text(String what, String example) {
        Optional<String> text = scalar().map(Scalar::text).filter(written -> !written.isBlank());
        if (text.isEmpty()) {
            expected(what, "take e.g. " + example);
        }
        return text.orElse("");
    }

    /** One text, or a list of at least one; required. */
    public List<String> texts(String what, String example) {
        if (!isList()) {
            return List.of(text(what, example));
        }
        List<SettingField> items = items(what, example);
        if (items.isEmpty()) {
            expected(what, "take e.g. " + example);
        }
        return items.stream().map(item -> item.text(what, example)).toList();
    }

    /** A number in a range. Empty, with an error, if the value is not one. */
    public OptionalDouble real(Setting range) {
        OptionalDouble number = plain().map(Literal::real).orElse(OptionalDouble.empty());
        if (number.isPresent() && range.permits(number.getAsDouble())) {
            return number;
        }
        expected(range);
        return OptionalDouble.empty();
    }

    /** A number in a range. The default, with an error, if the value is not one. */
    public double requiredReal(Setting range) {
        return real(range).orElse(range.defaultValue());
    }

    /** A whole number in a range. Empty, with an error, if the value is not one. */
    public OptionalLong whole(Setting range) {
        Optional<BigDecimal> number = plain().flatMap(Literal::whole);
        if (number.filter(found -> fits(found) && range.permits(found.doubleValue()))
                .isEmpty()) {
            expected(range);
            return OptionalLong.empty();
        }
        return OptionalLong.of(number.get().longValueExact());
    }

    private void expected(Setting range) {
        OptionalDouble finite = plain().map(Literal::real).orElse(OptionalDouble.empty());
        OptionalDouble number =
                finite.isPresent() ? finite : plain().map(Literal::notFinite).orElse(OptionalDouble.empty());
        expected(
                number.isPresent() ? range.range(number.getAsDouble()) : range.range(),
                quotedNumber().orElse("take e.g. " + Setting.text(range.defaultValue())));
    }

    private static boolean fits(BigDecimal number) {
        return number.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0
                && number.compareTo(BigDecimal.valueOf(Long.MIN_VALUE)) >= 0;
    }

    /** Any {@code long} number. 0, with an error, if the value is not one. */
    public long anyLong(String expected, String example) {
        Optional<BigDecimal> number = plain().flatMap(Literal::whole).filter(SettingField::fits);
        if (number.isEmpty()) {
            expected(expected, quotedNumber().orElse("take e.g. " + example));
        }
        return number.map(BigDecimal::longValueExact).orElse(0L);
    }

    /** A whole number in a range. The default, with an error, if the value is not one. */
    public long requiredWhole(Setting range) {
        return whole(range).orElse((long) range.defaultValue());
    }

    /** {@code true} or {@code false}. False, with an error, if the value is neither. */
    public boolean flag(String example) {
        Optional<Boolean> truth = plain().flatMap(Literal::truth);
        if (truth.isEmpty()) {
            String word = scalar().map(Scalar::text).orElse("");
            Boolean meant = Literal.truth(word).orElse(OTHER_TRUTH.get(word.toLowerCase(Locale.ROOT)));
            expected("true or false", meant == null ? "take e.g. " + example : "write " + meant);
        }
        return truth.orElse(false);
    }

    /**
     * One of the permitted choices; empty if there is no value, or if it is invalid.
     *
     * @param circumstance why only these are permitted, as in {@code " for task regression"}; may be empty
     * @param insight advice for another text, if more is known than that it is misspelt; may be empty
     */
    public <E extends Labelled> Optional<E> choice(List<E> permitted, String circumstance, String insight) {
        if (isEmpty()) {
            return Optional.empty();
        }
        String written = scalar().map(Scalar::text).orElse("");
        Optional<E> choice = permitted.stream()
                .filter(candidate -> candidate.label().equals(written))
                .findFirst();
        if (choice.isEmpty()) {
            List<String> names = permitted.stream().map(Labelled::label).toList();
            String misspelt = SpellingSuggestion.to(written, names)
                    .map(nearest -> "did you mean " + nearest + "?")
                    .orElse("");
            expected(Literal.either(names) + circumstance, insight.isEmpty() ? misspelt : insight);
        }
        return choice;
    }

    /** One of the permitted choices. Empty, with an error, if the value is not one. */
    public <E extends Labelled> Optional<E> requiredChoice(List<E> permitted) {
        if (isEmpty()) {
            expected(Literal.either(permitted.stream().map(Labelled::label).toList()), "add it");
        }
        return choice(permitted, "", "");
    }

    /** A scalar written without quotes. */
    public Optional<String> plain() {
        return scalar().filter(Scalar::plain).map(Scalar::text);
    }

    /** Advice for a number in quotes; empty if the value is not one. */
    public Optional<String> quotedNumber() {
        return scalar().filter(scalar -> !scalar.plain() && Literal.isNumber(scalar.text()))
                .map(scalar -> "write it without quotes");
    }
}
