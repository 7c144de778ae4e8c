/**
 * Profiles of tables as counts of their columns' values, and the drift between two profiles.
 *
 * <p>The package's one invariant: counts are whole numbers, so that they do not depend on the order or the partitions
 * of the rows. Means and deviations are rounded to nine digits for the same reason.
 */
package org.thalweg.jobs.profile;
