/**
 * The report of a run: one self-contained HTML page.
 *
 * <p>Invariant: a page loads nothing from the network and runs only its own script. Text that comes from data, such as
 * names of classes and columns, is escaped and never treated as markup.
 */
package org.thalweg.jobs.report;
