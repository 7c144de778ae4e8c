/** The duration of each part of a training step on a standalone cluster of processes on this machine. */
package org.thalweg.benchmarks.scaling;
