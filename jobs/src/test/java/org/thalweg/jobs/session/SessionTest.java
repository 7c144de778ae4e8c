package org.thalweg.jobs.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Cannot call methods on a stopped SparkContext.\nThis stopped SparkContext was created at:\n\n org.x(Y.scala)",
                "Spark context stopped while waiting for backend"
            })
    void aClusterThatRefusesIsReportedInOneLineWithAHint(String message) {
        assertThat(Session.refusal(new IllegalStateException(message)))
                .isEqualTo("Spark: expected a session to start, found "
                        + message.lines().findFirst().orElseThrow()
                        + "; check the options before the command, and, if the cluster requires a secret or TLS, its"
                        + " settings (SPARK_CONF_DIR, spark.authenticate, spark.ssl)");
    }

    @Test
    void anotherFailureHasNoHint() {
        assertThat(Session.refusal(new IllegalArgumentException("Could not parse Master URL: 'x'\n  at y")))
                .isEqualTo(
                        "Spark: expected a session to start, found Could not parse Master URL: 'x'; check the options"
                                + " before the command");
    }
}
