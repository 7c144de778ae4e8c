package org.thalweg.spark.config;

import org.thalweg.settings.Labelled;

/** What scoring by an autoencoder adds to each row. */
public enum OutputColumn implements Labelled {
    /** The activations of a hidden layer. */
    CODE,
    /** How far the reconstruction is from the input. */
    ERROR,
    /** What the network makes of the input. */
    RECONSTRUCTION
}
