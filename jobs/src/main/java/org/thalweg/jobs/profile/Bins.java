package org.thalweg.jobs.profile;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The bins in which a column's values are counted. */
public sealed interface Bins extends Serializable {
    /** The number of bins. */
    int count();

    /**
     * Bins of numbers: bin i contains those above edge i − 1 and up to edge i, the last one all above the last edge.
     *
     * @param edges ascending and distinct
     */
    record Numbers(List<Double> edges) implements Bins {
        private static final long serialVersionUID = 1;

        /** Copies the list. */
        public Numbers {
            edges = List.copyOf(edges);
        }

        /** At most {@code most} bins of about equal counts, from the quantiles of a sample. */
        static Numbers ofSample(double[] sample, int most) {
            double[] sorted = sample.clone();
            Arrays.sort(sorted);
            return new Numbers(IntStream.range(1, most)
                    .mapToObj(i -> sorted[(int) ((long) i * sorted.length / most)])
                    .distinct()
                    // No value is above the greatest number, which may occur many times.
                    .filter(edge -> edge < sorted[sorted.length - 1])
                    .toList());
        }

        @Override
        public int count() {
            return edges.size() + 1;
        }
    }

    /**
     * Bins of texts: one for each of these, and the last one for all others.
     *
     * @param texts distinct texts
     */
    record Texts(List<String> texts) implements Bins {
        private static final long serialVersionUID = 1;

        /** Copies the list. */
        public Texts {
            texts = List.copyOf(texts);
        }

        @Override
        public int count() {
            return texts.size() + 1;
        }
    }

    /**
     * Bins of texts that are too many to list, by hash.
     *
     * @param count number of bins
     */
    record Hashes(int count) implements Bins {
        private static final long serialVersionUID = 1;
    }
}
