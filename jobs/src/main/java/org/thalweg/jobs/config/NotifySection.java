package org.thalweg.jobs.config;

import java.util.List;
import java.util.Optional;

/**
 * The job file's {@code retrain.notify}: who is notified of every entry that a retraining run adds to the log.
 *
 * @param command a program and its arguments; it gets the entry on standard input. Empty for none
 * @param url an {@code http:} or {@code https:} address that the entry is posted to
 */
public record NotifySection(List<String> command, Optional<String> url) {
    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException for an address of another kind
     */
    public NotifySection {
        command = List.copyOf(command);
        if (url.filter(address -> !isAddress(address)).isPresent()) {
            throw new IllegalArgumentException("retrain.notify.url: expected http: or https:, found " + url.get());
        }
    }

    /** Whether a text is an address that {@link #url} may be. */
    public static boolean isAddress(String text) {
        return text.matches("https?://[^\\s/]+.*");
    }
}
