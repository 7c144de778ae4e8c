package org.thalweg.spark.table;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.thalweg.train.TrainingCancelledException;

/** Looks at many files in parallel, because remote files have a high latency. */
final class ManyFiles {
    private static final int MOST_THREADS = 32;

    private ManyFiles() {}

    /**
     * The results for all files, in their order.
     *
     * @throws RuntimeException the failure of the first file that failed
     * @throws TrainingCancelledException if this thread was interrupted
     */
    static <T, R> List<R> each(List<T> files, Function<T, R> look) {
        if (files.isEmpty()) {
            return List.of();
        }
        ExecutorService threads = Executors.newFixedThreadPool(Math.min(files.size(), MOST_THREADS));
        try {
            List<Future<R>> looking = files.stream()
                    .map(file -> threads.submit(() -> look.apply(file)))
                    .toList();
            List<R> results = new ArrayList<>(files.size());
            for (Future<R> one : looking) {
                results.add(one.get());
            }
            return results;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TrainingCancelledException("ended from outside while files were looked at");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }
}
