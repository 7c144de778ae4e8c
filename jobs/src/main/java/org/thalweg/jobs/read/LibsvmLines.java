package org.thalweg.jobs.read;

import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/** Lines of LIBSVM files: {@code label index:value …}, indices from 1, ascending. */
final class LibsvmLines {
    private LibsvmLines() {}

    /**
     * The largest index of any line; reads the files once.
     *
     * @throws BadRowException in the tasks, for a line that is not LIBSVM
     */
    static int largestIndex(SparkSession spark, List<String> paths) {
        MapPartitionsFunction<Row, Integer> largest = rows -> {
            int most = 0;
            while (rows.hasNext()) {
                Row row = rows.next();
                most = Math.max(most, check(row.getString(0), row.getString(1)));
            }
            return List.of(most).iterator();
        };
        return spark
                .read()
                .text(paths.toArray(String[]::new))
                .select(functions.col("value"), functions.input_file_name())
                .mapPartitions(largest, Encoders.INT())
                .collectAsList()
                .stream()
                .mapToInt(Integer::intValue)
                .max()
                .orElse(0);
    }

    /** The largest index of a line; 0 for an empty line or a comment. */
    static int check(String line, String file) {
        String trimmed = line.trim();
        if (trimmed.isEmpty() || trimmed.startsWith("#")) {
            return 0;
        }
        String[] parts = trimmed.split("\\s+");
        int last = 0;
        try {
            Cells.number(parts[0]);
            for (int i = 1; i < parts.length; i++) {
                int colon = parts[i].indexOf(':');
                if (colon < 1) {
                    throw new IllegalArgumentException("expected index:value, found " + Cells.shown(parts[i]));
                }
                int index = Integer.parseInt(parts[i].substring(0, colon));
                if (index <= last) {
                    throw new IllegalArgumentException(
                            "expected ascending indices from 1, found " + index + " behind " + last);
                }
                Cells.number(parts[i].substring(colon + 1));
                last = index;
            }
        } catch (NumberFormatException e) {
            throw new BadRowException("a LIBSVM line: expected whole indices, found " + Cells.shown(trimmed), file);
        } catch (IllegalArgumentException e) {
            throw new BadRowException("a LIBSVM line: " + e.getMessage(), file);
        }
        return last;
    }
}
