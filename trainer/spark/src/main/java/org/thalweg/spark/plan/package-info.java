/** What training costs on clusters of other sizes: a model of a step's parts, simulated. It knows no Spark. */
package org.thalweg.spark.plan;
