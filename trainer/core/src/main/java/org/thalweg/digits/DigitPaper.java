package org.thalweg.digits;

import org.thalweg.math.Philox;

/** Renders the image of one digit: lines by distance, then a light blur, noise, and rounding to grey levels. */
final class DigitPaper {
    private static final int SIDE = Digits.SIDE;
    /** Image width plus an empty pixel on both sides, so that the blur needs no special cases. */
    private static final int STRIDE = SIDE + 2;

    private static final double BLUR_MAX = 0.16;
    private static final double NOISE_MAX = 16;
    private static final float PAPER_CUT = 8;

    private final float[] ink = new float[STRIDE * STRIDE];

    /**
     * Draws a path. A pixel has the value of the darkest line that touches it, so joints and crossings are not darker.
     */
    void draw(DigitPath path) {
        for (int k = 1; k < path.size(); k++) {
            if (!path.lifted[k]) {
                drawLine(path, k);
            }
        }
    }

    /** Draws the line from point k − 1 to point k: full ink within the radius, fading over one pixel. */
    private void drawLine(DigitPath path, int k) {
        float x0 = path.x[k - 1];
        float y0 = path.y[k - 1];
        float dx = path.x[k] - x0;
        float dy = path.y[k] - y0;
        float r0 = path.radius[k - 1] + 0.5f;
        float dr = path.radius[k] + 0.5f - r0;
        float ink0 = path.ink[k - 1];
        float dInk = path.ink[k] - ink0;
        float square = dx * dx + dy * dy;
        float perSquare = square > 0 ? 1 / square : 0;
        float reach = Math.max(r0, r0 + dr);
        int left = Math.max(0, (int) (Math.min(x0, x0 + dx) - reach));
        int right = Math.min(SIDE - 1, (int) (Math.max(x0, x0 + dx) + reach));
        int top = Math.max(0, (int) (Math.min(y0, y0 + dy) - reach));
        int bottom = Math.min(SIDE - 1, (int) (Math.max(y0, y0 + dy) + reach));
        for (int row = top; row <= bottom; row++) {
            float py = row + 0.5f - y0;
            for (int column = left; column <= right; column++) {
                float px = column + 0.5f - x0;
                float t = Math.max(0, Math.min(1, (px * dx + py * dy) * perSquare));
                float ex = px - t * dx;
                float ey = py - t * dy;
                float r = r0 + t * dr;
                float distance = ex * ex + ey * ey;
                if (distance < r * r) {
                    float cover = Math.min(1, r - (float) Math.sqrt(distance)) * (ink0 + t * dInk);
                    int at = (row + 1) * STRIDE + column + 1;
                    ink[at] = Math.max(ink[at], cover);
                }
            }
        }
    }

    /** Blurs, adds noise and writes the image: [28, 28] grey levels, integers from 0 to 255. */
    void developInto(Philox random, float[] pixels, int offset) {
        float side = (float) (BLUR_MAX * random.nextDouble());
        blur(side, 1);
        blur(side, STRIDE);
        float contrast = (float) (215 + 110 * random.nextDouble());
        float noise = (float) (NOISE_MAX * random.nextDouble());
        for (int row = 0; row < SIDE; row++) {
            for (int column = 0; column < SIDE; column++) {
                float value = ink[(row + 1) * STRIDE + column + 1];
                // Noise mainly affects the ink; clipping leaves only a few specks on the paper.
                float grey = contrast * value + noise * bell(random) * (0.5f + value) - PAPER_CUT;
                pixels[offset + row * SIDE + column] = (int) Math.max(0, Math.min(255, grey + 0.5f));
            }
        }
    }

    /** Mixes each pixel with a share of its two neighbours along one direction. */
    private void blur(float share, int step) {
        float before = 0;
        for (int line = 1; line <= SIDE; line++) {
            int at = line * (STRIDE + 1 - step);
            for (int k = 1; k <= SIDE; k++) {
                at += step;
                float here = ink[at];
                ink[at] = here + share * (before - 2 * here + ink[at + step]);
                before = here;
            }
            before = 0;
        }
    }

    /** A bell-shaped random number with mean 0 and variance 1: the sum of the four bytes of one int. */
    private static float bell(Philox random) {
        int word = random.nextInt();
        int sum = (word & 0xFF) + (word >>> 8 & 0xFF) + (word >>> 16 & 0xFF) + (word >>> 24);
        return (sum - 510) * (1 / 147.8f);
    }
}
