package org.thalweg.jobs.config;

import org.thalweg.settings.Setting;

/** The job file's {@code optimizer.schedule}: the learning rate's course, after a linear rise over the warm-up. */
public sealed interface Schedule {

    /** The type; it tells which of the records this is. */
    ScheduleType type();

    /** The epochs, or a fraction of one, over which the rate rises to {@code learningRate}; at least 0. */
    double warmUpEpochs();

    /** The rate stays as it is. */
    record Constant(double warmUpEpochs) implements Schedule {
        static final Setting WARM_UP_EPOCHS = Setting.atLeast("warmUpEpochs", 0, 0);

        /**
         * Checks the range.
         *
         * @throws IllegalArgumentException outside it
         */
        public Constant {
            warmUpEpochs = WARM_UP_EPOCHS.require(warmUpEpochs);
        }

        @Override
        public ScheduleType type() {
            return ScheduleType.CONSTANT;
        }
    }

    /** The rate is multiplied by {@code factor}, above 0 and at most 1, every {@code everyEpochs}, above 0. */
    record Step(double warmUpEpochs, double everyEpochs, double factor) implements Schedule {
        static final Setting EVERY_EPOCHS = Setting.above("everyEpochs", 0, 10);
        static final Setting FACTOR = new Setting("factor", 0, false, 1, true, 0.1);

        /**
         * Checks the ranges.
         *
         * @throws IllegalArgumentException outside them
         */
        public Step {
            warmUpEpochs = Constant.WARM_UP_EPOCHS.require(warmUpEpochs);
            everyEpochs = EVERY_EPOCHS.require(everyEpochs);
            factor = FACTOR.require(factor);
        }

        @Override
        public ScheduleType type() {
            return ScheduleType.STEP;
        }
    }

    /** The rate falls along a half cosine to {@code finalRate}, a share of the learning rate from 0 to 1. */
    record Cosine(double warmUpEpochs, double finalRate) implements Schedule {
        static final Setting FINAL_RATE = new Setting("finalRate", 0, true, 1, true, 0);

        /**
         * Checks the ranges.
         *
         * @throws IllegalArgumentException outside them
         */
        public Cosine {
            warmUpEpochs = Constant.WARM_UP_EPOCHS.require(warmUpEpochs);
            finalRate = FINAL_RATE.require(finalRate);
        }

        @Override
        public ScheduleType type() {
            return ScheduleType.COSINE;
        }
    }
}
