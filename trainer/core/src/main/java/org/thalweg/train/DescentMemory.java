package org.thalweg.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.thalweg.optim.GradientDescent;
import org.thalweg.optim.OptimizerState;
import org.thalweg.optim.Plateau;
import org.thalweg.optim.ReduceOnPlateau;

/** The parameters and the state of gradient descent: of the optimizer, the moving average and the learning rate. */
final class DescentMemory {
    private static final String OPTIMIZER = "optimizer";
    private static final String STEPS = "optimizer.steps";
    private static final String NUMBERS = "optimizer.numbers";
    private static final String AVERAGE = "average";
    private static final String OUTER = "outer.momentum";
    private static final String LOCAL_STEPS = "localSteps";
    private static final String PLATEAU_FACTOR = "plateau.factor";
    private static final String PLATEAU_BEST = "plateau.best";
    private static final String PLATEAU_SINCE = "plateau.epochsSince";

    private final GradientDescent descent;
    private final TrainingSettings settings;
    private final long stepsPerEpoch;
    private final float[] parameters;
    private final float[] outerMomentum; // of local steps; empty where there is none
    private LocalSteps localSteps;
    private OptimizerState state;
    private OptimizerState average; // null for none
    private Plateau plateau; // null for none
    private double slowed = 1;

    /** @param parameters the initial ones; changed by the run */
    DescentMemory(GradientDescent descent, TrainingSettings settings, long stepsPerEpoch, float[] parameters) {
        this.descent = descent;
        this.settings = settings;
        this.stepsPerEpoch = stepsPerEpoch;
        this.parameters = parameters;
        this.localSteps = settings.localSteps();
        this.outerMomentum = new float[localSteps.outer().hasMomentum() ? parameters.length : 0];
        this.state = descent.optimizer().newState(parameters.length);
        this.average = descent.average().map(rule -> rule.newState(parameters)).orElse(null);
        this.plateau = descent.plateau().map(ReduceOnPlateau::start).orElse(null);
    }

    /** Not a copy. */
    float[] parameters() {
        return parameters;
    }

    OptimizerState state() {
        return state;
    }

    /** The buffer of {@link org.thalweg.optim.OuterStep}; empty without momentum. */
    float[] outerMomentum() {
        return outerMomentum;
    }

    /** The local steps setting; its count may {@linkplain LocalSteps#isAuto not be measured yet}. */
    LocalSteps localSteps() {
        return localSteps;
    }

    /** Sets the measured count. */
    void setLocalSteps(int count) {
        localSteps = localSteps.withCount(count);
    }

    /** Updates the moving average, if there is one, with the current parameters. */
    void updateAverage() {
        descent.average().ifPresent(rule -> rule.update(parameters, average));
    }

    /** The parameters to evaluate: the moving average if there is one, otherwise the current parameters. */
    float[] evaluated() {
        return descent.average().map(rule -> rule.average(average)).orElse(parameters);
    }

    /** Updates the plateau rule of the learning rate with an epoch's loss. */
    void evaluation(double loss) {
        if (plateau != null) {
            plateau = plateau.next(loss);
        }
    }

    void slow(int times) {
        slowed = Math.scalb(1.0, -times);
    }

    /** The learning rate of a step of the run. */
    double rate(long step) {
        return descent.learningRate()
                * descent.schedule().factor(step, stepsPerEpoch, settings.epochs())
                * (plateau == null ? 1 : plateau.factor())
                * slowed;
    }

    /** A copy of the whole state. */
    DescentState copy() {
        Map<String, String> facts = new LinkedHashMap<>();
        Map<String, float[]> arrays = new LinkedHashMap<>();
        arrays.put(DescentState.PARAMETERS, parameters.clone());
        facts.put(STEPS, Long.toString(state.steps()));
        facts.put(
                NUMBERS,
                Arrays.stream(state.scalars()).mapToObj(Double::toString).collect(Collectors.joining(" ")));
        for (float[] array : state.arrays()) {
            arrays.put(OPTIMIZER + "." + (arrays.size() - 1), array);
        }
        if (average != null) {
            arrays.put(AVERAGE, evaluated());
        }
        if (!localSteps.isNone()) {
            facts.put(LOCAL_STEPS, Integer.toString(localSteps.count()));
        }
        if (outerMomentum.length > 0) {
            arrays.put(OUTER, outerMomentum.clone());
        }
        if (plateau != null) {
            facts.put(PLATEAU_FACTOR, Double.toString(plateau.factor()));
            facts.put(PLATEAU_BEST, Double.toString(plateau.best()));
            facts.put(PLATEAU_SINCE, Integer.toString(plateau.epochsSince()));
        }
        return new DescentState(facts, arrays);
    }

    /**
     * Restores a copied state.
     *
     * @throws IllegalArgumentException if it does not fit these settings
     */
    void restore(DescentState from) {
        copyInto(from.array(DescentState.PARAMETERS, parameters.length), parameters);
        List<float[]> arrays = new ArrayList<>();
        for (int i = 0; i < from.count(OPTIMIZER); i++) {
            arrays.add(from.array(OPTIMIZER + "." + i, parameters.length));
        }
        String numbers = from.fact(NUMBERS);
        double[] scalars = numbers.isEmpty()
                ? new double[0]
                : Arrays.stream(numbers.split(" "))
                        .mapToDouble(Double::parseDouble)
                        .toArray();
        long steps = Long.parseLong(from.fact(STEPS));
        state = state.restored(steps, arrays, scalars);
        if (average != null) {
            average = average.restored(steps, List.of(from.array(AVERAGE, parameters.length)), new double[0]);
        }
        if (!localSteps.isNone()) {
            localSteps = localSteps.withCount(Integer.parseInt(from.fact(LOCAL_STEPS)));
        }
        if (outerMomentum.length > 0) {
            copyInto(from.array(OUTER, parameters.length), outerMomentum);
        }
        if (plateau != null) {
            plateau = new Plateau(
                    plateau.rule(),
                    Double.parseDouble(from.fact(PLATEAU_FACTOR)),
                    Double.parseDouble(from.fact(PLATEAU_BEST)),
                    Integer.parseInt(from.fact(PLATEAU_SINCE)));
        }
    }

    private static void copyInto(float[] from, float[] to) {
        System.arraycopy(from, 0, to, 0, to.length);
    }
}
