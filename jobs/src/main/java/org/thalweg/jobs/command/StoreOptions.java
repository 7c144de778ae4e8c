package org.thalweg.jobs.command;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The options that take a model from a store; they stand for keys of the job file. */
final class StoreOptions {
    @Option(
            names = "--store",
            paramLabel = "DIR",
            description = "Take the model from this store: the version that serves. Stands for --set model.store=DIR.")
    private String store;

    @Option(
            names = "--version",
            paramLabel = "N",
            description = "Take this version of the store. Stands for --set model.version=N.")
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
