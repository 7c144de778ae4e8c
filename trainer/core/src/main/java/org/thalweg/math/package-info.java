/**
 * Arithmetic on {@code float[]}: kernels, matrix products by BLAS, counter-based random numbers.
 *
 * <p>Invariant: every result depends on the arguments alone (and, for matrix products, on the kind of processor and
 * the BLAS in use): never on a thread count, on the order of calls, or on a JDK's {@code Math} intrinsics.
 */
package org.thalweg.math;
