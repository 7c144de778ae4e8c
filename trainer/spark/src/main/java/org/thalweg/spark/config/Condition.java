package org.thalweg.spark.config;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The condition under which a key may be used. */
public interface Condition {
    /** The condition for the documentation, as in {@code with format csv}. Empty for a key that is always refused. */
    String text();

    /**
     * Whether the key may be used.
     *
     * @return empty if this cannot be decided, because a setting that it depends on is invalid. Otherwise the reason why the
     *     key may not be used, or an empty text if it may
     */
    Optional<String> refusal(Reading at);

    /** Only with one value of another key, whose type writes it as a single text. */
    static <T> Condition only(Key<T> selector, T value) {
        return only(selector, List.of(value));
    }

    /** Only with some values of another key, whose type writes each as a single text. */
    static <T> Condition only(Key<T> selector, List<T> values) {
        List<String> names = values.stream()
                .map(value -> ValueType.text(selector.type().write(value)))
                .toList();
        return new Condition() {
            @Override
            public String text() {
                return "with " + selector.name() + " " + Literal.either(names);
            }

            @Override
            public Optional<String> refusal(Reading at) {
                return at.value(selector)
                        .map(found -> values.contains(found)
                                ? ""
                                : "expected only " + text() + ", found " + at.found(selector) + "; remove it or change "
                                        + at.path(selector));
            }
        };
    }

    /**
     * Unless something else holds.
     *
     * @param holds whether it holds; empty if this cannot be decided
     * @param refusal the message if the key is given although it may not be used
     */
    static Condition unless(
            String text, Function<Reading, Optional<Boolean>> holds, Function<Reading, String> refusal) {
        return new Condition() {
            @Override
            public String text() {
                return text;
            }

            @Override
            public Optional<String> refusal(Reading at) {
                return holds.apply(at).map(excluded -> excluded ? refusal.apply(at) : "");
            }
        };
    }
}
