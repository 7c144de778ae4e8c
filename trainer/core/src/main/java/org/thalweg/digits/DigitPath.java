package org.thalweg.digits;

/** What the pen does on the paper: points in pixels, each with the pen's radius and ink, in the order of drawing. */
final class DigitPath {
    /** Pixels from the left edge of the image; pixel column c has its middle at c + 0.5. */
    final float[] x;
    /** Pixels from the top edge. */
    final float[] y;
    /** Half the line's width in pixels. */
    final float[] radius;
    /** 0 (none) to 1 (black). */
    final float[] ink;
    /** Whether a stroke begins here, so that no line leads to the point from the one before. */
    final boolean[] lifted;

    /** A path of so many points, all zero. */
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
