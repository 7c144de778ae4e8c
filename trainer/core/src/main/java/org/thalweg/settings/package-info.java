/**
 * What users may choose, as job files and model files spell it: names, and numbers with their ranges, defaults and
 * meanings.
 *
 * <p>Invariant: a choice's name, the names of its numbers, their ranges, defaults and meanings stand once, beside the
 * class that the choice makes; readers and writers of files know no choice by name.
 */
package org.thalweg.settings;
