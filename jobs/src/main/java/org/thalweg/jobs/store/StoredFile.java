package org.thalweg.jobs.store;

/**
 * A file of a version, as it was when the version was published.
 *
 * @param bytes its length
 * @param sha256 of its bytes, in lower-case hex
 */
public record StoredFile(long bytes, String sha256) {}
