/** What several benchmarks measure with. */
package org.thalweg.benchmarks.common;
