package org.thalweg.jobs;

import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.thalweg.jobs.store.Action;
import org.thalweg.jobs.store.ModelStore;
import org.thalweg.jobs.store.StoreState;
import org.thalweg.jobs.store.Stores;
import org.thalweg.jobs.store.VersionDraft;
import org.thalweg.spark.FaultyFiles;

/** A version is made and published, by a process that is killed at one of its file system's operations. */
final class KilledPublishing {
    private KilledPublishing() {}

    /** Arguments: the store's folder, and the number of the operation, from 1, at which to be killed. */
    public static void main(String[] arguments) {
        Configuration hadoop = FaultyFiles.settings();
        FaultyFiles.killAt(Integer.parseInt(arguments[1]));
        ModelStore store = ModelStore.writing(arguments[0], hadoop);
        StoreState state = store.state();
        try (VersionDraft draft = store.begin(UUID.randomUUID().toString())) {
            draft.write("model.safetensors", "new weights");
            draft.write("metrics.json", "{}");
            int version = draft.number();
            draft.publish(Stores.next(
                    state, Action.PUBLISH, version, version, draft.files(), java.util.List.of(), state.learned()));
        }
        System.out.println("operations: " + FaultyFiles.operations());
    }
}
