package org.thalweg.jobs.run;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.thalweg.jobs.session.UsageException;
import org.thalweg.spark.config.SettingsException;
import org.thalweg.spark.table.DataException;

/** Gathers what training would refuse, so that all of it is reported at once. */
final class CheckErrors {
    private final Set<String> messages = new LinkedHashSet<>();
    private boolean ofData;

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
        } catch (DataException e) {
            ofData = true;
            e.getMessage().lines().forEach(messages::add);
        } catch (SettingsException | UsageException e) {
            e.getMessage().lines().forEach(messages::add);
        }
        return Optional.empty();
    }

    /** Gathers a fault of the data. */
    void add(String message) {
        ofData = true;
        messages.add(message);
    }

    List<String> messages() {
        return List.copyOf(messages);
    }

    /**
     * Ends the check where there are any.
     *
     * @throws DataException with all of them, where some are of the data
     * @throws UsageException with all of them, where all are of the job
     */
    void throwIfAny() {
        String all = String.join("\n", messages);
        if (ofData) {
            throw new DataException(all);
        }
        if (!messages.isEmpty()) {
            throw new UsageException(all);
        }
    }
}
