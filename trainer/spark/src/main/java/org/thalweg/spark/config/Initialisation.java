package org.thalweg.spark.config;

/** How weights start; {@code auto} is as {@link org.thalweg.nn.Initialisation#AUTO}. */
public enum Initialisation implements YamlName {
    AUTO,
    GLOROT_UNIFORM,
    GLOROT_NORMAL,
    HE_UNIFORM,
    HE_NORMAL
}
