/** Tools shared by several benchmarks. */
package org.thalweg.benchmarks.common;
