package org.thalweg.model;

import org.thalweg.data.RowNotes;

/**
 * What a model answers to a row's cells.
 *
 * @param prediction the answer
 * @param notes which of the row's categories the model does not know, and which columns lack a value
 */
public record RowPrediction(Prediction prediction, RowNotes notes) {}
