package org.thalweg.optim;

import java.util.List;
import java.util.Objects;
import org.thalweg.settings.Choice;
import org.thalweg.settings.Setting;

/**
 * The factor on the learning rate over a run, as a function of the epochs passed; steps count as fractions of an epoch.
 *
 * <p>During a warm-up of u epochs the factor also grows linearly from one step's share to 1 (Goyal et al. 2017).
 *
 * @param kind the shape after the warm-up
 * @param warmUpEpochs u, 0 or more
 */
public record Schedule(Kind kind, double warmUpEpochs) {
    /** The range of u. */
    public static final Setting WARM_UP_EPOCHS = Setting.atLeast("warmUpEpochs", 0, 0)
            .means("Number of epochs at the start in which the rate grows linearly to its full value.");

    /** A constant rate. */
    public static final Schedule CONSTANT = new Schedule(new Kind.Constant(), 0);

    /** A tolerance for rounding: without it, 0.3 / 0.1 would be 2 whole periods. */
    private static final double NEARLY = 1e-9;

    /** Checks the range. */
    public Schedule {
        Objects.requireNonNull(kind, "kind");
        warmUpEpochs = WARM_UP_EPOCHS.require(warmUpEpochs);
    }

    /** The shapes. */
    public sealed interface Kind extends Choice.Named {
        /** Every shape that can be chosen by name. */
        List<Choice<Kind>> CHOICES = List.of(
                Constant.CHOICE,
                Step.CHOICE,
                Exponential.CHOICE,
                InverseScaling.CHOICE,
                Polynomial.CHOICE,
                Cosine.CHOICE,
                CosineRestarts.CHOICE,
                OneCycle.CHOICE);

        /**
         * The factor after some epochs.
         *
         * @param epoch epochs passed, with fractions
         * @param start the epoch at which the warm-up ended
         * @param epochs of the whole run
         */
        double factor(double epoch, double start, double epochs);

        /** 1 throughout. */
        record Constant() implements Kind {
            static final Choice<Kind> CHOICE = Choice.<Kind>of(new Constant()).means("The rate does not change.");

            @Override
            public String name() {
                return "constant";
            }

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
            static final Setting EVERY_EPOCHS =
                    Setting.above("everyEpochs", 0, 10).means("Number of epochs between two changes of the rate.");

            static final Setting FACTOR =
                    Setting.factor("factor", 0.1).means("Factor by which the rate is multiplied at each change.");

            static final Choice<Kind> CHOICE = new Choice<Kind>(
                            "step", List.of(EVERY_EPOCHS, FACTOR), of -> new Step(of[0], of[1]))
                    .means("The rate is multiplied by a factor at regular intervals.");

            /** Checks the ranges. */
            public Step {
                everyEpochs = EVERY_EPOCHS.require(everyEpochs);
                factor = FACTOR.require(factor);
            }

            @Override
            public String name() {
                return "step";
            }

            @Override
            public double[] settings() {
                return new double[] {everyEpochs, factor};
            }

            @Override
            public double factor(double epoch, double start, double epochs) {
                return StrictMath.pow(factor, Math.floor(epoch / everyEpochs + NEARLY));
            }
        }

        /**
         * factorᵉ after e epochs, with fractions, counted from the start of the run as in {@link Step}.
         *
         * @param factor γ, of (0, 1]
         */
        record Exponential(double factor) implements Kind {
            static final Setting FACTOR =
                    Setting.factor("factor", 0.9).means("Factor by which the rate is multiplied in each epoch.");

            static final Choice<Kind> CHOICE = new Choice<Kind>(
                            "exponential", List.of(FACTOR), of -> new Exponential(of[0]))
                    .means("The rate is multiplied by factor in every epoch, in small equal parts at each step.");

            /** Checks the range. */
            public Exponential {
                factor = FACTOR.require(factor);
            }

            @Override
            public String name() {
                return "exponential";
            }

            @Override
            public double[] settings() {
                return new double[] {factor};
            }

            @Override
            public double factor(double epoch, double start, double epochs) {
                return StrictMath.pow(factor, epoch);
            }
        }

        /**
         * finalRate + (1 − finalRate) (1 − p)^power, where p goes from 0 at the warm-up's end to 1 at the run's; a power
         * of 1 is a straight line.
         *
         * @param power above 0
         * @param finalRate [0, 1]
         */
        record Polynomial(double power, double finalRate) implements Kind {
            static final Setting POWER = Setting.above("power", 0, 1)
                    .means("The rate follows (remaining share of the run)^power: 1 gives a straight line.");

