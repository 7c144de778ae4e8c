package org.thalweg.jobs.retrain;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.thalweg.math.Fingerprint;
import org.thalweg.spark.FileSystems;

/** Computes the SHA-256 of files in Spark tasks. */
final class FileHashing {
    private static final int CHUNK = 1 << 18;

    /** The most files of a task. With {@link #MOST_BYTES}, it keeps the last tasks short. */
    private static final int MOST_FILES = 500;

    private static final long MOST_BYTES = 512L << 20;

    /** Separator of paths; no path contains it. */
    private static final String BETWEEN = "\0";

    private static final String FAULT = "fault: ";

    private final SparkSession spark;

    FileHashing(SparkSession spark) {
        this.spark = spark;
    }

    /**
     * Files that are hashed as one.
     *
     * @param files paths, in the order in which they are hashed
     * @param bytes total length
     */
    record Content(List<String> files, long bytes) {}

    /**
     * The hash of each content.
     *
     * @throws IOException if one cannot be read
     */
    List<Sha256> of(List<Content> contents, Configuration hadoop) throws IOException {
        if (contents.isEmpty()) {
            return List.of();
        }
        List<ArrayList<String>> tasks = tasks(contents);
        SerializableConfiguration configuration = new SerializableConfiguration(hadoop);
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        List<ArrayList<String>> byTask = context.parallelize(tasks, tasks.size())
                .map(task -> hashed(task, configuration.value()))
                .collect();
        List<Sha256> hashes = new ArrayList<>(contents.size());
        for (ArrayList<String> task : byTask) {
            for (String hash : task) {
                if (hash.startsWith(FAULT)) {
                    throw new IOException(hash.substring(FAULT.length()));
                }
                hashes.add(Sha256.of(hash));
            }
        }
        return hashes;
    }

    private static List<ArrayList<String>> tasks(List<Content> contents) {
        List<ArrayList<String>> tasks = new ArrayList<>();
        ArrayList<String> task = new ArrayList<>();
        long bytes = 0;
        for (Content content : contents) {
            if (!task.isEmpty() && (task.size() == MOST_FILES || bytes + content.bytes() > MOST_BYTES)) {
                tasks.add(task);
                task = new ArrayList<>();
                bytes = 0;
            }
            task.add(String.join(BETWEEN, content.files()));
            bytes += content.bytes();
        }
        tasks.add(task);
        return tasks;
    }

    /** The hashes. An error is returned as a text, as Spark would retry a task that throws. */
    private static ArrayList<String> hashed(List<String> contents, Configuration hadoop) {
        ArrayList<String> hashes = new ArrayList<>();
        byte[] chunk = new byte[CHUNK];
        try {
            for (String content : contents) {
                hashes.add(sha256(content.split(BETWEEN), chunk, hadoop));
            }
        } catch (IOException | UncheckedIOException e) {
            hashes.add(FAULT + e.getMessage());
        }
        return hashes;
    }

    private static String sha256(String[] files, byte[] chunk, Configuration hadoop) throws IOException {
        MessageDigest digest = Fingerprint.begin();
        for (String file : files) {
            Path path = new Path(file);
            try (InputStream in = FileSystems.withoutChecksums(path, hadoop).open(path)) {
                for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                    digest.update(chunk, 0, read);
                }
            }
        }
        return Fingerprint.end(digest);
    }
}
