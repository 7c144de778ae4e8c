/**
 * Reading JSON from untrusted files, token by token, and writing it.
 *
 * <p>Invariant: JSON never decides which classes are instantiated, and everything that is not expected is rejected.
 */
package org.thalweg.json;
