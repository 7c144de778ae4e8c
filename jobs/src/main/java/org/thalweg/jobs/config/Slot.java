package org.thalweg.jobs.config;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.thalweg.jobs.config.YamlValue.Items;
import org.thalweg.jobs.config.YamlValue.Mapping;
import org.thalweg.jobs.config.YamlValue.Scalar;
import org.thalweg.settings.Labelled;
import org.thalweg.settings.Setting;
import org.thalweg.spark.config.Nearest;
import org.thalweg.spark.config.Whole;

/**
 * Where one value is expected, and the value found there, read as one type or another. A value at fault is told to
 * {@code faults} and stands in as something harmless, so that reading goes on.
 *
 * @param value empty where there is none, or it is {@code null}
 */
record Slot(String path, Place place, Optional<YamlValue> value, Faults faults) {
    private static final Map<String, Boolean> TRUTH_IN_OTHER_WORDS =
            Map.of("yes", true, "on", true, "y", true, "1", true, "no", false, "off", false, "n", false, "0", false);

    boolean isEmpty() {
        return value.isEmpty();
    }

    Optional<Scalar> scalar() {
        return value.filter(Scalar.class::isInstance).map(Scalar.class::cast);
    }

    String found() {
        return value.map(YamlValue::found).orElse("nothing");
    }

    void fault(String message) {
        faults.add(place, path + ": " + message);
    }

    /** A fault in the house's words; {@code advice} may be empty. */
    void expected(String what, String advice) {
        fault("expected " + what + ", found " + found() + (advice.isEmpty() ? "" : "; " + advice));
    }

    /** The items of a list; none, and a fault, where the value is no list. */
    List<Slot> items(String what, String example) {
        if (value.isPresent() && value.get() instanceof Items list) {
            List<Slot> slots = new ArrayList<>();
            for (YamlValue item : list.values()) {
                Optional<YamlValue> present = Optional.of(item).filter(found -> !found.isNothing());
                slots.add(new Slot(path + "[" + slots.size() + "]", item.place(), present, faults));
            }
            return slots;
        }
        expected(what, "take e.g. " + example);
        return List.of();
    }

    /** The values of a map by key, in their order; none, and a fault, where the value is no map or an empty one. */
    Map<String, Slot> fields(String what, String example) {
        Map<String, Slot> fields = new LinkedHashMap<>();
        if (value.isPresent() && value.get() instanceof Mapping map) {
            map.entries().forEach((key, entry) -> {
                Optional<YamlValue> present = Optional.of(entry.value()).filter(found -> !found.isNothing());
                fields.put(key, new Slot(path + "." + key, entry.value().place(), present, faults));
            });
        }
        if (fields.isEmpty()) {
            expected(what, "take e.g. " + example);
        }
        return fields;
    }

    boolean isList() {
        return value.isPresent() && value.get() instanceof Items;
    }

    /** Any scalar as it is written; required. */
    String text(String what, String example) {
        Optional<String> text = scalar().map(Scalar::text).filter(written -> !written.isBlank());
        if (text.isEmpty()) {
            expected(what, "take e.g. " + example);
        }
        return text.orElse("");
    }

    Optional<String> optionalText(String what, String example) {
        return isEmpty() ? Optional.empty() : Optional.of(text(what, example));
    }

    /** One text, or a list of at least one; required. */
    List<String> texts(String what, String example) {
        if (!isList()) {
            return List.of(text(what, example));
        }
        List<Slot> items = items(what, example);
        if (items.isEmpty()) {
            expected(what, "take e.g. " + example);
        }
        return items.stream().map(item -> item.text(what, example)).toList();
    }

    double real(Setting rule) {
        return isEmpty() ? rule.defaultValue() : optionalReal(rule).orElse(rule.defaultValue());
    }

    double required(Setting rule) {
        if (isEmpty()) {
            expected(rule.range(), "take e.g. " + Setting.text(rule.defaultValue()));
        }
        return real(rule);
    }

