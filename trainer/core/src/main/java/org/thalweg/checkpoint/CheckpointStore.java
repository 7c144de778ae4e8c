package org.thalweg.checkpoint;

import java.io.IOException;
import org.thalweg.safetensors.TensorFile;

/** Where checkpoints are kept. */
@FunctionalInterface
public interface CheckpointStore {
    /**
     * Keeps one: it is there whole, or not at all.
     *
     * @param steps taken since the run's begin
     */
    void publish(long steps, TensorFile.Content content) throws IOException;
}
