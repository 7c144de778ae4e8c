/**
 * Job files: YAML bound, strictly, to immutable records.
 *
 * <p>Invariant: a {@link org.thalweg.jobs.config.JobFile} that exists is whole and valid, with every default filled in;
 * whatever is wrong with the text it was read from is reported at once, in one
 * {@link org.thalweg.spark.config.SettingsException}, and nothing else is thrown for it.
 */
package org.thalweg.jobs.config;
