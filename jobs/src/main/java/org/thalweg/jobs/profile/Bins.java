package org.thalweg.jobs.profile;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The parts that a column's values are counted in. */
public sealed interface Bins extends Serializable {
    /** How many there are. */
    int count();

    /**
     * Of numbers: bin i holds those above the edge i − 1 and up to the edge i, the last all above the last edge.
     *
     * @param edges ascending, each once
     */
    record Numbers(List<Double> edges) implements Bins {
        private static final long serialVersionUID = 1;

        /** Copies the list. */
        public Numbers {
            edges = List.copyOf(edges);
        }

        /** Bins of about equal counts: at most so many, by the quantiles of a sample. */
        static Numbers ofSample(double[] sample, int most) {
            double[] sorted = sample.clone();
            Arrays.sort(sorted);
            return new Numbers(IntStream.range(1, most)
                    .mapToObj(i -> sorted[(int) ((long) i * sorted.length / most)])
                    .distinct()
                    // Nothing lies above the greatest number, of which there may be many.
                    .filter(edge -> edge < sorted[sorted.length - 1])
                    .toList());
        }

        @Override
        public int count() {
            return edges.size() + 1;
        }
    }

    /**
     * Of texts: a bin for each of these, and the last for all others.
     *
     * @param texts each once
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
     * Of texts too many to be listed: by a hash of them.
     *
     * @param count of bins
     */
    record Hashes(int count) implements Bins {
        private static final long serialVersionUID = 1;
    }
}
