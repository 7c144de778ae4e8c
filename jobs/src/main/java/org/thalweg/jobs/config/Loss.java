package org.thalweg.jobs.config;

/** What training makes small; which of them a task permits is told by {@link Task#losses()}. */
public enum Loss implements YamlName {
    CROSS_ENTROPY,
    SQUARED_ERROR
}
