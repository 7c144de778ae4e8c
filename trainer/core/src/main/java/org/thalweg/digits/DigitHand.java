package org.thalweg.digits;

import org.thalweg.math.Philox;

/**
 * Distorts the shape of one digit randomly.
 *
 * <p>Anchors are moved, and their handles are rotated and stretched together, so that smooth joins stay smooth. Strokes
 * are shifted. The digit is bent, sheared, rotated, stretched, scaled to a random size in pixels and placed inside the
 * image.
 */
final class DigitHand {
    /** The number of line segments per curve. */
    private static final int PIECES = 6;

    private static final double ANCHOR_MOVE = 0.024;
    private static final double HANDLE_TURN = 0.10;
    private static final double HANDLE_STRETCH = 0.12;
    private static final double STROKE_MOVE = 0.020;
    private static final double BEND = 0.05;
    /** Shear, mostly −16° to +22°: most handwriting leans to the right. */
    private static final double SLANT_MEAN = 0.06;

    private static final double SLANT = 0.18;
    /** Standard deviation of the tangent of half the rotation angle: mostly within ±7°. */
    private static final double TURN = 0.035;

    private static final double ASPECT = 0.13;
    private static final double HEIGHT_MIN = 15;
    private static final double HEIGHT_MAX = 21;
    private static final double WIDTH_MAX = 21;
    /** The minimum distance in pixels between a line's edge and the image border. */
    private static final double MARGIN = 1;

    private static final double PLACE = 1.1;
    private static final double RADIUS_MIN = 0.75;
    private static final double RADIUS_MAX = 1.65;
    /** Pen pressure varies along a stroke with this many interpolation points. */
    private static final int KNOTS = 4;

    private static final double PRESSURE = 0.12;
    private static final double FAINT_SHARE = 0.15;

    private final Philox random;

    DigitHand(Philox random) {
        this.random = random;
    }

    /** Converts a shape to a pen path in pixels. */
    DigitPath write(DigitStroke[] shape) {
        int size = 0;
        for (DigitStroke stroke : shape) {
            size += stroke.curves() * PIECES + 1;
        }
        double[] x = new double[size];
        double[] y = new double[size];
        DigitPath path = new DigitPath(size);
        int at = 0;
        for (DigitStroke stroke : shape) {
            path.lifted[at] = true;
            at = flatten(vary(stroke), x, y, at);
        }
        bend(x, y);
        slant(x, y);
        double radius = RADIUS_MIN + (RADIUS_MAX - RADIUS_MIN) * random.nextDouble();
        press(path, radius);
        place(x, y, path);
        faint(path);
        return path;
    }

    /** A bell-shaped random number with mean 0 and variance 1, bounded by ±3, so that distortions are bounded. */
    private double bell() {
        return 2 * (random.nextDouble() + random.nextDouble() + random.nextDouble()) - 3;
    }

    /** The stroke's points, randomly moved. */
    private double[] vary(DigitStroke stroke) {
        double[] p = stroke.points();
        double strokeX = STROKE_MOVE * bell();
        double strokeY = STROKE_MOVE * bell();
        for (int anchor = 0; anchor < p.length; anchor += 6) {
            double x = p[anchor];
            double y = p[anchor + 1];
            double moveX = strokeX + ANCHOR_MOVE * bell();
            double moveY = strokeY + ANCHOR_MOVE * bell();
            double along = 1 + HANDLE_STRETCH * bell();
            double across = HANDLE_TURN * bell();
            for (int handle = Math.max(anchor - 2, 0); handle <= Math.min(anchor + 2, p.length - 2); handle += 2) {
                double dx = p[handle] - x;
                double dy = p[handle + 1] - y;
                p[handle] = x + moveX + along * dx - across * dy;
                p[handle + 1] = y + moveY + along * dy + across * dx;
            }
        }
        return p;
    }

    /** Converts a stroke's curves to points, stored from {@code at} on; returns the index after the last. */
    private static int flatten(double[] p, double[] x, double[] y, int at) {
        x[at] = p[0];
        y[at] = p[1];
        for (int k = 0; k + 6 < p.length; k += 6) {
            for (int piece = 1; piece <= PIECES; piece++) {
                at++;
                double t = (double) piece / PIECES;
                double s = 1 - t;
                double b0 = s * s * s;
                double b1 = 3 * s * s * t;
                double b2 = 3 * s * t * t;
                double b3 = t * t * t;
                x[at] = b0 * p[k] + b1 * p[k + 2] + b2 * p[k + 4] + b3 * p[k + 6];
                y[at] = b0 * p[k + 1] + b1 * p[k + 3] + b2 * p[k + 5] + b3 * p[k + 7];
            }
        }
        return at + 1;
    }

