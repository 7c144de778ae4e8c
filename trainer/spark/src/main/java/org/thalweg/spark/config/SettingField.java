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
 * Where one value is expected, and the value found there, read as one type or another. A value at fault is added to
 * {@code faults}, and something harmless is taken for it, so that reading goes on.
 *
 * @param value empty where there is none, or it is {@code null}
 * @param alternatives what is expected beside what reads the value, for messages
 */
public record SettingField(
        String path, SourcePosition position, Optional<Value> value, SettingsErrors faults, List<String> alternatives) {
    private static final Map<String, Boolean> OTHER_TRUTH =
            Map.of("yes", true, "on", true, "y", true, "1", true, "no", false, "off", false, "n", false, "0", false);

    /** Copies the list. */
    public SettingField {
        alternatives = List.copyOf(alternatives);
    }

    /** Where nothing is expected beside what reads the value. */
    public SettingField(String path, SourcePosition position, Optional<Value> value, SettingsErrors faults) {
        this(path, position, value, faults, List.of());
    }

    /** The same for messages that say that these words are expected, too. */
    SettingField orAlternatives(List<String> others) {
        return new SettingField(path, position, value, faults, others);
    }

    public boolean isEmpty() {
        return value.isEmpty();
    }

    /** The value, where it is neither a list nor a map. */
    public Optional<Scalar> scalar() {
        return value.filter(Scalar.class::isInstance).map(Scalar.class::cast);
    }

    /** The value for a message. */
    public String found() {
        return value.map(Value::found).orElse("nothing");
    }

    /** A fault of this value. */
    public void fault(String message) {
        faults.add(position, path + ": " + message);
    }

    /** A fault that says what was expected, what was found and what to do; {@code advice} may be empty. */
    public void expected(String what, String advice) {
        String all = alternatives.isEmpty()
                ? what
                : Literal.either(
                        Stream.concat(alternatives.stream(), Stream.of(what)).toList());
        fault("expected " + all + ", found " + found() + (advice.isEmpty() ? "" : "; " + advice));
    }

    /** The items of a list; none, and a fault, where the value is no list. */
    public List<SettingField> items(String what, String example) {
        if (value.isPresent() && value.get() instanceof Items list) {
            List<SettingField> fields = new ArrayList<>();
            for (Value item : list.values()) {
                Optional<Value> present = Optional.of(item).filter(found -> !found.isNothing());
                fields.add(new SettingField(path + "[" + fields.size() + "]", item.position(), present, faults));
            }
            return fields;
        }
        expected(what, "take e.g. " + example);
        return List.of();
    }

    /** The values of a map by key, in their order; none, and a fault, where the value is no map or an empty one. */
    public Map<String, SettingField> fields(String what, String example) {
        Map<String, SettingField> fields = new LinkedHashMap<>();
        if (value.isPresent() && value.get() instanceof Mapping map) {
            map.entries().forEach((key, entry) -> {
                Optional<Value> present = Optional.of(entry.value()).filter(found -> !found.isNothing());
                fields.put(key, new SettingField(path + "." + key, entry.value().position(), present, faults));
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

    /** A number of a range; empty, and a fault, where there is none. */
    public OptionalDouble real(Setting range) {
        OptionalDouble number = plain().map(Literal::real).orElse(OptionalDouble.empty());
        if (number.isPresent() && range.permits(number.getAsDouble())) {
            return number;
        }
        expected(range);
        return OptionalDouble.empty();
    }

    /** A number of a range; its default, and a fault, where there is none. */
    public double requiredReal(Setting range) {
        return real(range).orElse(range.defaultValue());
    }

    /** A whole number of a range; empty, and a fault, where there is none. */
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

    /** Any whole number that a {@code long} holds; 0, and a fault, where there is none. */
    public long anyLong(String expected, String example) {
        Optional<BigDecimal> number = plain().flatMap(Literal::whole).filter(SettingField::fits);
        if (number.isEmpty()) {
            expected(expected, quotedNumber().orElse("take e.g. " + example));
        }
        return number.map(BigDecimal::longValueExact).orElse(0L);
    }

    /** A whole number of a range; its default, and a fault, where there is none. */
    public long requiredWhole(Setting range) {
        return whole(range).orElse((long) range.defaultValue());
    }

    /** {@code true} or {@code false}; false, and a fault, where there is neither. */
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
     * One of the permitted words; empty where there is none, or it is at fault.
     *
     * @param circumstance why only these are permitted, as in {@code " for task regression"}; may be empty
     * @param insight what to say of another word, where more is known than that it is misspelt; may be empty
     */
    public <E extends Labelled> Optional<E> word(List<E> permitted, String circumstance, String insight) {
        if (isEmpty()) {
            return Optional.empty();
        }
        String written = scalar().map(Scalar::text).orElse("");
        Optional<E> word = permitted.stream()
                .filter(candidate -> candidate.label().equals(written))
                .findFirst();
        if (word.isEmpty()) {
            List<String> names = permitted.stream().map(Labelled::label).toList();
            String misspelt = SpellingSuggestion.to(written, names)
                    .map(nearest -> "did you mean " + nearest + "?")
                    .orElse("");
            expected(Literal.either(names) + circumstance, insight.isEmpty() ? misspelt : insight);
        }
        return word;
    }

    /** One of the permitted words; empty, and a fault, where there is none. */
    public <E extends Labelled> Optional<E> requiredChoice(List<E> permitted) {
        if (isEmpty()) {
            expected(Literal.either(permitted.stream().map(Labelled::label).toList()), "add it");
        }
        return word(permitted, "", "");
    }

    /** A scalar written without quotes. */
    public Optional<String> plain() {
        return scalar().filter(Scalar::plain).map(Scalar::text);
    }

    /** What to do about a number in quotes; empty where the value is none. */
    public Optional<String> quotedNumber() {
        return scalar().filter(scalar -> !scalar.plain() && Literal.isNumber(scalar.text()))
                .map(scalar -> "write it without quotes");
    }
}