    OptionalDouble optionalReal(Setting rule) {
        if (isEmpty()) {
            return OptionalDouble.empty();
        }
        OptionalDouble read = plain().map(Literal::real).orElse(OptionalDouble.empty());
        OptionalDouble number = read.stream().filter(rule::permits).findFirst();
        if (number.isEmpty()) {
            String range = read.isPresent() ? rule.range(read.getAsDouble()) : rule.range();
            expected(range, quotedNumber().orElse("take e.g. " + Setting.text(rule.defaultValue())));
        }
        return number;
    }

    /** Fits an int, where the rule's range does. */
    long whole(Whole rule) {
        return isEmpty() ? rule.usual() : optionalWhole(rule).orElse(rule.usual());
    }

    long required(Whole rule) {
        if (isEmpty()) {
            expected(rule.words(false), "take e.g. " + rule.usual());
        }
        return whole(rule);
    }

    OptionalLong optionalWhole(Whole rule) {
        if (isEmpty()) {
            return OptionalLong.empty();
        }
        Optional<BigDecimal> number = plain().flatMap(Literal::whole);
        boolean tooLarge = number.isPresent() && number.get().compareTo(BigDecimal.valueOf(rule.high())) > 0;
        boolean tooSmall = number.isPresent() && number.get().compareTo(BigDecimal.valueOf(rule.low())) < 0;
        if (number.isEmpty() || tooLarge || tooSmall) {
            expected(rule.words(tooLarge), quotedNumber().orElse("take e.g. " + rule.usual()));
            return OptionalLong.empty();
        }
        return OptionalLong.of(number.get().longValueExact());
    }

    boolean flag(boolean preset) {
        if (isEmpty()) {
            return preset;
        }
        Optional<Boolean> truth = plain().flatMap(Literal::truth);
        if (truth.isEmpty()) {
            String word = scalar().map(Scalar::text).orElse("");
            Boolean meant = Literal.truth(word).orElse(TRUTH_IN_OTHER_WORDS.get(word.toLowerCase(Locale.ROOT)));
            expected("true or false", meant == null ? "take e.g. " + preset : "write " + meant);
        }
        return truth.orElse(preset);
    }

    /** One of the permitted words; empty where there is none, or it is at fault. */
    <E extends Labelled> Optional<E> word(List<E> permitted) {
        return word(permitted, "", "");
    }

    /**
     * One of the permitted words; empty where there is none, or it is at fault.
     *
     * @param circumstance why only these are permitted, as in {@code " for task regression"}; may be empty
     * @param insight what to say of another word, where more is known than that it is misspelt; may be empty
     */
    <E extends Labelled> Optional<E> word(List<E> permitted, String circumstance, String insight) {
        if (isEmpty()) {
            return Optional.empty();
        }
        String written = scalar().map(Scalar::text).orElse("");
        Optional<E> word = permitted.stream()
                .filter(candidate -> candidate.label().equals(written))
                .findFirst();
        if (word.isEmpty()) {
            List<String> names = permitted.stream().map(Labelled::label).toList();
            String misspelt = Nearest.to(written, names)
                    .map(nearest -> "did you mean " + nearest + "?")
                    .orElse("");
            expected(Literal.either(names) + circumstance, insight.isEmpty() ? misspelt : insight);
        }
        return word;
    }

    <E extends Labelled> Optional<E> requiredWord(List<E> permitted) {
        if (isEmpty()) {
            expected(Literal.either(permitted.stream().map(Labelled::label).toList()), "add it");
        }
        return word(permitted);
    }

    /** A scalar written without quotes. */
    Optional<String> plain() {
        return scalar().filter(Scalar::plain).map(Scalar::text);
    }

    Optional<String> quotedNumber() {
        return scalar().filter(scalar -> !scalar.plain() && Literal.isNumber(scalar.text()))
                .map(scalar -> "write it without quotes");
    }
}
