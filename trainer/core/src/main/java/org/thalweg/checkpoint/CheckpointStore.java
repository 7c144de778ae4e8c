package org.thalweg.checkpoint;

import java.io.IOException;
import org.thalweg.safetensors.TensorFile;

/** Where checkpoints are stored. */
@FunctionalInterface
public interface CheckpointStore {
    /**
     * Stores a checkpoint atomically: it appears complete or not at all.
     *
     * @param steps since the start of the run
     */
    void publish(long steps, TensorFile.Content content) throws IOException;
}
