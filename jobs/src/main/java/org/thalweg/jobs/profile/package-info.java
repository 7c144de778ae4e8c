/**
 * What a table's columns hold, in counts, and how far two tables are apart.
 *
 * <p>The package's one invariant: counts are whole numbers that add up, so that no order or partition of the rows shows in
 * them; means and deviations are told with nine digits for the same reason.
 */
package org.thalweg.jobs.profile;
