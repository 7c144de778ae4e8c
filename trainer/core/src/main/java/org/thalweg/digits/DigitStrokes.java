package org.thalweg.digits;

import static org.thalweg.digits.DigitStroke.from;

/** The shapes of each digit: a few per class, each of one to three strokes in a box of height 1. */
final class DigitStrokes {
    /** [class][shape][stroke]. */
    private static final DigitStroke[][][] SHAPES = {
        zeros(), ones(), twos(), threes(), fours(), fives(), sixes(), sevens(), eights(), nines()
    };

    private DigitStrokes() {}

    /** The number of shapes of a digit. */
    static int shapes(int digit) {
        return SHAPES[digit].length;
    }

    /** A copy of one shape's list of strokes. */
    static DigitStroke[] shape(int digit, int number) {
        return SHAPES[digit][number].clone();
    }

    private static DigitStroke[][] zeros() {
        return new DigitStroke[][] {
            // round, narrow, and with a hook at the start that crosses the end
            {from(0.60, 0.02).arc(0.36, 0.50, 0.79, -1.01)},
            {from(0.55, 0.01).arc(0.24, 0.50, 0.78, -1.02)},
            {
                from(0.66, 0.08)
                        .through(
                                0.42, 0.01, 0.20, 0.25, 0.16, 0.62, 0.34, 0.96, 0.62, 0.95, 0.82, 0.62, 0.78, 0.22,
                                0.58, 0.04, 0.40, 0.10)
            }
        };
    }

    private static DigitStroke[][] ones() {
        return new DigitStroke[][] {
            // bare, with a serif, with serif and foot, with a steep upstroke
            {from(0.50, 0.00).lineTo(0.50, 1.00)},
            {from(0.32, 0.20).lineTo(0.54, 0.00).lineTo(0.54, 1.00)},
            {
                from(0.32, 0.18).lineTo(0.52, 0.00).lineTo(0.52, 0.98),
                from(0.26, 0.99).lineTo(0.80, 0.98)
            },
            {from(0.30, 0.36).through(0.46, 0.18, 0.56, 0.00).lineTo(0.55, 1.00)}
        };
    }

    private static DigitStroke[][] twos() {
        return new DigitStroke[][] {
            // a corner below, a loop below, a swung base
            {
                from(0.14, 0.24)
                        .through(0.30, 0.04, 0.56, 0.00, 0.78, 0.16, 0.76, 0.40, 0.52, 0.68, 0.12, 0.98)
                        .lineTo(0.88, 0.98)
            },
            {
                from(0.14, 0.20)
                        .through(
                                0.34, 0.02, 0.62, 0.02, 0.79, 0.22, 0.70, 0.50, 0.45, 0.80, 0.22, 0.97, 0.07, 0.92,
                                0.16, 0.79, 0.40, 0.86, 0.62, 0.98, 0.90, 0.90)
            },
            {
                from(0.16, 0.22)
                        .through(0.44, 0.00, 0.76, 0.18, 0.62, 0.56, 0.12, 0.95)
                        .through(0.34, 0.90, 0.62, 0.99, 0.90, 0.93)
            }
        };
    }

    private static DigitStroke[][] threes() {
        return new DigitStroke[][] {
            // two bows, a flat top, a small loop in the middle
            {
                from(0.16, 0.12)
                        .through(0.42, 0.00, 0.70, 0.10, 0.70, 0.32, 0.38, 0.47)
                        .through(0.72, 0.54, 0.82, 0.78, 0.56, 0.99, 0.28, 0.98, 0.10, 0.86)
            },
            {
                from(0.16, 0.03)
                        .lineTo(0.78, 0.02)
                        .lineTo(0.42, 0.40)
                        .through(0.70, 0.46, 0.82, 0.70, 0.62, 0.96, 0.34, 1.00, 0.12, 0.88)
            },
            {
                from(0.16, 0.15)
                        .through(
                                0.42, 0.00, 0.72, 0.12, 0.66, 0.36, 0.44, 0.50, 0.34, 0.45, 0.48, 0.43, 0.74, 0.56,
                                0.80, 0.80, 0.54, 1.00, 0.14, 0.90)
            }
        };
    }

    private static DigitStroke[][] fours() {
        return new DigitStroke[][] {
            // open with a corner, closed, open and round
            {
                from(0.26, 0.02).lineTo(0.14, 0.56).lineTo(0.88, 0.54),
                from(0.68, 0.16).lineTo(0.62, 1.00)
            },
            {
                from(0.64, 0.00).lineTo(0.08, 0.66).lineTo(0.92, 0.66),
                from(0.64, 0.00).lineTo(0.63, 1.00)
            },
            {
                from(0.20, 0.04).through(0.13, 0.30, 0.20, 0.50, 0.46, 0.54, 0.78, 0.42),
                from(0.80, 0.00).through(0.77, 0.50, 0.72, 1.00)
            }
        };
    }

