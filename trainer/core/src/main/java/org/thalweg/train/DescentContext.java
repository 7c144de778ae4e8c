package org.thalweg.train;

import org.thalweg.optim.GradientDescent;
import org.thalweg.optim.Penalty;
import org.thalweg.optim.WeightRanges;

/**
 * The shared objects of every {@link ParameterUpdate} of a run.
 *
 * @param penalty on weights
 * @param guard calls the engine and checks its results
 * @param weights that the penalty and weight decay act on
 * @param parts in which parameters are changed
 */
record DescentContext(
        GradientDescent descent,
        Penalty penalty,
        StepGuard guard,
        WeightRanges weights,
        DescentMemory memory,
        ParameterParts parts) {}
