package org.thalweg.jobs.read;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.thalweg.spark.FileSystems;

/** Folders and globs as the files they hold. */
public final class DataFiles {
    private DataFiles() {}

    /**
     * The files at paths, those of each path by name; hidden ones are left out, and what lies deeper than a folder's own
     * files.
     */
    public static List<FileStatus> at(List<String> paths, Configuration hadoop) throws IOException {
        List<FileStatus> files = new ArrayList<>();
        for (String path : paths) {
            Path pattern = new Path(path);
            FileSystem system = FileSystems.of(pattern, hadoop);
            List<FileStatus> found = new ArrayList<>();
            FileStatus[] matches = system.globStatus(pattern);
            for (FileStatus match : matches == null ? new FileStatus[0] : matches) {
                found.addAll(match.isDirectory() ? List.of(system.listStatus(match.getPath())) : List.of(match));
            }
            found.stream()
                    .filter(file -> file.isFile() && !isHidden(file.getPath()))
                    .sorted(Comparator.comparing(file -> file.getPath().toString()))
                    .forEach(files::add);
        }
        return files;
    }

    /** A path that is taken at its word, whatever a glob would make of it. */
    public static String escaped(Path path) {
        return path.toString().replaceAll("[\\[\\]{}*?\\\\]", "\\\\$0");
    }

    /** A text file's characters, also where it is compressed, as its name says. */
    static BufferedReader reader(Path file, Configuration hadoop) throws IOException {
        InputStream raw = FileSystems.of(file, hadoop).open(file);
        CompressionCodec codec = new CompressionCodecFactory(hadoop).getCodec(file);
        InputStream plain = codec == null ? raw : codec.createInputStream(raw);
        return new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8));
    }

    /** Whether there are folders within the folders at paths, into which {@link #at} does not look. */
    static boolean areDeep(List<String> paths, Configuration hadoop) throws IOException {
        for (String path : paths) {
            Path pattern = new Path(path);
            FileSystem system = FileSystems.of(pattern, hadoop);
            FileStatus[] matches = system.globStatus(pattern);
            for (FileStatus match : matches == null ? new FileStatus[0] : matches) {
                if (match.isDirectory()
                        && Arrays.stream(system.listStatus(match.getPath()))
                                .anyMatch(below -> below.isDirectory() && !isHidden(below.getPath()))) {
                    return true;
                }
            }
        }
        return false;
    }

    /** As Spark's readers have it: checksums, marks of success, and what is not yet whole. */
    private static boolean isHidden(Path file) {
        return file.getName().startsWith(".") || file.getName().startsWith("_");
    }
}
