package org.thalweg.jobs.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.thalweg.jobs.Workbench.LogLines;

class LoggingTest {
    private final Logger cleaner = LogManager.getLogger("org.apache.spark.ContextCleaner");

    @BeforeEach
    void configure() {
        Logging.configure(false);
    }

    @Test
    void aCleanerThatIsInterruptedByTheEndOfTheSessionIsNotReported() {
        try (LogLines log = new LogLines()) {
            cleaner.error("Error cleaning broadcast 9", new InterruptedException());
            assertThat(log.lines()).isEmpty();
        }
    }

    @Test
    void otherFailuresOfTheCleanerAreReported() {
        try (LogLines log = new LogLines()) {
            cleaner.error("Error cleaning broadcast 9", new IllegalStateException("disk"));
            assertThat(log.lines())
                    .containsExactly("ERROR org.apache.spark.ContextCleaner: Error cleaning broadcast 9");
        }
    }
}
