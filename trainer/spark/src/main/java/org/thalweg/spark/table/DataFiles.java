package org.thalweg.spark.table;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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
     * What is at paths.
     *
     * @param files those of each path by name; hidden ones are left out, and what lies deeper than a folder's own files
     * @param deep whether something does
     */
    record Listing(List<FileStatus> files, boolean deep) {}

    /** The files at paths: see {@link Listing#files}. */
    public static List<FileStatus> at(List<String> paths, Configuration hadoop) throws IOException {
        return listing(paths, hadoop).files();
    }

    static Listing listing(List<String> paths, Configuration hadoop) throws IOException {
        List<FileStatus> files = new ArrayList<>();
        boolean deep = false;
        for (String path : paths) {
            Path pattern = new Path(path);
            FileSystem system = FileSystems.of(pattern, hadoop);
            List<FileStatus> found = new ArrayList<>();
            FileStatus[] matches = system.globStatus(pattern);
            for (FileStatus match : matches == null ? new FileStatus[0] : matches) {
                List<FileStatus> below =
                        match.isDirectory() ? List.of(system.listStatus(match.getPath())) : List.of(match);
                deep |= below.stream().anyMatch(inside -> inside.isDirectory() && !isHidden(inside.getPath()));
                found.addAll(below);
            }
            found.stream()
                    .filter(file -> file.isFile() && !isHidden(file.getPath()))
                    .sorted(Comparator.comparing(file -> file.getPath().toString()))
                    .forEach(files::add);
        }
        return new Listing(files, deep);
    }

    /** A path that is taken at its word, whatever a glob would make of it. */
    public static String escaped(Path path) {
        return path.toString().replaceAll("[\\[\\]{}*?\\\\]", "\\\\$0");
    }

    /** The path of an address, as Spark encodes it. */
    static Path location(String address) {
        try {
            return new Path(URI.create(address));
        } catch (IllegalArgumentException e) {
            return new Path(address);
        }
    }

    /** Local files read better as paths than as addresses. */
    static String shown(Path file) {
        return "file".equals(file.toUri().getScheme()) ? file.toUri().getPath() : file.toString();
    }

    /** A text file's characters, also where it is compressed, as its name says. */
    static BufferedReader reader(Path file, Configuration hadoop) throws IOException {
        return reader(file, hadoop, StandardCharsets.UTF_8);
    }

    /** The same of another encoding. */
    static BufferedReader reader(Path file, Configuration hadoop, Charset charset) throws IOException {
        InputStream raw = FileSystems.of(file, hadoop).open(file);
        CompressionCodec codec = new CompressionCodecFactory(hadoop).getCodec(file);
        InputStream plain = codec == null ? raw : codec.createInputStream(raw);
        return new BufferedReader(new InputStreamReader(plain, charset));
    }

    /** As Spark's readers have it: checksums, marks of success, and what is not yet whole. */
    private static boolean isHidden(Path file) {
        return file.getName().startsWith(".") || file.getName().startsWith("_");
    }
}
