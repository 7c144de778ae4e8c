/**
 * The settings of a training, whoever makes them: a job file or a program.
 *
 * <p>Invariant: each key is declared once, with its name, range, default and sentence; nothing here knows YAML, a command line
 * or a console.
 */
package org.thalweg.spark.config;