            static final Setting FINAL_RATE =
                    Setting.unit("finalRate", 0).means("Rate at the end of training, as a share of learningRate.");

            static final Choice<Kind> CHOICE = new Choice<Kind>(
                            "polynomial", List.of(POWER, FINAL_RATE), of -> new Polynomial(of[0], of[1]))
                    .means(
                            "The rate falls from its full value to finalRate, following (remaining share of the run)^power.");

            /** Checks the ranges. */
            public Polynomial {
                power = POWER.require(power);
                finalRate = FINAL_RATE.require(finalRate);
            }

            @Override
            public String name() {
                return "polynomial";
            }

            @Override
            public double[] settings() {
                return new double[] {power, finalRate};
            }

            @Override
            public double factor(double epoch, double start, double epochs) {
                return finalRate + (1 - finalRate) * StrictMath.pow(1 - progress(epoch, start, epochs), power);
            }
        }

        /**
         * (1 + t)^−power after t epochs from the warm-up's end, parts of epochs too: as scikit-learn's {@code invscaling},
         * which counts rows and steps down once an epoch.
         *
         * @param power above 0
         */
        record InverseScaling(double power) implements Kind {
            static final Setting POWER =
                    Setting.above("power", 0, 0.5).means("The rate is divided by (1 + elapsed epochs)^power.");

            static final Choice<Kind> CHOICE = new Choice<Kind>(
                            "inverseScaling", List.of(POWER), of -> new InverseScaling(of[0]))
                    .means("The rate is divided by (1 + elapsed epochs)^power.");

            /** Checks the range. */
            public InverseScaling {
                power = POWER.require(power);
            }

            @Override
            public String name() {
                return "inverseScaling";
            }

            @Override
            public double[] settings() {
                return new double[] {power};
            }

            @Override
            public double factor(double epoch, double start, double epochs) {
                return StrictMath.pow(1 + Math.max(0, epoch - start), -power);
            }
        }

        /**
         * Half a cosine from 1 down to finalRate, from the warm-up's end to the run's (Loshchilov and Hutter 2017,
         * "SGDR", eq. 5, without restarts).
         *
         * @param finalRate [0, 1]
         */
        record Cosine(double finalRate) implements Kind {
            static final Setting FINAL_RATE =
                    Setting.unit("finalRate", 0).means("Rate at the end of training, as a share of learningRate.");

            static final Choice<Kind> CHOICE = new Choice<Kind>("cosine", List.of(FINAL_RATE), of -> new Cosine(of[0]))
                    .means("The rate falls along half a cosine.");

            /** Checks the range. */
            public Cosine {
                finalRate = FINAL_RATE.require(finalRate);
            }

            @Override
            public String name() {
                return "cosine";
            }

            @Override
            public double[] settings() {
                return new double[] {finalRate};
            }

            @Override
            public double factor(double epoch, double start, double epochs) {
                return halfCosine(1, finalRate, progress(epoch, start, epochs));
            }
        }

        /**
         * Half cosines from 1 down to finalRate again and again from the warm-up's end: the first takes cycleEpochs,
         * each further one multiplier times as long as the one before (Loshchilov and Hutter 2017, "SGDR", eq. 5).
         *
         * @param cycleEpochs T₀, above 0, parts of epochs too
         * @param multiplier T_mult, 1 or more
         * @param finalRate [0, 1]
         */
        record CosineRestarts(double cycleEpochs, double multiplier, double finalRate) implements Kind {
            static final Setting CYCLE_EPOCHS =
                    Setting.above("cycleEpochs", 0, 10).means("Number of epochs in the first cycle.");

            static final Setting MULTIPLIER = Setting.atLeast("multiplier", 1, 2)
                    .means("Length of a cycle, divided by the length of the previous one.");

            static final Setting FINAL_RATE =
                    Setting.unit("finalRate", 0).means("Rate at the end of each cycle, as a share of learningRate.");

            static final Choice<Kind> CHOICE = new Choice<Kind>(
                            "cosineRestarts",
                            List.of(CYCLE_EPOCHS, MULTIPLIER, FINAL_RATE),
                            of -> new CosineRestarts(of[0], of[1], of[2]))
                    .means("In each cycle, the rate falls along half a cosine from its full value to finalRate.");

