/**
 * A run as people look at it: one HTML page that holds all it needs.
 *
 * <p>Invariant: a page asks no network for anything, and runs no script but its own; whatever comes from data, such as
 * names of classes and columns, stands in it as text and is never taken for markup.
 */
package org.thalweg.jobs.report;
