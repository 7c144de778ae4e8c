package org.thalweg.jobs.config;

import org.thalweg.settings.Labelled;

/** What scoring with an autoencoder adds to a row, each a column of that name. */
public enum OutputColumn implements Labelled {
    /** The activations of the narrow layer: a vector. */
    CODE,
    /** The mean squared error of the reconstruction, of scaled values. */
    ERROR,
    /** The row as it was read back from the code, in the units of the data: a vector. */
    RECONSTRUCTION
}
