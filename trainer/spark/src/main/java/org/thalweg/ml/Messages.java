package org.thalweg.ml;

import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.thalweg.settings.KeyText;
import org.thalweg.spark.config.SettingsError;
import org.thalweg.spark.config.SettingsException;
import org.thalweg.spark.table.DataException;
import org.thalweg.train.DivergedException;

/** What is wrong, said as spark.ml says it: as an {@code IllegalArgumentException} that names params. */
final class Messages {
    private Messages() {}

    /**
     * Does work whose failures are to name params.
     *
     * @param names what a key of a job file is called, by its path
     * @throws IllegalArgumentException if settings or rows are wrong
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

    /** A error starts with its key's path. */
    private static String named(SettingsError error, UnaryOperator<String> names) {
        String message = error.message();
        int end = message.indexOf(':');
        return end < 0 ? message : names.apply(message.substring(0, end)) + message.substring(end);
    }
}
