package org.thalweg.jobs.store;

/**
 * Length and hash of a version's file when the version was published.
 *
 * @param bytes its length
 * @param sha256 of its bytes, in lower-case hex
 */
public record StoredFile(long bytes, String sha256) {}
