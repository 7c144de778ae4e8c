package org.thalweg.model;

import org.thalweg.data.RowNotes;

/**
 * A model's prediction for a row of cells.
 *
 * @param notes the row's categories that the model does not know, and the columns without a value
 */
public record RowPrediction(Prediction prediction, RowNotes notes) {}
