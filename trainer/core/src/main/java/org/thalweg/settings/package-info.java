/**
 * What users may choose, as job files and model files spell it: words, and numbers with their ranges and defaults.
 *
 * <p>Invariant: a choice's name, the names of its numbers, their ranges and their defaults stand once, beside the class
 * that the choice makes; readers and writers of files know no choice by name.
 */
package org.thalweg.settings;
