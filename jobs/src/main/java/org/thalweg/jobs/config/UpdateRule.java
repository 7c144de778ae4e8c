package org.thalweg.jobs.config;

import org.thalweg.settings.Setting;

/** How an optimizer turns a gradient into a step, with the settings that have a meaning for it. */
public sealed interface UpdateRule {

    /** The type; it tells which of the records this is. */
    OptimizerType type();

    /** Plain gradient descent. */
    record Sgd() implements UpdateRule {
        @Override
        public OptimizerType type() {
            return OptimizerType.SGD;
        }
    }

    /** Gradient descent with momentum, from 0 to below 1. */
    record Momentum(double momentum) implements UpdateRule {
        static final Setting MOMENTUM = Setting.share("momentum", 0.9);

        /**
         * Checks the range.
         *
         * @throws IllegalArgumentException outside it
         */
        public Momentum {
            momentum = MOMENTUM.require(momentum);
        }

        @Override
        public OptimizerType type() {
            return OptimizerType.MOMENTUM;
        }
    }

    /** Nesterov's momentum, from 0 to below 1. */
    record Nesterov(double momentum) implements UpdateRule {
        /**
         * Checks the range.
         *
         * @throws IllegalArgumentException outside it
         */
        public Nesterov {
            momentum = Momentum.MOMENTUM.require(momentum);
        }

        @Override
        public OptimizerType type() {
            return OptimizerType.NESTEROV;
        }
    }

    /** Adam; both betas from 0 to below 1, epsilon above 0. */
    record Adam(double beta1, double beta2, double epsilon) implements UpdateRule {
        static final Setting BETA1 = Setting.share("beta1", 0.9);
        static final Setting BETA2 = Setting.share("beta2", 0.999);
        static final Setting EPSILON = Setting.above("epsilon", 0, 1e-8);

        /**
         * Checks the ranges.
         *
         * @throws IllegalArgumentException outside them
         */
        public Adam {
            beta1 = BETA1.require(beta1);
            beta2 = BETA2.require(beta2);
            epsilon = EPSILON.require(epsilon);
        }

        @Override
        public OptimizerType type() {
            return OptimizerType.ADAM;
        }
    }

    /** Adam with weight decay apart from the gradient; the decay at least 0, the rest as in {@link Adam}. */
    record AdamW(double beta1, double beta2, double epsilon, double weightDecay) implements UpdateRule {
        static final Setting WEIGHT_DECAY = Setting.atLeast("weightDecay", 0, 0.01);

        /**
         * Checks the ranges.
         *
         * @throws IllegalArgumentException outside them
         */
        public AdamW {
            beta1 = Adam.BETA1.require(beta1);
            beta2 = Adam.BETA2.require(beta2);
            epsilon = Adam.EPSILON.require(epsilon);
            weightDecay = WEIGHT_DECAY.require(weightDecay);
        }

        @Override
        public OptimizerType type() {
            return OptimizerType.ADAM_W;
        }
    }
}