            /** Checks the ranges. */
            public CosineRestarts {
                cycleEpochs = CYCLE_EPOCHS.require(cycleEpochs);
                multiplier = MULTIPLIER.require(multiplier);
                finalRate = FINAL_RATE.require(finalRate);
            }

            @Override
            public String name() {
                return "cosineRestarts";
            }

            @Override
            public double[] settings() {
                return new double[] {cycleEpochs, multiplier, finalRate};
            }

            @Override
            public double factor(double epoch, double start, double epochs) {
                // n whole cycles take T₀ (Mⁿ − 1) / (M − 1) epochs, or n T₀.
                double gone = Math.max(0, epoch - start) / cycleEpochs;
                double growth = multiplier - 1;
                double n = growth == 0 ? gone : StrictMath.log1p(gone * growth) / StrictMath.log1p(growth);
                n = Math.floor(n + NEARLY);
                double cycleStart = growth == 0 ? n : StrictMath.expm1(n * StrictMath.log1p(growth)) / growth;
                return halfCosine(1, finalRate, Math.max(0, (gone - cycleStart) / StrictMath.pow(multiplier, n)));
            }
        }

        /**
         * One cycle from the warm-up's end to the run's: half a cosine from 1 / divFactor up to 1 over riseShare of it,
         * half a cosine down to finalFactor over the rest (Smith and Topin 2018, "Super-convergence", with cosines for
         * lines).
         *
         * @param divFactor 1 or more; by default {@value #DEFAULT_DIV_FACTOR}
         * @param riseShare [0, 1]; by default {@value #DEFAULT_RISE_SHARE}
         * @param finalFactor of the full rate, not of the first, [0, 1]; by default {@value #DEFAULT_FINAL_FACTOR}
         */
        record OneCycle(double divFactor, double riseShare, double finalFactor) implements Kind {
            static final Setting DIV_FACTOR = Setting.atLeast("divFactor", 1, OneCycle.DEFAULT_DIV_FACTOR)
                    .means("The rate starts at learningRate / divFactor.");

            static final Setting RISE_SHARE = Setting.unit("riseShare", OneCycle.DEFAULT_RISE_SHARE)
                    .means("Share of the run in which the rate rises.");

            static final Setting FINAL_FACTOR = Setting.unit("finalFactor", OneCycle.DEFAULT_FINAL_FACTOR)
                    .means("Rate at the end of training, as a share of learningRate.");

            static final Choice<Kind> CHOICE = new Choice<Kind>(
                            "oneCycle",
                            List.of(DIV_FACTOR, RISE_SHARE, FINAL_FACTOR),
                            of -> new OneCycle(of[0], of[1], of[2]))
                    .means("The rate rises once to its full value and then falls, both along half cosines.");

            /** The default divFactor. */
            public static final double DEFAULT_DIV_FACTOR = 25;

            /** The default riseShare. */
            public static final double DEFAULT_RISE_SHARE = 0.3;

            /** The default finalFactor. */
            public static final double DEFAULT_FINAL_FACTOR = 1e-4;

            /** Checks the ranges. */
            public OneCycle {
                divFactor = DIV_FACTOR.require(divFactor);
                riseShare = RISE_SHARE.require(riseShare);
                finalFactor = FINAL_FACTOR.require(finalFactor);
            }

            /** With the defaults. */
            public OneCycle() {
                this(DEFAULT_DIV_FACTOR, DEFAULT_RISE_SHARE, DEFAULT_FINAL_FACTOR);
            }

            @Override
            public String name() {
                return "oneCycle";
            }

            @Override
            public double[] settings() {
                return new double[] {divFactor, riseShare, finalFactor};
            }

            @Override
            public double factor(double epoch, double start, double epochs) {
                double progress = progress(epoch, start, epochs);
                return progress < riseShare
                        ? halfCosine(1 / divFactor, 1, progress / riseShare)
                        : halfCosine(1, finalFactor, (progress - riseShare) / Math.max(1 - riseShare, NEARLY));
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

    private static double progress(double epoch, double start, double epochs) {
        return Math.max(0, Math.min(1, (epoch - start) / Math.max(epochs - start, NEARLY)));
    }

    private static double halfCosine(double from, double to, double progress) {
        return to + (from - to) * 0.5 * (1 + StrictMath.cos(Math.PI * progress));
    }
}
