/** Training on a standalone cluster of processes of this machine: what each part of a step takes. */
package org.thalweg.benchmarks.scaling;
