package org.thalweg.spark.fit;

import java.util.Map;
import java.util.Optional;
import org.thalweg.train.Checkpoints;
import org.thalweg.train.RunState;

/** Where the states of a fit are stored, so that it can be resumed. */
public interface FitCheckpoints {
    /** No state is stored. */
    FitCheckpoints NONE = new FitCheckpoints() {
        @Override
        public Optional<RunState> toResume(Map<String, String> rows) {
            return Optional.empty();
        }

        @Override
        public Checkpoints start(Map<String, String> rows) {
            return Checkpoints.NONE;
        }
    };

    /**
     * The state to resume from, if there is one.
     *
     * @param rows what the weights depend on in addition to the settings, by key: see {@link TrainingData#identity}
     */
    Optional<RunState> toResume(Map<String, String> rows);

    /** Stores the states of a fit from now on. */
    Checkpoints start(Map<String, String> rows);
}
