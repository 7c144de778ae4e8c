/**
 * The options of job files and model files: choices by name, and numeric settings with their ranges, defaults and
 * meanings.
 *
 * <p>Invariant: a choice's name and its settings' names, ranges, defaults and meanings are defined once, next to the
 * class that the choice creates. Code that reads and writes files does not refer to any choice by name.
 */
package org.thalweg.settings;
