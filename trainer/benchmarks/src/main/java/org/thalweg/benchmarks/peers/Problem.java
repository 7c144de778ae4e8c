package org.thalweg.benchmarks.peers;

import java.util.List;
import org.thalweg.nn.Activation;
import org.thalweg.nn.Network;

/**
 * Rows to train on and rows to judge by, for a classifier.
 *
 * @param hidden the widths of the hidden layers
 * @param train what all but ours read
 * @param test what all but ours judge by
 * @param job the keys of {@code data} that say where ours reads the same rows
 * @param validation that key's value in ours, where the test rows are judged after every epoch
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

    /** Arithmetic operations of one pass over all rows, forward and backward, of the matrix products alone. */
    double operations() {
        return (double) rows() * network().gradientOperations();
    }
}
