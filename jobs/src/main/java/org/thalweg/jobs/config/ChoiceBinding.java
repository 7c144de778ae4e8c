package org.thalweg.jobs.config;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.thalweg.settings.Choice;
import org.thalweg.settings.Setting;

/** Reads a choice of the core's: one word, or a map of its {@code type} and its numbers. */
final class ChoiceBinding {
    static final String TYPE = "type";
    private static final Pattern WORD = Pattern.compile("\\s*|[A-Za-z_][A-Za-z0-9_-]*");

    private ChoiceBinding() {}

    /**
     * The choice at a key; empty where there is none, or it is at fault.
     *
     * @param circumstance why only these are permitted, as in {@code " for task regression"}; may be empty
     * @param formula makes it of a text that is no word; null where formulas are not permitted
     * @param insight what to say of a word that is not permitted, by that word; may give an empty text
     */
    static <T> Optional<T> bind(
            Section parent,
            String key,
            List<Choice<T>> permitted,
            String circumstance,
            Function<String, T> formula,
            UnaryOperator<String> insight) {
        Slot slot = parent.slot(key);
        if (slot.isEmpty()) {
            return Optional.empty();
        }
        List<Word<T>> words = Word.of(permitted);
        String written = slot.scalar().map(YamlValue.Scalar::text).orElse("");
        if (formula != null && slot.scalar().isPresent() && !isWord(written)) {
            return formula(slot, written, formula);
        }
        if (slot.scalar().isPresent() || slot.isList()) {
            return word(slot, words, circumstance, insight)
                    .map(word -> word.choice().withDefaults());
        }
        Section section = parent.section(key);
        Slot typed = section.slot(TYPE);
        if (typed.isEmpty()) {
            typed.requiredWord(words);
        }
        Selected<Word<T>> type =
                new Selected<>(TYPE, typed.path(), word(typed, words, circumstance, insight), !typed.isEmpty());
        return numbers(section, type, words);
    }

    /** Whether a text is taken for a name, perhaps a misspelt one, rather than for a formula. */
    static boolean isWord(String written) {
        return WORD.matcher(written).matches();
    }

    private static <T> Optional<T> formula(Slot slot, String written, Function<String, T> formula) {
        try {
            return Optional.of(formula.apply(written));
        } catch (IllegalArgumentException e) {
            slot.fault(e.getMessage());
            return Optional.empty();
        }
    }

    private static <T> Optional<Word<T>> word(
            Slot slot, List<Word<T>> words, String circumstance, UnaryOperator<String> insight) {
        String written = slot.scalar().map(YamlValue.Scalar::text).orElse("");
        return slot.word(words, circumstance, insight.apply(written));
    }

    /** The chosen thing, its numbers read from the section that its type stands in; empty where anything is at fault. */
    static <T> Optional<T> numbers(Section section, Selected<Word<T>> type, List<Word<T>> words) {
        Set<String> names = new LinkedHashSet<>();
        words.forEach(word -> word.choice().settings().forEach(setting -> names.add(setting.name())));
        Map<String, Double> values = new HashMap<>();
        for (String name : names) {
            List<Word<T>> having = words.stream()
                    .filter(word -> setting(word, name).isPresent())
                    .toList();
            if (section.only(name, type, having)) {
                values.put(
                        name,
                        section.real(setting(type.value().orElseThrow(), name).orElseThrow()));
            }
        }
        if (type.value().isEmpty() || section.isAtFault()) {
            return Optional.empty();
        }
        Choice<T> choice = type.value().get().choice();
        try {
            return Optional.of(choice.make(choice.settings().stream()
                    .mapToDouble(setting -> values.get(setting.name()))
                    .toArray()));
        } catch (IllegalArgumentException e) {
            section.fault(e.getMessage());
            return Optional.empty();
        }
    }

    private static <T> Optional<Setting> setting(Word<T> word, String name) {
        return word.choice().settings().stream()
                .filter(setting -> setting.name().equals(name))
                .findFirst();
    }
}
