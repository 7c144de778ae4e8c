package org.thalweg.benchmarks.peers;

import java.util.List;
import org.thalweg.nn.Activation;
import org.thalweg.nn.Network;

/**
 * A classification problem: rows to train on and rows to evaluate on.
 *
 * @param hidden the widths of the hidden layers
 * @param train the training rows, for all trainers except ours
 * @param test the test rows, for all trainers except ours
 * @param job the keys of {@code data} for the same training rows in our job file
 * @param validation the value of {@code data.validation} for the same test rows, if they are evaluated after every epoch
 */
record Problem(
        String name,
        int inputs,
        List<Integer> hidden,
        int classes,
        RawRows train,
        RawRows test,
        String job,
        String validation) {
    Problem withHidden(List<Integer> widths) {
        return new Problem(name, inputs, widths, classes, train, test, job, validation);
    }

    int rows() {
        return train.count();
    }

    Network network() {
        return Network.of(inputs, hidden, Activation.RELU, classes, Activation.SOFTMAX);
    }

    /** The arithmetic operations of the matrix products in one pass over all rows, forward and backward. */
    double operations() {
        return (double) rows() * network().gradientOperations();
    }
}
