package org.thalweg.digits;

import java.util.Arrays;

/**
 * One pen stroke, as joined cubic Bézier curves in a unit box (x to the right, y down).
 *
 * <p>Immutable: each method returns a longer stroke. Curves within one {@link #through} or {@link #arc} join smoothly;
 * where two calls meet there may be a corner.
 */
final class DigitStroke {
    /** x and y of 3n + 1 points for n curves: anchor, two handles, anchor, two handles, …, anchor. */
    private final double[] points;

    private DigitStroke(double[] points) {
        this.points = points;
    }

    /** An empty stroke that starts at a point. */
    static DigitStroke from(double x, double y) {
        return new DigitStroke(new double[] {x, y});
    }

    /** The number of curves, n. */
    int curves() {
        return points.length / 6;
    }

    /** A copy of the points, length 2(3n + 1): x and y of anchor, two handles, anchor, … */
    double[] points() {
        return points.clone();
    }

    /** Adds a straight line to a point. */
    DigitStroke lineTo(double x, double y) {
        return through(x, y);
    }

    /**
     * Adds a smooth curve through the given points.
     *
     * <p>At an intermediate point, the curve is parallel to the line between its two neighbours. Its handles are a
     * third of the distance to each, which avoids loops with uneven spacing.
     *
     * @param xy x and y of one or more points
     */
    DigitStroke through(double... xy) {
        int last = xy.length / 2;
        double[] p = new double[2 * (last + 1)];
        System.arraycopy(points, points.length - 2, p, 0, 2);
        System.arraycopy(xy, 0, p, 2, xy.length);
        double[] joined = Arrays.copyOf(points, points.length + 6 * last);
        double dx = p[2] - p[0];
        double dy = p[3] - p[1];
        for (int k = 0; k < last; k++) {
            int next = Math.min(k + 2, last);
            double toX = p[2 * next] - p[2 * k];
            double toY = p[2 * next + 1] - p[2 * k + 1];
            double third = length(p[2 * k + 2] - p[2 * k], p[2 * k + 3] - p[2 * k + 1]) / 3;
            double leave = third / length(dx, dy);
            double arrive = third / length(toX, toY);
            int at = points.length + 6 * k;
            joined[at] = p[2 * k] + dx * leave;
            joined[at + 1] = p[2 * k + 1] + dy * leave;
            joined[at + 2] = p[2 * k + 2] - toX * arrive;
            joined[at + 3] = p[2 * k + 3] - toY * arrive;
            joined[at + 4] = p[2 * k + 2];
            joined[at + 5] = p[2 * k + 3];
            dx = toX;
            dy = toY;
        }
        return new DigitStroke(joined);
    }

    /**
     * Adds an arc of an axis-aligned ellipse, starting at the stroke's end, in curves of at most an eighth of a turn.
     *
     * @param radiusX half the ellipse's width; radiusY half its height
     * @param start the position of the stroke's end on the ellipse, in turns: 0 rightmost, 0.25 lowest, 0.75 highest
     * @param sweep the angle in turns; clockwise if positive
     */
    DigitStroke arc(double radiusX, double radiusY, double start, double sweep) {
        int n = (int) Math.ceil(Math.abs(sweep) * 8);
        double[] joined = Arrays.copyOf(points, points.length + 6 * n);
        double step = 2 * Math.PI * sweep / n;
        // The handle length for which the midpoint of a cubic lies on the circle.
        double handle = 4.0 / 3.0 * StrictMath.tan(step / 4);
        double cos = StrictMath.cos(2 * Math.PI * start);
        double sin = StrictMath.sin(2 * Math.PI * start);
        double centreX = points[points.length - 2] - radiusX * cos;
        double centreY = points[points.length - 1] - radiusY * sin;
        for (int k = 0; k < n; k++) {
            double angle = 2 * Math.PI * start + (k + 1) * step;
            double nextCos = StrictMath.cos(angle);
            double nextSin = StrictMath.sin(angle);
            int at = points.length + 6 * k;
            joined[at] = centreX + radiusX * (cos - handle * sin);
            joined[at + 1] = centreY + radiusY * (sin + handle * cos);
            joined[at + 2] = centreX + radiusX * (nextCos + handle * nextSin);
            joined[at + 3] = centreY + radiusY * (nextSin - handle * nextCos);
            joined[at + 4] = centreX + radiusX * nextCos;
            joined[at + 5] = centreY + radiusY * nextSin;
            cos = nextCos;
            sin = nextSin;
        }
        return new DigitStroke(joined);
    }

    private static double length(double x, double y) {
        return Math.sqrt(x * x + y * y);
    }
}
