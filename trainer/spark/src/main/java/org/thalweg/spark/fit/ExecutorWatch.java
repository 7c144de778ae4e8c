package org.thalweg.spark.fit;

import java.util.List;
import java.util.Optional;
import org.thalweg.spark.ExecutorBlas;
import org.thalweg.spark.RowsEngine;
import org.thalweg.spark.table.NameList;

/** The executors that compute a run's gradients, with a warning once their matrix products round differently. */
final class ExecutorWatch {
    private final RowsEngine engine;
    private List<ExecutorBlas> executors;
    private boolean warned;

    /** Asks the executors that hold the rows. */
    ExecutorWatch(RowsEngine engine) {
        this.engine = engine;
        this.executors = engine.executors();
    }

    /** All executors so far. */
    List<ExecutorBlas> all() {
        return executors;
    }

    /** Adds executors that have joined the run. */
    void update() {
        executors = engine.executorsSoFar();
    }

    /** The warning, if the executors round differently; once. */
    Optional<String> warning() {
        if (warned || ExecutorBlas.allRoundEqually(executors)) {
            return Optional.empty();
        }
        warned = true;
        return Optional.of(
                "warning: the executors' matrix products round differently, so that another run may give other bits"
                        + " ("
                        + NameList.few(
                                executors.stream().map(ExecutorBlas::toString).toList())
                        + "); let all take one, such as by --conf spark.executorEnv.OPENBLAS_CORETYPE=Haswell before the command");
    }
}
