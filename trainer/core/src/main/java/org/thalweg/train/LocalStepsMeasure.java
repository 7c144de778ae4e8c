package org.thalweg.train;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Measures what a step costs beside its arithmetic, by steps whose gradients are thrown away, and chooses the local steps by it. */
final class LocalStepsMeasure {
    /** The first steps of an executor run code that is not compiled yet. */
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
        List<StepTimes> measured = new ArrayList<>();
        for (int i = 0; i < WARM_UP + MEASURED; i++) {
            engine.gradient(memory.parameters(), new Step(0, i % engine.order().steps()));
            Optional<StepTimes> times = engine.times();
            if (times.isEmpty()) {
                listener.onLocalSteps(1, 0, 0);
                return 1;
            }
            if (i >= WARM_UP) {
                measured.add(times.get());
            }
        }
        measured.sort(Comparator.comparingDouble(StepTimes::seconds));
        StepTimes median = measured.get(MEASURED / 2);
        // A round moves the optimizer's arrays beside the parameters.
        int arrays = 1 + memory.state().arrayCount();
        double overhead = median.rest() + arrays * (median.broadcast() + median.fetch());
        int count = LocalSteps.countFor(overhead, median.compute());
        listener.onLocalSteps(count, overhead, median.compute());
        return count;
    }
}
