/** Forecasts the cost of training on clusters of other sizes, by simulating the parts of a step. Independent of Spark. */
package org.thalweg.spark.plan;
