package org.thalweg.spark.config;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** When a key has a meaning. */
public interface Condition {
    /** The condition for the documentation, as in {@code with format csv}; empty for a key that is known to be refused. */
    String text();

    /**
     * Whether the key has a meaning.
     *
     * @return empty where that cannot be said, as what it depends on is at fault itself; else why it has none, and an empty
     *     text where it has one
     */
    Optional<String> refusal(Reading at);

    /** Only with one value of another key, whose type writes it as a single word. */
    static <T> Condition only(Key<T> selector, T value) {
        return only(selector, List.of(value));
    }

    /** Only with some values of another key, whose type writes them as single words. */
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
     * @param holds whether it does; empty where that cannot be said
     * @param refusal the message where the key is given all the same
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