    /** Bends the digit by a random cubic polynomial that fixes the centre. */
    private void bend(double[] x, double[] y) {
        double[] c = new double[8];
        for (int k = 0; k < c.length; k++) {
            c[k] = BEND * bell();
        }
        for (int k = 0; k < x.length; k++) {
            double u = 2 * x[k] - 1;
            double v = 2 * y[k] - 1;
            x[k] += c[0] * u * v + c[1] * u * u + c[2] * v * v + c[3] * v * v * v;
            y[k] += c[4] * u * v + c[5] * u * u + c[6] * v * v + c[7] * u * u * u;
        }
    }

    /** Stretches, shears and rotates the digit. */
    private void slant(double[] x, double[] y) {
        double aspect = 1 + ASPECT * bell();
        double shear = SLANT_MEAN + SLANT * bell();
        double h = TURN * bell();
        double cos = (1 - h * h) / (1 + h * h);
        double sin = 2 * h / (1 + h * h);
        for (int k = 0; k < x.length; k++) {
            double u = aspect * x[k] - shear * y[k];
            double v = y[k];
            x[k] = cos * u - sin * v;
            y[k] = sin * u + cos * v;
        }
    }

    /** Sets each point's radius and ink: lower pressure gives a thinner and paler line. */
    private void press(DigitPath path, double radius) {
        int start = 0;
        while (start < path.size()) {
            int end = start + 1;
            while (end < path.size() && !path.lifted[end]) {
                end++;
            }
            double[] knots = new double[KNOTS];
            for (int k = 0; k < KNOTS; k++) {
                knots[k] = PRESSURE * bell();
            }
            for (int k = start; k < end; k++) {
                double where = (double) (k - start) * (KNOTS - 1) / (end - start);
                int knot = (int) where;
                double pressure = 1 + knots[knot] + (where - knot) * (knots[knot + 1] - knots[knot]);
                path.radius[k] = (float) (radius * pressure);
                path.ink[k] = (float) Math.min(1, 0.45 + 0.55 * pressure);
            }
            start = end;
        }
    }

    /** Scales the points to a random size in pixels, near the centre of the image and within its borders. */
    private void place(double[] x, double[] y, DigitPath path) {
        double left = Double.POSITIVE_INFINITY;
        double right = Double.NEGATIVE_INFINITY;
        double top = Double.POSITIVE_INFINITY;
        double bottom = Double.NEGATIVE_INFINITY;
        double pen = 0;
        for (int k = 0; k < x.length; k++) {
            left = Math.min(left, x[k]);
            right = Math.max(right, x[k]);
            top = Math.min(top, y[k]);
            bottom = Math.max(bottom, y[k]);
            pen = Math.max(pen, path.radius[k]);
        }
        double height = HEIGHT_MIN + (HEIGHT_MAX - HEIGHT_MIN) * random.nextDouble();
        double scale = Math.min(height / (bottom - top), WIDTH_MAX / (right - left));
        double middleX = middle(scale * (right - left) / 2 + pen);
        double middleY = middle(scale * (bottom - top) / 2 + pen);
        for (int k = 0; k < x.length; k++) {
            path.x[k] = (float) (middleX + scale * (x[k] - (left + right) / 2));
            path.y[k] = (float) (middleY + scale * (y[k] - (top + bottom) / 2));
        }
    }

    /** A random centre for an object that extends this far to both sides. */
    private double middle(double reach) {
        double free = Math.max(0, Digits.SIDE / 2.0 - MARGIN - reach);
        return Digits.SIDE / 2.0 + Math.max(-free, Math.min(free, PLACE * bell()));
    }

    /** Occasionally reduces the ink over a few pixels. */
    private void faint(DigitPath path) {
        boolean faint = random.nextDouble() < FAINT_SHARE;
        int where = random.nextInt(path.size());
        double depth = 0.5 + 0.4 * random.nextDouble();
        double reach = 1.5 + 2 * random.nextDouble();
        for (int k = 0; faint && k < path.size(); k++) {
            double dx = path.x[k] - path.x[where];
            double dy = path.y[k] - path.y[where];
            double near = Math.max(0, 1 - (dx * dx + dy * dy) / (reach * reach));
            path.ink[k] *= (float) (1 - depth * near);
        }
    }
}
