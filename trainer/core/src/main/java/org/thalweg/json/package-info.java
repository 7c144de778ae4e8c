/**
 * JSON of files that nobody vouches for, read token by token and written.
 *
 * <p>Invariant: no object of a class is made of a file's JSON, and what is not expected is refused.
 */
package org.thalweg.json;
