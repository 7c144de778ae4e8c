package org.thalweg.jobs.config;

/** How the learning rate goes over the epochs: it stays, falls in steps, or falls along a half cosine. */
public enum ScheduleType implements YamlName {
    CONSTANT,
    STEP,
    COSINE
}
