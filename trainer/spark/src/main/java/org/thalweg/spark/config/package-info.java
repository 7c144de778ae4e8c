/**
 * The settings of training, from a job file or a program.
 *
 * <p>Invariant: each key is declared once, with its name, range, default and meaning. Nothing in this package depends on YAML,
 * a command line or a console.
 */
package org.thalweg.spark.config;
