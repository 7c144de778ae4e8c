package org.thalweg.spark.config;

/** Whether training goes on from a checkpoint. */
public enum Resume implements YamlName {
    /** It begins anew. */
    NEVER("never"),
    /** From the last one, where there is one. */
    AUTO("auto"),
    /** From the last one, which must be there: as the command line asks. */
    ALWAYS("always");

    private final String yamlName;

    Resume(String yamlName) {
        this.yamlName = yamlName;
    }

    @Override
    public String yamlName() {
        return yamlName;
    }
}
