package org.thalweg.train;

/** All parameters in parts of one size, on the engine's threads. */
final class ParameterParts {
    /** Parameters that one thread takes at a time: fewer take less time than the hand-over to another thread. */
    private static final int PART = 1 << 16;

    /** Does something with a part. */
    interface Action {
        void on(int part, int from, int end);
    }

    private final GradientEngine engine;
    private final int length;

    ParameterParts(GradientEngine engine, int length) {
        this.engine = engine;
        this.length = length;
    }

    int count() {
        return (length + PART - 1) / PART;
    }

    void forEach(Action action) {
        engine.forEachPart(count(), part -> action.on(part, part * PART, Math.min(length, (part + 1) * PART)));
    }
}
