package org.thalweg.optim;

import java.util.ArrayList;
import java.util.List;

/**
 * The state of an optimizer between steps: the number of steps taken, arrays of the parameters' length, and scalars. It is
 * complete: a run resumed from a copy has the same bits.
 *
 * <p>Mutable: {@link Optimizer#step} changes it. Not thread-safe.
 */
public final class OptimizerState {
    private final int parameters;
    private final float[][] slots;
    private final double[] scalars;
    private long steps;

    OptimizerState(int slots, int parameters, double... scalars) {
        this(0, parameters, new float[slots][parameters], scalars.clone());
    }

    private OptimizerState(long steps, int parameters, float[][] slots, double[] scalars) {
        this.steps = steps;
        this.parameters = parameters;
        this.slots = slots;
        this.scalars = scalars;
    }

    /** The steps taken so far. */
    public long steps() {
        return steps;
    }

    /** Copies of the arrays, in the optimizer's order. */
    public List<float[]> arrays() {
        List<float[]> copies = new ArrayList<>();
        for (float[] slot : slots) {
            copies.add(slot.clone());
        }
        return copies;
    }

    /** A copy of the scalars, in the optimizer's order. */
    public double[] scalars() {
        return scalars.clone();
    }

    /**
     * A state of this shape, restored from copies of another state's values.
     *
     * @param steps 0 or more
     * @param arrays as many as this state's, of their length
     * @param scalars as many as this state's
     * @throws IllegalArgumentException if something does not have this state's shape
     */
    public OptimizerState restored(long steps, List<float[]> arrays, double[] scalars) {
        if (steps < 0) {
            throw new IllegalArgumentException("steps: expected 0 or more, found " + steps);
        }
        if (arrays.size() != slots.length || scalars.length != this.scalars.length) {
            throw new IllegalArgumentException("optimizer state: expected " + slots.length + " arrays and "
                    + this.scalars.length + " numbers, found " + arrays.size() + " and " + scalars.length);
        }
        float[][] copies = new float[slots.length][];
        for (int i = 0; i < copies.length; i++) {
            requireLength("array " + i + " of the optimizer's state", arrays.get(i));
            copies[i] = arrays.get(i).clone();
        }
        return new OptimizerState(steps, parameters, copies, scalars.clone());
    }

    /** How many arrays there are. */
    public int arrayCount() {
        return slots.length;
    }

    /**
     * Copies the arrays, one after the other, in the layout of {@link #load}.
     *
     * @param to changed from the offset on
     */
    public void copyInto(float[] to, int offset) {
        for (int i = 0; i < slots.length; i++) {
            System.arraycopy(slots[i], 0, to, offset + i * parameters, parameters);
        }
    }

    /**
     * Loads the values of another state of this shape.
     *
     * @param from the arrays, one after the other, from an offset on
     * @param numbers the scalars, as many as this state's
     */
    public void load(long stepsTaken, float[] from, int offset, List<Double> numbers) {
        steps = stepsTaken;
        for (int i = 0; i < slots.length; i++) {
            System.arraycopy(from, offset + i * parameters, slots[i], 0, parameters);
        }
        for (int i = 0; i < scalars.length; i++) {
            scalars[i] = numbers.get(i);
        }
    }

    /** One of the arrays, not a copy. */
    public float[] array(int index) {
        return slots[index];
    }

    double scalar(int index) {
        return scalars[index];
    }

    void setScalar(int index, double value) {
        scalars[index] = value;
    }

    /**
     * Counts a step.
     *
     * @param w of the parameters' length
     * @param g of the same
     * @throws IllegalArgumentException if a length differs from the state's; nothing is changed then
     */
    public void countStep(float[] w, float[] g) {
        requireLength("parameters", w);
        requireLength("gradient", g);
        steps++;
    }

    private void requireLength(String what, float[] array) {
        if (array.length != parameters) {
            throw new IllegalArgumentException(
                    what + ": expected " + parameters + " values (the state's), found " + array.length);
        }
    }
}
