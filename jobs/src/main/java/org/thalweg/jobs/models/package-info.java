/**
 * Models in folders and stores: reading them, and the commands that show a store, promote and roll back.
 *
 * <p>Invariant: nothing here trains.
 */
package org.thalweg.jobs.models;
