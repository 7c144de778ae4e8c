package org.thalweg.digits;

import org.thalweg.math.Philox;

/**
 * An unlimited supply of synthetic handwritten digits: the built-in example data.
 *
 * <p>Digit i of seed s depends only on (s, i), with the same bits on every machine and in any order, so any part of the
 * data can be generated anywhere. Each class has a few hand-designed shapes; position, size, slant, pen and noise are
 * random. Images have the form of the MNIST files (LeCun, Cortes and Burges): paper 0, ink up to 255.
 *
 * <p>Immutable and safe to share between threads.
 */
public final class Digits {
    /** Width and height of an image in pixels. */
    public static final int SIDE = 28;
    /** Values per image. */
    public static final int PIXELS = SIDE * SIDE;
    /** The number of classes, the digits 0 to 9. */
    public static final int CLASSES = 10;

    private final long seed;

    /**
     * The digits of a seed.
     *
     * @param seed any value; different seeds give unrelated digits
     */
    public Digits(long seed) {
        this.seed = seed;
    }

    /**
     * The class of one digit, drawn uniformly and independently for each index.
     *
     * @param index the digit's number, any value
     * @return 0 to 9
     */
    public int label(long index) {
        return label(new Philox(seed, index));
    }

    /**
     * Draws one digit and returns its class.
     *
     * @param index the digit's number, any value
     * @param pixels receives the image, [28, 28] row-major from the top left: integer grey levels, 0 (paper) to 255
     *     (ink). Only {@code offset} to {@code offset + 783} is changed
     * @param offset start of the image in {@code pixels}
     * @return 0 to 9, the same as {@link #label}
     * @throws IllegalArgumentException if the image does not fit into {@code pixels} at {@code offset}
     */
    public int drawInto(long index, float[] pixels, int offset) {
        if (offset < 0 || offset > pixels.length - PIXELS) {
            throw new IllegalArgumentException("pixels: expected " + PIXELS + " values from offset " + offset
                    + ", found an array of " + pixels.length);
        }
        Philox random = new Philox(seed, index);
        int label = label(random);
        DigitStroke[] shape = DigitStrokes.shape(label, random.nextInt(DigitStrokes.shapes(label)));
        DigitPaper paper = new DigitPaper();
        paper.draw(new DigitHand(random).write(shape));
        paper.developInto(random, pixels, offset);
        return label;
    }

    private static int label(Philox random) {
        return random.nextInt(CLASSES);
    }
}
