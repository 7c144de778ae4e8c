package org.thalweg.jobs.command;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The options that select a model of a store; each sets a key of the job file. */
final class StoreOptions {
    @Option(
            names = "--store",
            paramLabel = "DIR",
            description = "Use the serving version of this model store. Same as --set model.store=DIR.")
    private String store;

    @Option(
            names = "--version",
            paramLabel = "N",
            description = "Use this version of the store. Same as --set model.version=N.")
    private Integer version;

    List<String> overrides() {
        List<String> overrides = new ArrayList<>();
        if (store != null) {
            overrides.add("model.store='" + store.replace("'", "''") + "'");
        }
        if (version != null) {
            overrides.add("model.version=" + version);
        }
        return overrides;
    }
}
