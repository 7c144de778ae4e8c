package org.thalweg.jobs.run;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.thalweg.spark.config.SettingsException;
import org.thalweg.spark.table.DataException;

/** Gathers what training would refuse, so that all of it is reported at once. */
final class CheckFaults {
    private final Set<String> messages = new LinkedHashSet<>();

    /** Does what may find a fault; the first that it finds is gathered. */
    void gather(Runnable check) {
        get(() -> {
            check.run();
            return true;
        });
    }

    /** What is got; empty where a fault was found. */
    <T> Optional<T> get(Supplier<T> check) {
        try {
            return Optional.of(check.get());
        } catch (DataException | SettingsException e) {
            e.getMessage().lines().forEach(messages::add);
            return Optional.empty();
        }
    }

    void add(String message) {
        messages.add(message);
    }

    List<String> messages() {
        return List.copyOf(messages);
    }

    /** @throws DataException with all of them, where there are any */
    void throwIfAny() {
        if (!messages.isEmpty()) {
            throw new DataException(String.join("\n", messages));
        }
    }
}
