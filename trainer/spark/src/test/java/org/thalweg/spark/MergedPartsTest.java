package org.thalweg.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;

class MergedPartsTest {
    @Test
    void neighboursAreMergedInTheirOrder() {
        try (JavaSparkContext spark = LocalSpark.start("local[2]")) {
            List<String> numbers =
                    IntStream.range(0, 200).mapToObj(i -> i + " ").toList();
            JavaRDD<String> parts = spark.parallelize(numbers, 200);
            List<String> merged = MergedParts.of(parts, several -> {
                        List<String> all = new ArrayList<>();
                        several.forEachRemaining(all::add);
                        return String.join("", all);
                    })
                    .collect();
            assertThat(merged).hasSize(14);
            assertThat(merged.stream().collect(Collectors.joining())).isEqualTo(String.join("", numbers));
            JavaRDD<String> few = spark.parallelize(numbers, MergedParts.DRIVER_LIMIT);
            assertThat(MergedParts.of(few, several -> "")).isSameAs(few);
        }
    }
}
