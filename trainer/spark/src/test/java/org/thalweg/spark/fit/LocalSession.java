package org.thalweg.spark.fit;

import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.thalweg.spark.LocalSpark;

/** Tests in a session of two threads, which ends with them. */
abstract class LocalSession {
    static JavaSparkContext spark;
    static SparkSession session;

    @BeforeAll
    static void start() {
        spark = LocalSpark.start("local[2]");
        session = SparkSession.builder().getOrCreate();
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }
}