    private static DigitStroke[][] fives() {
        return new DigitStroke[][] {
            // the bar last, all in one, rounded at the shoulder
            {
                from(0.26, 0.03).lineTo(0.20, 0.44).through(0.50, 0.37, 0.78, 0.52, 0.80, 0.78, 0.54, 0.99, 0.12, 0.92),
                from(0.26, 0.03).lineTo(0.82, 0.02)
            },
            {
                from(0.84, 0.02)
                        .lineTo(0.28, 0.04)
                        .lineTo(0.24, 0.46)
                        .through(0.52, 0.40, 0.78, 0.58, 0.74, 0.86, 0.44, 1.00, 0.12, 0.88)
            },
            {
                from(0.82, 0.04)
                        .through(
                                0.52, 0.02, 0.30, 0.12, 0.26, 0.36, 0.48, 0.46, 0.74, 0.60, 0.74, 0.84, 0.46, 1.00,
                                0.14, 0.92)
            }
        };
    }

    private static DigitStroke[][] sixes() {
        return new DigitStroke[][] {
            // bowed, straight and narrow, curled at the top
            {
                from(0.68, 0.02)
                        .through(
                                0.38, 0.20, 0.19, 0.50, 0.17, 0.78, 0.40, 0.99, 0.68, 0.93, 0.79, 0.72, 0.62, 0.53,
                                0.38, 0.56, 0.20, 0.75)
            },
            {
                from(0.52, 0.00)
                        .through(
                                0.32, 0.36, 0.22, 0.70, 0.32, 0.96, 0.58, 0.97, 0.72, 0.76, 0.58, 0.58, 0.38, 0.64,
                                0.24, 0.80)
            },
            {
                from(0.80, 0.12)
                        .through(
                                0.60, 0.00, 0.34, 0.12, 0.18, 0.45, 0.18, 0.80, 0.44, 1.00, 0.74, 0.90, 0.78, 0.68,
                                0.55, 0.52, 0.22, 0.68)
            }
        };
    }

    private static DigitStroke[][] sevens() {
        return new DigitStroke[][] {
            // plain, with a bar, bowed, with a hook at the start
            {from(0.08, 0.04).lineTo(0.87, 0.03).lineTo(0.38, 1.00)},
            {
                from(0.12, 0.04).lineTo(0.85, 0.03).lineTo(0.40, 1.00),
                from(0.32, 0.52).lineTo(0.84, 0.50)
            },
            {from(0.08, 0.08).through(0.45, 0.07, 0.86, 0.04).through(0.60, 0.34, 0.46, 0.66, 0.42, 1.00)},
            {from(0.09, 0.22).lineTo(0.11, 0.05).lineTo(0.87, 0.03).lineTo(0.42, 1.00)}
        };
    }

    private static DigitStroke[][] eights() {
        return new DigitStroke[][] {
            // one line that crosses itself, two rings, one line left open at the top
            {
                from(0.72, 0.14)
                        .through(
                                0.50, 0.00, 0.27, 0.12, 0.30, 0.32, 0.52, 0.47, 0.78, 0.66, 0.76, 0.90, 0.50, 1.00,
                                0.22, 0.90, 0.24, 0.67, 0.50, 0.47, 0.70, 0.30, 0.71, 0.12)
            },
            {from(0.50, 0.00).arc(0.25, 0.23, 0.75, -1.0), from(0.50, 0.46).arc(0.31, 0.27, 0.75, 1.0)},
            {
                from(0.80, 0.09)
                        .through(
                                0.56, 0.00, 0.29, 0.10, 0.31, 0.32, 0.58, 0.48, 0.77, 0.70, 0.68, 0.95, 0.40, 1.00,
                                0.20, 0.84, 0.30, 0.64, 0.58, 0.42, 0.80, 0.14)
            }
        };
    }

    private static DigitStroke[][] nines() {
        return new DigitStroke[][] {
            // a straight tail, a curved tail, a small head on a slanted tail
            {
                from(0.76, 0.14)
                        .through(0.52, 0.00, 0.25, 0.10, 0.19, 0.36, 0.42, 0.52, 0.66, 0.40, 0.77, 0.14)
                        .lineTo(0.72, 1.00)
            },
            {
                from(0.76, 0.18)
                        .through(0.54, 0.00, 0.26, 0.10, 0.20, 0.36, 0.42, 0.50, 0.66, 0.40, 0.78, 0.16)
                        .through(0.80, 0.50, 0.70, 0.85, 0.44, 1.00, 0.18, 0.92)
            },
            {
                from(0.74, 0.10)
                        .through(0.50, 0.00, 0.28, 0.14, 0.30, 0.38, 0.52, 0.44, 0.72, 0.26, 0.77, 0.08)
                        .through(0.68, 0.50, 0.48, 1.00)
            }
        };
    }
}
