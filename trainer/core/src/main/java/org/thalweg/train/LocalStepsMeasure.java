package org.thalweg.train;

/** Measures what a step costs beside its arithmetic, by gradients that are thrown away, and chooses the local steps by it. */
final class LocalStepsMeasure {
    private static final int WARM_UP = 4;

    private static final int MEASURED = 5;

    private final GradientEngine engine;
    private final TrainingListener listener;

    LocalStepsMeasure(GradientEngine engine, TrainingListener listener) {
        this.engine = engine;
        this.listener = listener;
    }

    /** The steps of a round; 1 where nothing is sent. */
    int count(DescentMemory memory) {
        StepMeasure.gradients(engine, memory.parameters(), 0, 1);
        if (engine.times().isEmpty()) {
            listener.onLocalSteps(1, 0, 0);
            return 1;
        }
        StepTimes times = StepMeasure.gradients(engine, memory.parameters(), WARM_UP - 1, MEASURED);
        // A round moves the optimizer's arrays beside the parameters.
        int arrays = 1 + memory.state().arrayCount();
        double overhead = times.rest() + arrays * (times.broadcast() + times.fetch());
        int count = LocalSteps.countFor(overhead, times.compute());
        listener.onLocalSteps(count, overhead, times.compute());
        return count;
    }
}
