/**
 * The built-in example data: handwritten digits, drawn by arithmetic.
 *
 * <p>Invariant: an image is a function of its seed and number alone, to the bit.
 */
package org.thalweg.digits;
