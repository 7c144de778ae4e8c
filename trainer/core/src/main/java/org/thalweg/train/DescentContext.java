package org.thalweg.train;

import org.thalweg.optim.GradientDescent;
import org.thalweg.optim.Penalty;
import org.thalweg.optim.WeightRanges;

/**
 * What every {@link ParameterUpdate} of a run works with.
 *
 * @param penalty on weights
 * @param guard asks the engine, and checks what it gives
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
