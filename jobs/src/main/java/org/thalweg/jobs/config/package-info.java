/**
 * Job files: YAML bound, strictly, to immutable records.
 *
 * <p>Invariant: a {@link org.thalweg.jobs.config.JobFile} that exists is complete and valid, with every default filled in. All
 * errors of the text are reported at once, in one {@link org.thalweg.spark.config.SettingsException}, and no other exception
 * is thrown for them.
 */
package org.thalweg.jobs.config;
