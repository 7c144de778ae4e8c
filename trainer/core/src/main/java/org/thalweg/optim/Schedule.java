package org.thalweg.optim;

/**
 * The factor on the learning rate over a run, as a function of how many epochs have gone by; whole steps count as parts
 * of an epoch.
 *
 * <p>During a warm-up of u epochs the factor also grows linearly from one step's share to 1 (Goyal et al. 2017).
 *
 * @param kind the shape after the warm-up
 * @param warmUpEpochs u, 0 or more
 */
public record Schedule(Kind kind, double warmUpEpochs) {
    /** A rate that never changes. */
    public static final Schedule CONSTANT = new Schedule(new Kind.Constant(), 0);

    /** Checks the range. */
    public Schedule {
        if (!(warmUpEpochs >= 0)) {
            throw new IllegalArgumentException("warmUpEpochs: expected 0 or more, found " + warmUpEpochs);
        }
    }

    /** The shapes. */
    public sealed interface Kind {
        /**
         * The factor after some epochs.
         *
         * @param epoch epochs gone by, with fractions
         * @param start the epoch at which the warm-up ended
         * @param epochs of the whole run
         */
        double factor(double epoch, double start, double epochs);

        /** 1 throughout. */
        record Constant() implements Kind {
            @Override
            public double factor(double epoch, double start, double epochs) {
                return 1;
            }
        }

        /**
         * factorⁿ after n times everyEpochs epochs.
         *
         * @param everyEpochs above 0
         * @param factor of (0, 1]
         */
        record Step(double everyEpochs, double factor) implements Kind {
            /** Checks the ranges. */
            public Step {
                if (!(everyEpochs > 0) || !(factor > 0 && factor <= 1)) {
                    throw new IllegalArgumentException(
                            "step schedule: expected everyEpochs above 0 and factor in (0, 1], found " + everyEpochs
                                    + " and " + factor);
                }
            }

            @Override
            public double factor(double epoch, double start, double epochs) {
                // Without the small number 0.3 / 0.1 would be 2.
                return StrictMath.pow(factor, Math.floor(epoch / everyEpochs + 1e-9));
            }
        }

        /**
         * Half a cosine from 1 down to finalRate, from the warm-up's end to the run's (Loshchilov and Hutter 2017,
         * "SGDR", eq. 5, without restarts).
         *
         * @param finalRate [0, 1]
         */
        record Cosine(double finalRate) implements Kind {
            /** Checks the range. */
            public Cosine {
                if (!(finalRate >= 0 && finalRate <= 1)) {
                    throw new IllegalArgumentException("finalRate: expected 0 to 1, found " + finalRate);
                }
            }

            @Override
            public double factor(double epoch, double start, double epochs) {
                double progress = Math.max(0, Math.min(1, (epoch - start) / Math.max(epochs - start, 1e-9)));
                return finalRate + (1 - finalRate) * 0.5 * (1 + StrictMath.cos(Math.PI * progress));
            }
        }
    }

    /**
     * The factor for a step.
     *
     * @param step from 0
     * @param stepsPerEpoch 1 or more
     * @param epochs of the whole run
     */
    public double factor(long step, long stepsPerEpoch, int epochs) {
        double epoch = (double) step / stepsPerEpoch;
        double warmUpSteps = warmUpEpochs * stepsPerEpoch;
        double warmUp = step < warmUpSteps ? Math.min(1, (step + 1) / warmUpSteps) : 1;
        return warmUp * kind.factor(epoch, Math.min(warmUpEpochs, epochs), epochs);
    }
}
