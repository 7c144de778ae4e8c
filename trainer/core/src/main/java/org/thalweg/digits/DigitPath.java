package org.thalweg.digits;

/** The path of the pen: points in pixels, each with the pen's radius and ink, in drawing order. */
final class DigitPath {
    /** Pixels from the left edge of the image; pixel column c has its centre at c + 0.5. */
    final float[] x;
    /** Pixels from the top edge. */
    final float[] y;
    /** Half the line's width in pixels. */
    final float[] radius;
    /** 0 (none) to 1 (black). */
    final float[] ink;
    /** Whether a stroke starts here, so that there is no line from the previous point. */
    final boolean[] lifted;

    /** A path with this many points, all zero. */
    DigitPath(int size) {
        x = new float[size];
        y = new float[size];
        radius = new float[size];
        ink = new float[size];
        lifted = new boolean[size];
    }

    int size() {
        return x.length;
    }
}
