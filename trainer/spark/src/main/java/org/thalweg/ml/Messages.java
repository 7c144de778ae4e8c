package org.thalweg.ml;

import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.thalweg.settings.KeyText;
import org.thalweg.spark.config.SettingsError;
import org.thalweg.spark.config.SettingsException;
import org.thalweg.spark.table.DataException;
import org.thalweg.train.DivergedException;

/** Translates errors to those of spark.ml: {@code IllegalArgumentException}s that name params instead of keys. */
final class Messages {
    private Messages() {}

    /**
     * Runs work and translates its errors.
     *
     * @param names maps key paths to the names used in messages
     * @throws IllegalArgumentException if settings or rows are invalid
     * @throws DivergedException if training diverges
     */
    static <T> T inSparkTerms(Supplier<T> work, UnaryOperator<String> names) {
        try {
            return work.get();
        } catch (SettingsException e) {
            String text = e.errors().isEmpty()
                    ? KeyText.named(e.text(), names)
                    : e.errors().stream().map(error -> named(error, names)).collect(Collectors.joining("\n"));
            throw new IllegalArgumentException(text, e);
        } catch (DataException e) {
            throw new IllegalArgumentException(KeyText.named(e.text(), names), e);
        } catch (DivergedException e) {
            throw e.named(names);
        }
    }

    /** Replaces the key's path, with which the message of an error starts. */
    private static String named(SettingsError error, UnaryOperator<String> names) {
        String message = error.message();
        int end = message.indexOf(':');
        return end < 0 ? message : names.apply(message.substring(0, end)) + message.substring(end);
    }
}
