package org.thalweg.spark.fit;

import java.util.Map;
import java.util.Optional;
import org.thalweg.train.Checkpoints;
import org.thalweg.train.RunState;

/** Where the states of a fit are kept, so that it can be resumed. */
public interface FitCheckpoints {
    /** None is kept. */
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
     * @param rows what the weights depend on beside the settings, by key: see {@link TrainingData#identity}
     */
    Optional<RunState> toResume(Map<String, String> rows);

    /** Takes the states of a fit from now on. */
    Checkpoints start(Map<String, String> rows);
}
