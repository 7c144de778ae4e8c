package org.thalweg.jobs.config;

/** How weights start; {@code auto} is He normal for ReLU layers and Glorot uniform for the others. */
public enum Initialisation implements YamlName {
    AUTO,
    GLOROT_UNIFORM,
    GLOROT_NORMAL,
    HE_UNIFORM,
    HE_NORMAL
}
