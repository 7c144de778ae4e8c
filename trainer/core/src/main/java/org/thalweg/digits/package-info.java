/**
 * The built-in example data: synthetic handwritten digits.
 *
 * <p>Invariant: the bits of an image depend only on its seed and number.
 */
package org.thalweg.digits;
