/** Checkpoints: the state of a run, written at intervals, from which a killed run is resumed. */
package org.thalweg.checkpoint;
