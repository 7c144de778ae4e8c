package org.thalweg.jobs.run;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.thalweg.jobs.session.UsageException;
import org.thalweg.spark.config.SettingsException;
import org.thalweg.spark.table.DataException;

/** Collects the errors for which training would refuse a job, so that all of them are reported at once. */
final class CheckErrors {
    private final Set<String> messages = new LinkedHashSet<>();
    private boolean ofData;

    /** Runs a check, and collects its error if it throws one. */
    void gather(Runnable check) {
        get(() -> {
            check.run();
            return true;
        });
    }

    /** Runs a check, and collects its error if it throws one. Returns its result; empty after an error. */
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

    /** Collects an error of the data. */
    void add(String message) {
        ofData = true;
        messages.add(message);
    }

    List<String> messages() {
        return List.copyOf(messages);
    }

    /**
     * Throws an exception if there are errors.
     *
     * @throws DataException with all of them, if some are errors of the data
     * @throws UsageException with all of them, if all are errors of the job
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
