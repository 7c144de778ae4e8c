/**
 * Files of named tensors in safetensors' layout, with a hash over the whole file. Any safetensors reader can read them,
 * and reading them executes no code.
 *
 * <pre>
 *   bytes 0–7     N, the header's length, little-endian
 *   N bytes       JSON: "__metadata__" (strings by key, "sha256" first), then each tensor's dtype F32, shape, data_offsets;
 *                 padded with spaces so that 8 + N is a multiple of 8
 *   the rest      the tensors, row-major, little-endian, without gaps
 * </pre>
 *
 * <p>The 64 hex digits of "sha256", from byte 35 on, are the hash of the whole file with these digits replaced by '0'.
 * A file that is truncated or differs in any bit is rejected. The hash detects accidents, not forgery.
 */
package org.thalweg.safetensors;
